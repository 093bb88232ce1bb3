// Looked at before anything is downloaded: may we write here, is there room. Dependency-free.
import { mkdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { noRight, SetupError } from "./trouble.mjs";

/** What the first start needs on the disk: npm packages, uv, JupyterLab, the build, in MB. */
const neededForFirstStart = 800;

/** Throws a SetupError when the folder cannot be written, or has less room than a first start needs. */
export function checkFolder(home, { isFirstStart }) {
  const proof = join(home, ".cache", `may-write-${process.pid}`);
  try {
    mkdirSync(join(home, ".cache"), { recursive: true });
    writeFileSync(proof, "");
    rmSync(proof);
  } catch (error) {
    if (error.code === "ENOSPC") throw noRoom(home, 0);
    throw noRight("Setting up", home, error.message);
  }
  if (!isFirstStart) return;
  const { bavail, bsize } = statfsSync(home);
  const free = Math.floor((bavail * bsize) / 1e6);
  if (free < neededForFirstStart) throw noRoom(home, free);
}

function noRoom(home, free) {
  return new SetupError({
    code: "DISK_FULL",
    summary: "There is not enough room on the disk to set up.",
    given: `${free} MB free in ${home}`,
    expected: `${neededForFirstStart} MB for the first start`,
    fix: "free some space, or move this folder to a larger disk, then start again",
  });
}
