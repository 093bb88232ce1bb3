// Python clients of Jupyter, run in the benchmarks' own environment on any contender.
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "../../kernel/install/node24.mjs";
import { venvProgram } from "../../kernel/install/environment/environment.ts";
import { venv } from "../peers/places.ts";
import { linkPackages, type Contender } from "./contenders.ts";

const run = promisify(execFile);

/**
 * Runs a script of bench/python with a Jupyter that knows the contender alone, and returns the JSON it prints last.
 * @param files written beside the kernelspec; their paths go before `args`
 * @param limit ms
 * @returns undefined when the environment is not there, or the script failed
 */
export async function runPython(
  script: string,
  contender: Contender,
  {
    files = {},
    args = [],
    limit,
  }: { files?: Readonly<Record<string, string>>; args?: readonly string[]; limit: number },
): Promise<unknown> {
  const python = venvProgram(venv, "python");
  if (!existsSync(python)) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "convlab-bench-py-"));
  try {
    linkPackages(contender, folder);
    const kernels = join(folder, "kernels", contender.id);
    mkdirSync(kernels, { recursive: true });
    const { argv, language, env, title } = contender;
    const interrupt = contender.id === "convlab" || contender.id === "deno" ? "message" : "signal";
    const spec = { argv, language, env, display_name: title, interrupt_mode: interrupt };
    writeFileSync(join(kernels, "kernel.json"), JSON.stringify(spec));
    const paths = Object.entries(files).map(([name, text]) => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    });
    const { stdout } = await run(
      python,
      [join(root, "bench", "python", script), ...paths, ...args],
      {
        cwd: folder,
        timeout: limit,
        maxBuffer: 2 ** 28,
        env: {
          ...process.env,
          JUPYTER_PATH: folder,
          JUPYTER_RUNTIME_DIR: join(folder, "runtime"),
          JUPYTER_CONFIG_DIR: join(folder, "config"),
          CONVLAB_DATA_DIR: join(folder, "data"),
          IPYTHONDIR: folder,
          PYTHONWARNINGS: "ignore",
        },
      },
    );
    return JSON.parse(stdout.trim().split("\n").at(-1) ?? "null");
  } catch (error) {
    console.error(
      `  ${script} on ${contender.id}: ${error instanceof Error ? error.message.slice(0, 300) : String(error)}`,
    );
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  }
}
