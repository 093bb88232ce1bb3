// Finds or fetches uv, which builds the environment in seconds and needs neither pip nor venv for it.
import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../command.mjs";
import { explain, SetupError } from "../trouble.mjs";
import type { Places } from "../home.mjs";
import type { Python } from "./python.ts";

/** Older ones do not read our lock file's markers. */
const oldest = [0, 4, 0] as const;

const binaryName = process.platform === "win32" ? "uv.exe" : "uv";

async function versionOf(uv: string): Promise<string | undefined> {
  const { code, output } = await run(uv, ["--version"]);
  return code === 0 ? /^uv (\d+\.\d+\.\d+)/m.exec(output)?.[1] : undefined;
}

function isNewEnough(version: string): boolean {
  const parts = version.split(".").map(Number);
  for (const [index, least] of oldest.entries()) {
    const part = parts[index] ?? 0;
    if (part !== least) return part > least;
  }
  return true;
}

/** A uv that works: the user's own, ours of an earlier start, or one fetched now. `say` tells when it downloads. */
export async function findUv(
  places: Places,
  python: Python,
  say: (text: string) => void,
): Promise<string> {
  const own = await versionOf("uv");
  if (own !== undefined && isNewEnough(own)) return "uv";
  const folder = join(places.cache, "uv");
  const fetched = join(folder, "bin", binaryName);
  if (existsSync(fetched) && (await versionOf(fetched)) !== undefined) return fetched;
  say("fetching uv");
  await fetchUv(places, python, folder);
  if ((await versionOf(fetched)) === undefined) {
    throw new SetupError({
      code: "UV_DOES_NOT_RUN",
      summary: "uv was fetched, but does not run on this machine.",
      given: `${fetched}, ${process.platform} ${process.arch}`,
      fix: "install uv yourself (docs.astral.sh/uv), make sure `uv --version` answers, then start again",
    });
  }
  return fetched;
}

function noPip(python: Python): SetupError {
  return new SetupError({
    code: "NO_PIP",
    summary: "This Python has no pip, so it cannot fetch what JupyterLab needs.",
    given: `${python.path}, Python ${python.version}`,
    expected: "pip, or uv on the PATH",
    fix: "sudo apt-get install python3-pip (Debian, Ubuntu), or install uv, or name a package index in PIP_INDEX_URL; then start again",
  });
}

/** Fetches the pinned uv: by pip into a folder of ours, or, where there is no pip, by Python from a named index. */
async function fetchUv(places: Places, python: Python, folder: string): Promise<void> {
  const lock = join(places.root, "kernel", "install", "python", "uv.lock");
  const script = join(places.root, "kernel", "install", "python", "fetch_uv.py");
  const fresh = `${folder}-${process.pid}`;
  const index = process.env["PIP_INDEX_URL"];
  if (!python.hasPip && !index) throw noPip(python);
  await mkdir(fresh, { recursive: true });
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"];
  const attempts = [
    ...(python.hasPip
      ? [["uv (by pip)", [...pip, "--require-hashes", "--target", fresh, "-r", lock]] as const]
      : []),
    ...(index ? [["uv", [script, lock, fresh]] as const] : []),
  ];
  let failure: SetupError | undefined;
  for (const [what, args] of attempts) {
    const { code, output } = await run(python.path, args, {
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" },
    });
    if (code === 0) {
      await rm(folder, { recursive: true, force: true });
      await rename(fresh, folder);
      return;
    }
    failure ??= explain(`Fetching ${what}`, output, places.home);
  }
  await rm(fresh, { recursive: true, force: true });
  throw failure ?? new Error("no way to fetch uv was tried");
}
