// Writing to a descriptor until all of it is written.
import { writeSync } from "node:fs";

const sleeper = new Int32Array(new SharedArrayBuffer(4));
/** Between two looks at a full pipe: as short as the system sleeps. */
const nap = 0.05; // ms

/** Writes and waits while the pipe is full. */
export function writeAll(descriptor: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(descriptor, bytes, at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      Atomics.wait(sleeper, 0, 0, nap);
    }
  }
}
