// NumPy and PyTorch, in a process of their own on one thread.
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "../../kernel/install/node24.mjs";
import { venvProgram } from "../../kernel/install/environment/environment.ts";
import { venv } from "../peers/places.ts";
import type { OpCase } from "./cases.ts";

const execute = promisify(execFile);

/** What a library of Python needed for each case, and its results. */
export interface PythonRun {
  readonly title: string;
  readonly seconds: ReadonlyMap<string, readonly number[]>;
  readonly results: ReadonlyMap<string, Float32Array>;
}

/** Times all cases, or says why it cannot. */
export async function timePython(
  library: "numpy" | "torch",
  cases: readonly OpCase[],
  seconds: number,
): Promise<PythonRun | string> {
  const python = venvProgram(venv, "python");
  if (!existsSync(python)) return "there is no Python environment";
  try {
    await execute(python, ["-c", `import ${library}`]);
  } catch {
    return library === "torch"
      ? "not installed; --torch installs it (200 MB to 5 GB)"
      : "not installed";
  }
  const folder = mkdtempSync(join(tmpdir(), "convlab-ops-"));
  try {
    const file = join(folder, "cases.json");
    writeFileSync(file, JSON.stringify(cases));
    const script = join(root, "bench", "python", "ops.py");
    const { stdout } = await execute(python, [script, file, folder, library, String(seconds)], {
      maxBuffer: 2 ** 26,
    });
    const found = JSON.parse(stdout) as {
      version: string;
      cases: Record<string, { seconds: number[] }>;
    };
    return {
      title: library === "numpy" ? `NumPy ${found.version} im2col` : `PyTorch ${found.version} CPU`,
      seconds: new Map(Object.entries(found.cases).map(([id, it]) => [id, it.seconds])),
      results: new Map(cases.map(({ id }) => [id, readFloats(join(folder, `${id}.bin`))])),
    };
  } catch (error) {
    return `failed: ${error instanceof Error ? error.message.slice(0, 200) : String(error)}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readFloats(file: string): Float32Array {
  const { buffer, byteOffset, byteLength } = readFileSync(file);
  return new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength));
}
