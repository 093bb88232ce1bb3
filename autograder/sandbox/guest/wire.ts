// The guest's end of the channel: descriptor 3, read only between requests, so that a callback can read it at once.
import { read, readSync, writeSync } from "node:fs";
import { lengthBytes, readLength, readRest, writeFrame } from "../channel/index.ts";
import type { Frame } from "../channel/index.ts";

const descriptor = 3;
const pause = new Int32Array(new SharedArrayBuffer(4));
const { wait } = Atomics;
const leave = process.exit.bind(process);

/** Sends a frame; returns when it is written. */
export function send(frame: Frame): void {
  const bytes = writeFrame(frame);
  let at = 0;
  while (at < bytes.length) at += retry(() => writeSync(descriptor, bytes, at));
}

/** The next frame, waiting without blocking; undefined when the host is gone. */
export async function receive(): Promise<Frame | undefined> {
  const head = await readExactly(lengthBytes);
  const rest = head && (await readExactly(readLength(head)));
  return rest && readRest(rest);
}

/** The next frame, with everything else standing still. */
export function receiveNow(): Frame {
  return readRest(readNow(readLength(readNow(lengthBytes))));
}

function readNow(count: number): Buffer {
  const bytes = Buffer.allocUnsafe(count);
  for (let at = 0; at < count;) {
    const got = retry(() => readSync(descriptor, bytes, at, count - at, null));
    if (got === 0) leave(0);
    at += got;
  }
  return bytes;
}

async function readExactly(count: number): Promise<Buffer | undefined> {
  const bytes = Buffer.allocUnsafe(count);
  for (let at = 0; at < count;) {
    const got = await readSome(bytes, at);
    if (got === 0) return undefined;
    at += got;
  }
  return bytes;
}

function readSome(bytes: Buffer, at: number): Promise<number> {
  return new Promise((resolve, reject) => {
    read(descriptor, bytes, at, bytes.length - at, null, (error, got) => {
      if (!error) resolve(got);
      else if (error.code === "EAGAIN") setTimeout(() => resolve(readSome(bytes, at)), 1);
      else reject(error);
    });
  });
}

/** A descriptor that does not block says EAGAIN while its buffer is full or empty. */
function retry(action: () => number): number {
  for (;;) {
    try {
      return action();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      wait(pause, 0, 0, 1);
    }
  }
}
