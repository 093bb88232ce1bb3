// Python clients of Jupyter, from the environment that `npm test` makes.
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { installKernelspec } from "../../kernel/install/kernelspec.ts";
import { root } from "../../kernel/install/node24.mjs";

const run = promisify(execFile);

/** A folder of its own with our kernelspec in it, and a Python that finds it. */
export class PythonClients {
  readonly folder: string = mkdtempSync(join(tmpdir(), "convlab-python-"));
  readonly #python: string;

  private constructor(python: string) {
    this.#python = python;
  }

  /** @throws Error saying what to run when the environment is not there */
  static async make(): Promise<PythonClients> {
    const windows = process.platform === "win32";
    const python = join(
      root,
      ".venv",
      windows ? "Scripts" : "bin",
      windows ? "python.exe" : "python",
    );
    if (!existsSync(python)) throw new Error(`${python} is missing: run npm test, which makes it`);
    const clients = new PythonClients(python);
    await installKernelspec({ dataDir: clients.folder });
    return clients;
  }

  /**
   * Runs a script of `test/support` and returns the JSON that it prints last.
   * @param limit ms
   */
  async run(script: string, args: readonly string[], limit: number): Promise<unknown> {
    const { stdout } = await this.#execute([join(root, "test", "support", script), ...args], limit);
    return JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
  }

  /**
   * Runs a program of the environment as `python -m`; what it printed and how it ended.
   * @param limit ms
   */
  async program(
    module: string,
    args: readonly string[],
    limit: number,
  ): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
    try {
      return { code: 0, ...(await this.#execute(["-m", module, ...args], limit)) };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: unknown; stdout: string; stderr: string };
      if (typeof code !== "number") throw error; // it was not the program that failed
      return { code, stdout, stderr };
    }
  }

  #execute(
    args: readonly string[],
    timeout: number,
  ): Promise<{ readonly stdout: string; readonly stderr: string }> {
    return run(this.#python, args, {
      cwd: this.folder,
      timeout,
      maxBuffer: 64 * 1024 * 1024,
      env: {
        ...process.env,
        JUPYTER_PATH: this.folder,
        JUPYTER_RUNTIME_DIR: join(this.folder, "runtime"),
        JUPYTER_CONFIG_DIR: join(this.folder, "config"),
        CONVLAB_DATA_DIR: join(this.folder, "data"),
        PYTHONPATH: join(this.folder, "modules"),
        PYTHONWARNINGS: "ignore",
      },
    });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
