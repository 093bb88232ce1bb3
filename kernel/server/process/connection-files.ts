// Connection files: the one that is given, and the one that a kernel writes which took its ports itself.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Connection, isExposed } from "../../protocol/connection/connection-file.ts";
import { connectionFileText } from "../../protocol/connection/connection-file-text.ts";
import { explain, type Log } from "./log.ts";

/** Says so when the file with the key lies open: the kernel runs all the same, where Jupyter was told to allow it. */
export function warnWhenExposed(path: string, log: Log): void {
  if (!isExposed(path)) return;
  log(
    "warning",
    `other users may read ${path}: with its key they can run code as you; chmod 600 it`,
  );
}

/**
 * Writes where the kernel listens, so that other clients find it, for its owner alone.
 * @returns removes the file again
 */
export function shareConnection(connection: Connection, folder: string, log: Log): () => void {
  const file = join(folder, `kernel-convlab-${process.pid}.json`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    rmSync(file, { force: true }); // one of a process that had our number: its mode would stay
    writeFileSync(file, connectionFileText(connection), { mode: 0o600, flag: "wx" });
  } catch (error) {
    log("warning", `other clients will not find this kernel: ${explain(error)}`);
  }
  return () => rmSync(file, { force: true });
}
