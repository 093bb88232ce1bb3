// The child's end of the pipe on which it tells what its cells say.
import { writeSync } from "node:fs";
import { descriptors } from "./messages.ts";

/** Taken before cells can replace them. */
const later = setImmediate;
const sleeper = new Int32Array(new SharedArrayBuffer(4));
/** Between two looks at a full pipe: as short as the system sleeps. */
const nap = 0.05; // ms

let held: Buffer | undefined;

/** Sends a frame, after the one that is held. */
export function send(frame: Buffer): void {
  const whole = held === undefined ? frame : Buffer.concat([held, frame]);
  held = undefined;
  writeAll(descriptors.events, whole);
}

/** Sends a frame together with the next one, or in the next turn of the event loop: the server then wakes once. */
export function hold(frame: Buffer): void {
  flush();
  held = frame;
  later(flush);
}

function flush(): void {
  if (held !== undefined) send(Buffer.alloc(0));
}

/** Writes and waits while the pipe is full: a cell prints no faster than the server reads. */
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
