// What the main thread reads while it stands still, in prompt() or to be stopped: lines on a pipe of their own.
import { readSync, writeSync } from "node:fs";
import { descriptors, type Talk } from "./messages.ts";

const chunk = Buffer.alloc(4096);
let rest = Buffer.alloc(0);
const kept: (Talk & { type: "answer" })[] = [];

/** The next line, or undefined: something has called, and code on top of this may have run. */
function read(): Talk | undefined {
  for (;;) {
    const end = rest.indexOf(0x0a);
    if (end !== -1) {
      const line = rest.toString("utf8", 0, end);
      rest = rest.subarray(end + 1);
      return JSON.parse(line) as Talk;
    }
    try {
      const length = readSync(descriptors.talk, chunk);
      if (length === 0) throw new Error("the server is gone"); // and this process in a moment
      rest = Buffer.concat([rest, chunk.subarray(0, length)]);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EINTR") throw error;
    }
  }
}

/** Waits for the answer to a question of this process. */
export function readAnswer(id: number): string | undefined {
  for (;;) {
    const heard = kept.shift() ?? read();
    // an answer to another question is one that came too late: its cell was stopped
    if (heard?.type === "answer" && heard.id === id) return heard.line;
  }
}

/** Says that the code below is to be ended, and waits until the inspector has the order. */
export function wantTermination(): void {
  writeSync(descriptors.talk, "t");
  for (;;) {
    const heard = read();
    if (heard?.type === "ordered") return;
    if (heard?.type === "answer") kept.push(heard);
  }
}
