import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { GradingError } from "./errors.ts";

/**
 * Makes OUT and claims it for this process. A claim of a process that was killed does not count.
 *
 * @returns gives the folder back
 * @throws GradingError OUT_BUSY, OUT_NOT_WRITABLE
 */
export async function claimFolder(out: string): Promise<() => Promise<void>> {
  const path = join(out, ".grading.pid");
  for (let tries = 0; ; tries++) {
    try {
      await mkdir(out, { recursive: true, mode: 0o700 }); // it will hold hidden inputs and other students' work
      await writeFile(path, `${process.pid}\n`, { flag: "wx" });
      return () => rm(path, { force: true });
    } catch (cause) {
      if (!isTaken(cause)) throw notWritable(out, cause);
      const holder = Number(await readFile(path, "utf8"));
      if (holder !== process.pid && isAlive(holder)) throw busy(out, holder);
      if (tries > 3) throw notWritable(out, cause);
      await rm(path, { force: true });
    }
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EEXIST" && "path" in error
    ? String(error.path).endsWith(".grading.pid")
    : false;
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives and is someone else's
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function busy(out: string, holder: number): GradingError {
  return new GradingError({
    code: "OUT_BUSY",
    summary: "another convlab grade is writing into this folder.",
    given: `${out}, process ${holder}`,
    fix: "wait for it, end it, or choose another folder with --out",
  });
}

function notWritable(out: string, cause: unknown): GradingError {
  return new GradingError({
    code: "OUT_NOT_WRITABLE",
    summary: "the folder for the results cannot be written.",
    given: `${out}: ${cause instanceof Error ? cause.message : String(cause)}`,
    fix: "choose another folder with --out, or give yourself the right to write it",
    cause,
  });
}
