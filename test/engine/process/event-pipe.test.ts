import fc from "fast-check";
import { expect, test } from "vitest";
import { EventPipe } from "../../../kernel/engine/process/event-pipe.ts";
import {
  decodeStream,
  encodeJson,
  type Frame,
  frameKind,
  FrameReader,
} from "../../../kernel/engine/process/frames.ts";

/** A pipe on a clock of its own, and what was written to it. */
function openPipe(): {
  readonly pipe: EventPipe;
  readonly writes: Frame[][];
  wait(ms: number): void;
  turn(): void;
} {
  const writes: Frame[][] = [];
  const reader = new FrameReader();
  let time = 1000; // ms
  let waiting: (() => void)[] = [];
  const pipe = new EventPipe({
    write: (bytes) => writes.push([...reader.read(bytes)]),
    now: () => time,
    later: (work) => waiting.push(work),
  });
  return {
    pipe,
    writes,
    wait: (ms) => (time += ms),
    turn: () => {
      const due = waiting;
      waiting = [];
      for (const work of due) work();
    },
  };
}

/** What frames say: text of one run and stream joined, other frames as they are. */
function said(frames: readonly Frame[]): string[] {
  const all: string[] = [];
  let last = "";
  for (const { kind, body } of frames) {
    if (kind === frameKind.json) {
      all.push(body.toString());
      last = "";
      continue;
    }
    const { run, text } = decodeStream(body);
    if (text === "") continue;
    const place = `${kind} ${run}: `;
    if (place === last) all.push(`${all.pop()}${text}`);
    else all.push(place + text);
    last = place;
  }
  return all;
}

test("everything that was said comes out once and in order, whatever is held", () => {
  const step = fc.oneof(
    { weight: 8, arbitrary: fc.record({ name: fc.constantFrom("stdout", "stderr"), run: fc.constantFrom("a", "b"), times: fc.integer({ min: 1, max: 120 }) }) }, // prettier-ignore
    { weight: 3, arbitrary: fc.constantFrom("say", "send", "hold", "flush", "turn") },
    { weight: 2, arbitrary: fc.integer({ min: 0, max: 60 }) },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const { pipe, writes, wait, turn } = openPipe();
      const expected: Frame[] = [];
      let count = 0;
      const other = (): Buffer => {
        const frame = encodeJson(++count);
        expected.push(...new FrameReader().read(frame));
        return frame;
      };
      for (const each of steps) {
        if (typeof each === "number") wait(each);
        else if (each === "flush") pipe.flush();
        else if (each === "turn") turn();
        else if (typeof each === "string") pipe[each](other());
        else
          for (let time = 0; time < each.times; time++) {
            const text = `${++count} é𝒙\n`;
            const single = openPipe();
            single.pipe.print(each.name, each.run, text);
            expected.push(...single.writes.flat());
            pipe.print(each.name, each.run, text);
          }
      }
      turn();
      expect(said(writes.flat())).toEqual(said(expected));
    }),
    { seed: 11, numRuns: 300 },
  );
});

test("few prints are written at once, each by itself; a flood is put together for two milliseconds", () => {
  const { pipe, writes, wait } = openPipe();
  for (let line = 0; line < 32; line++) pipe.print("stdout", "a", "x\n");
  expect(writes).toHaveLength(32);
  for (let line = 0; line < 500; line++) {
    wait(0.01); // 500 lines in 5 ms
    pipe.print("stdout", "a", "x\n");
  }
  expect(writes).toHaveLength(34);
  wait(60); // and after a pause lines are written at once again
  const before = writes.length;
  pipe.print("stdout", "a", "y\n");
  pipe.print("stdout", "a", "z\n");
  expect(writes).toHaveLength(before + 2);
});

test("a frame says when more may be held, and the turn of the loop takes it back", () => {
  const { pipe, writes, turn } = openPipe();
  const isFlooding = (): boolean | undefined => writes.at(-1)?.at(-1)?.isFlood;
  for (let line = 0; line < 31; line++) pipe.print("stdout", "a", "x\n");
  expect(isFlooding()).toBe(false);
  pipe.print("stdout", "a", "x\n");
  expect(isFlooding()).toBe(true);
  turn();
  expect(isFlooding()).toBe(false);
});

test("something that the server waits for takes along what is held", () => {
  const { pipe, writes } = openPipe();
  for (let line = 0; line < 200; line++) pipe.print("stdout", "a", "x\n");
  pipe.send(encodeJson("outcome"));
  expect(said(writes.at(-1) ?? [])).toEqual([`1 a: ${"x\n".repeat(168)}`, '"outcome"']);
});

test("what one hand has started to print, another may flush at any call", () => {
  // the server may ask on top of the code that prints: in the middle of a write, nothing must come in between
  const writes: string[] = [];
  const pipe: EventPipe = new EventPipe({
    write: (bytes) => {
      writes.push(bytes.toString("latin1"));
      pipe.flush();
    },
    now: () => 1000,
    later: () => undefined,
  });
  for (let line = 0; line < 150; line++) pipe.print("stdout", "a", `${line}\n`);
  pipe.flush();
  expect(writes).toHaveLength(33);
});
