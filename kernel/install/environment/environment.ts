// `.venv`: a Python environment that holds the pinned JupyterLab and nothing of the user's.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../command.mjs";
import { explain } from "../trouble.mjs";
import type { Places } from "../home.mjs";
import { findPython } from "./python.ts";
import { findUv } from "./uv.ts";

/** Path of a program in the environment: `python`, `jupyter-lab`, `jupyter`. */
export function venvProgram(venv: string, name: string): string {
  return process.platform === "win32"
    ? join(venv, "Scripts", `${name}.exe`)
    : join(venv, "bin", name);
}

/** The list of pinned Python packages. */
export function requirementsFile(places: Places): string {
  return join(places.root, "kernel", "install", "python", "requirements.lock");
}

/** Says what the environment was made of, so that a later start can see whether it still fits. */
function stampFile(venv: string, name: string): string {
  return join(venv, `convlab-${name}.stamp`);
}

async function digest(path: string): Promise<string> {
  return createHash("sha256")
    .update(await readFile(path))
    .digest("hex");
}

/** True when `.venv` runs and holds what the list says. `name` tells several lists in one environment apart. */
export async function hasEnvironment(
  venv: string,
  list: string,
  name = "requirements",
): Promise<boolean> {
  const stamp = stampFile(venv, name);
  if (!existsSync(venvProgram(venv, "python")) || !existsSync(stamp)) return false; // a dead link does not exist either
  return (await readFile(stamp, "utf8")) === (await digest(list));
}

/**
 * Makes `.venv` fit: nothing to do in a second start, seconds in a first. Returns what it did for the progress line.
 * @param list the pinned packages; the benchmarks have their own, in an environment of their own
 */
export async function prepareEnvironment(
  places: Places,
  say: (text: string) => void,
  list: string = requirementsFile(places),
): Promise<string | undefined> {
  if (await hasEnvironment(places.venv, list)) return undefined;
  const python = await findPython();
  const uv = await findUv(places, python, say);
  const what = list === requirementsFile(places) ? "JupyterLab into .venv" : places.venv;
  say(`${what}, on Python ${python.version}`);
  await rm(places.venv, { recursive: true, force: true });
  await runUv(uv, ["venv", "--python", python.path, "--no-project", places.venv], places);
  await installList(places, list, "requirements", uv);
  return `Python ${python.version}`;
}

/** Adds a list of packages to `.venv`; the tests add theirs so. */
export async function installList(
  places: Places,
  list: string,
  name: string,
  knownUv?: string,
): Promise<void> {
  const uv = knownUv ?? (await findUv(places, await findPython(), () => undefined));
  const python = venvProgram(places.venv, "python");
  const pinned = ["--no-deps", "--require-hashes", "--compile-bytecode"];
  await runUv(uv, ["pip", "install", "--python", python, ...pinned, "-r", list], places);
  await writeFile(stampFile(places.venv, name), await digest(list));
}

/** uv reads its own variables only: hand it what pip's say about mirrors and certificates, and trust the system's. */
function uvEnvironment(): NodeJS.ProcessEnv {
  const env = { ...process.env };
  env["UV_NO_PROGRESS"] = "1";
  env["UV_NO_CONFIG"] = "1";
  env["UV_PYTHON_DOWNLOADS"] = "never";
  env["UV_DEFAULT_INDEX"] ??= env["PIP_INDEX_URL"] || undefined;
  env["SSL_CERT_FILE"] ??= env["PIP_CERT"] || env["NODE_EXTRA_CA_CERTS"] || undefined;
  for (const name of ["VIRTUAL_ENV", "CONDA_PREFIX", "PYTHONPATH", "PYTHONHOME"]) delete env[name];
  return env;
}

/** Runs uv with the mirrors and certificates that pip would use. @throws SetupError */
export async function runUv(uv: string, args: readonly string[], places: Places): Promise<void> {
  const { code, output } = await run(uv, args, { cwd: places.home, env: uvEnvironment() });
  if (code !== 0) throw explain("Setting up JupyterLab", output, places.home);
}
