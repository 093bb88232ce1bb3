// Where kernelspecs go and where Jupyter looks for them, per platform.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { promisify } from "node:util";
import { jupyterDataFolder, type Machine } from "../core/folders.ts";
import { OptionError } from "../core/index.ts";
import { findPlaces } from "./home.mjs";

/** Where to install: for this user, into a prefix such as an environment, the Python in use, or a data folder. */
export type KernelspecTarget =
  | { readonly user: true }
  | { readonly prefix: string }
  | { readonly sysPrefix: true }
  | { readonly dataDir: string };

const run = promisify(execFile);

/** The folder that holds one folder per kernel. @throws OptionError NO_PYTHON for `sysPrefix` */
export async function kernelsFolder(target: KernelspecTarget): Promise<string> {
  if ("user" in target) return join(jupyterDataFolder(thisMachine()), "kernels");
  if ("dataDir" in target) return join(resolve(target.dataDir), "kernels");
  const prefix = "prefix" in target ? resolve(target.prefix) : await sysPrefix();
  return join(prefix, "share", "jupyter", "kernels");
}

/** Every folder that Jupyter may search, in its order, without repeats: JUPYTER_PATH, user, environments, system. */
export async function knownKernelsFolders(): Promise<readonly string[]> {
  const { venv } = findPlaces();
  const { env } = process;
  const environments = [venv, env["VIRTUAL_ENV"], env["CONDA_PREFIX"]].filter(
    (prefix) => prefix !== undefined && existsSync(prefix),
  );
  const data = [
    ...(env["JUPYTER_PATH"] ?? "").split(delimiter).filter((path) => path !== ""),
    jupyterDataFolder(thisMachine()),
    ...environments.map((prefix) => join(String(prefix), "share", "jupyter")),
    ...systemFolders(thisMachine()),
  ];
  return [...new Set(data.map((folder) => join(folder, "kernels")))];
}

/** Jupyter's data folders that are shared by all users. */
export function systemFolders({ platform, env }: Machine): readonly string[] {
  if (platform === "win32") return env["PROGRAMDATA"] ? [`${env["PROGRAMDATA"]}\\jupyter`] : [];
  return ["/usr/local/share/jupyter", "/usr/share/jupyter"];
}

async function sysPrefix(): Promise<string> {
  const active = process.env["VIRTUAL_ENV"] ?? process.env["CONDA_PREFIX"];
  if (active) return active;
  const python = process.platform === "win32" ? "python" : "python3";
  try {
    const { stdout } = await run(python, ["-c", "import sys; print(sys.prefix)"]);
    return stdout.trim();
  } catch (cause) {
    throw new OptionError({
      code: "NO_PYTHON",
      summary: "--sys-prefix needs Python, to ask it for its prefix.",
      given: `${python} does not run here`,
      fix: "activate your environment first, or give its folder: --prefix DIR",
      cause,
    });
  }
}

function thisMachine(): Machine {
  return { platform: process.platform, env: process.env, home: homedir() };
}
