// Installs what the benchmarks compare with: npm packages and a Python environment under .cache/bench.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../kernel/install/command.mjs";
import {
  prepareEnvironment,
  runUv,
  venvProgram,
} from "../../kernel/install/environment/environment.ts";
import { findPython } from "../../kernel/install/environment/python.ts";
import { findUv } from "../../kernel/install/environment/uv.ts";
import { findPlaces } from "../../kernel/install/home.mjs";
import { root } from "../../kernel/install/node24.mjs";
import { peers, venv } from "./places.ts";

const places = { ...findPlaces(), venv };

/** Makes both; what cannot be installed is said, and its contenders are then left out. */
export async function installPeers(say: (text: string) => void): Promise<void> {
  await attempt("npm packages", say, installPackages);
  await attempt("Python packages", say, async () => {
    await prepareEnvironment(places, say, join(root, "bench", "python", "requirements.txt"));
  });
}

/**
 * Adds PyTorch to the venv, only when asked for: 200 MB from PyTorch's own index for processors; where that cannot be
 * reached what the usual index has, which for Linux on x64 brings CUDA along, some 5 GB.
 */
export async function installTorch(say: (text: string) => void): Promise<void> {
  await attempt("PyTorch", say, async () => {
    const uv = await findUv(places, await findPython(), say);
    const install = ["pip", "install", "--python", venvProgram(venv, "python"), "torch==2.15.0"];
    say("PyTorch");
    try {
      await runUv(uv, [...install, "--torch-backend", "cpu"], places);
    } catch {
      say("PyTorch's index of builds for processors does not answer; the usual one may send 5 GB");
      await runUv(uv, install, places);
    }
  });
}

/** Exactly what the lock file of bench/ names: a run is compared with another day's. */
async function installPackages(say: (text: string) => void): Promise<void> {
  const names = ["package.json", "package-lock.json", ".npmrc"];
  const texts = names.map((name) => readFileSync(join(root, "bench", name), "utf8"));
  const wanted = texts.join("\n");
  const stamp = join(peers, "installed.json");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  say("npm packages of the peers (360 MB)");
  mkdirSync(peers, { recursive: true });
  names.forEach((name, index) => writeFileSync(join(peers, name), texts[index] ?? ""));
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const quietly = ["--ignore-scripts", "--no-audit", "--no-fund"];
  const { code, output } = await run(npm, ["ci", ...quietly], { cwd: peers });
  if (code !== 0) throw new Error(output.trim().split("\n").slice(-3).join(" "));
  writeFileSync(stamp, wanted);
}

async function attempt(
  what: string,
  say: (text: string) => void,
  work: (say: (text: string) => void) => Promise<void>,
): Promise<void> {
  try {
    await work(say);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    say(`${what} cannot be installed, and are left out: ${reason}`);
  }
}
