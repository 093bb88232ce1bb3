import type { SpawnOptions } from "node:child_process";
/** Runs a command to its end; exit code 127 when it could not start, 1 when a signal ended it. */
export declare function run(
  command: string,
  args: readonly string[],
  options?: SpawnOptions,
): Promise<{ readonly code: number; readonly output: string }>;
