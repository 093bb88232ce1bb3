// The doctor's look at JupyterLab's environment: the parts one by one, then the kernel itself, started as Jupyter does.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { run } from "../command.mjs";
import { hasEnvironment, requirementsFile, venvProgram } from "../environment/environment.ts";
import { findPython } from "../environment/python.ts";
import type { Places } from "../home.mjs";
import { KERNEL_NAME, listKernelspecs } from "../kernelspec.ts";
import { jupyterEnvironment } from "../start/folders.ts";
import { lacks, stands, type Finding } from "./finding.ts";

/** Starts the kernel by its kernelspec, runs one cell, ends it; prints what the cell gave. */
const oneCell = `
from jupyter_client.manager import start_new_kernel
manager, client = start_new_kernel(kernel_name="${KERNEL_NAME}", startup_timeout=30)
try:
    seen = []
    client.execute_interactive("6 * 7", timeout=30, output_hook=lambda message: seen.append(message))
    print([m["content"]["data"]["text/plain"] for m in seen if m["msg_type"] == "execute_result"])
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)`;

/** Python, JupyterLab, what we add to it, and whether a cell runs. */
export async function examineJupyter(places: Places): Promise<readonly Finding[]> {
  const python = venvProgram(places.venv, "python");
  const built = await run(python, [
    "-c",
    "import sys, jupyterlab; print(sys.version.split()[0], jupyterlab.__version__)",
  ]);
  if (built.code !== 0) return [await examineSystemPython(), noEnvironment(places)];
  const [version = "?", lab = "?"] = built.output.trim().split(" ");
  const fits = await hasEnvironment(places.venv, requirementsFile(places));
  const kernelspec = await examineKernelspec(places);
  return [
    stands("Python", "labs", `${version} (${python})`),
    fits
      ? stands("JupyterLab", "labs", `${lab} in ${places.venv}`)
      : lacks(
          "JupyterLab",
          "labs",
          `${lab}, but not in the pinned versions`,
          "npm start (it makes .venv again)",
        ),
    kernelspec,
    examineExtension(places),
    ...(kernelspec.stands ? [await examineKernel(python, places)] : []),
  ];
}

async function examineSystemPython(): Promise<Finding> {
  try {
    const { version, path } = await findPython();
    return stands("Python", "labs", `${version} (${path})`);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return lacks(
      "Python",
      "labs",
      error.message.split("\n")[0] ?? "",
      "install python3, 3.9 or newer, then npm start",
    );
  }
}

function noEnvironment({ venv }: Places): Finding {
  const found = existsSync(venv) ? `${venv} does not run` : `no ${venv} yet`;
  return lacks("JupyterLab", "labs", found, "npm start (it makes .venv)");
}

async function examineKernelspec({ venv }: Places): Promise<Finding> {
  const own = (await listKernelspecs()).find(({ folder }) => folder.startsWith(venv));
  if (!own) return lacks("kernelspec", "labs", "not in .venv", "npm start");
  return own.missing.length === 0
    ? stands("kernelspec", "labs", `${own.displayName} (${own.folder})`)
    : lacks(
        "kernelspec",
        "labs",
        `names files that are gone: ${own.missing.join(", ")}`,
        "npm start",
      );
}

function examineExtension({ venv }: Places): Finding {
  const share = join(venv, "share", "jupyter");
  const parts = [
    ["plots in JupyterLab", join(share, "labextensions", "convlab", "package.json")],
    ["plots in exported pages", join(share, "nbconvert", "templates", "convlab", "index.html.j2")],
  ] as const;
  const missing = parts.filter(([, file]) => !existsSync(file)).map(([name]) => name);
  return missing.length === 0
    ? stands("labextension", "labs", parts.map(([name]) => name).join(", "))
    : lacks("labextension", "labs", `missing: ${missing.join(", ")}`, "npm start");
}

async function examineKernel(python: string, places: Places): Promise<Finding> {
  const started = performance.now();
  const { code, output } = await run(python, ["-c", oneCell], {
    cwd: places.home,
    env: jupyterEnvironment(places),
    timeout: 70_000,
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (code === 0 && output.includes("['42']")) {
    return stands("kernel", "labs", `starts and runs a cell (${seconds} s)`);
  }
  const said = output.trim().split("\n").slice(-3).join("\n") || "it did not answer";
  return lacks(
    "kernel",
    "labs",
    said,
    "npm run build && npm start; if it stays, report it with these lines",
  );
}
