import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { FrameReader, frameKind } from "../../../kernel/engine/process/frames.ts";
import { makeEscape, mostAtOnce } from "../../../kernel/engine/process/large/escape.ts";
import { readLong, sendLong } from "../../../kernel/engine/process/large/large-text.ts";

/** The events that a long text becomes, out of a byte stream that is cut anywhere. */
function pass(
  name: "stdout" | "stderr",
  text: string,
  pieces?: readonly [number, number],
): ReturnType<typeof readLong>[] {
  const reader = new FrameReader();
  const events: ReturnType<typeof readLong>[] = [];
  const write = (frame: Buffer): void => {
    for (const part of [frame.subarray(0, 3), frame.subarray(3)])
      for (const { kind, body } of reader.read(Buffer.from(part))) {
        expect(kind).toBe(frameKind[`${name}Ready`]);
        events.push(readLong(name, body));
      }
  };
  const isSent = sendLong(name, "run 𝒙", text, write, pieces);
  expect(isSent).toBe(true);
  return events;
}

/** Text of the length that matters: a seed's characters again and again. */
const long = fc
  .tuple(
    fc.array(fc.oneof(fc.string({ unit: "binary", minLength: 1 }), fc.constantFrom('"', "\\", "\n", "\u0000", "\ud83d", "\ude00", "\u2028", "x")), { minLength: 1, maxLength: 40 }), // prettier-ignore
    fc.integer({ min: 1, max: 1_500_000 }),
  )
  .map(([parts, length]) => {
    const seed = parts.join("");
    return seed.repeat(Math.ceil(length / seed.length)).slice(0, length);
  });

test("a long text arrives as the very bytes that JSON.stringify would have made of its pieces", () => {
  fc.assert(
    fc.property(long, fc.constantFrom("stdout", "stderr"), (text, name) => {
      const events = pass(name, text, [200_000, 300_000]);
      const pieces = events.map((event) => (event.type === "stream" ? event.text : ""));
      expect(pieces.join("") === text.toWellFormed()).toBe(true); // no difference of 1 MB in the report
      for (const event of events) {
        if (event.type !== "stream" || event.json === undefined) throw new Error("not ready");
        const expected = JSON.stringify({ name, text: event.text });
        expect(Buffer.from(expected).equals(event.json)).toBe(true);
        expect(event).toMatchObject({ run: "run 𝒙", name });
      }
    }),
    { seed: 3, numRuns: 60 },
  );
});

test("every code unit is escaped as JSON does it, wherever it stands among the sixteen", () => {
  const escape = makeEscape();
  if (escape === undefined) throw new Error("no SIMD here");
  const into = new Uint8Array(mostAtOnce);
  for (let code = 0; code < 0x10000; code += 1) {
    const text = `${"a".repeat(code % 33)}${String.fromCharCode(code)}b`;
    const { read, written } = escape(text, 0, into);
    expect(read).toBe(text.length);
    const expected = Buffer.from(JSON.stringify(text.toWellFormed()).slice(1, -1));
    if (!expected.equals(into.subarray(0, written))) throw new Error(`U+${code.toString(16)}`);
  }
});

test("a text of 10 MB is a message of 1 MB and one of the rest, and none of a longer one cuts a pair", () => {
  expect(pass("stdout", "\n".repeat(10 << 20))).toHaveLength(2);
  const events = pass("stdout", "a".repeat(32_767) + "😀".repeat(10_000_000));
  expect(events).toHaveLength(3); // 40 MB in UTF-8
  for (const event of events)
    expect(event.type === "stream" && !event.text.includes("\ufffd")).toBe(true);
});

test("where WebAssembly is missing, long text goes as text", () => {
  const said = (first: string): unknown => {
    const script = `
      await import("./kernel/engine/process/frames.ts"); // Node itself needs it once, to take the types away
      ${first}
      const { EventPipe } = await import("./kernel/engine/process/event-pipe.ts");
      const kinds = [];
      const pipe = new EventPipe({ write: (bytes) => kinds.push(bytes[4]), now: () => 0, later: () => {} });
      pipe.print("stdout", "a", "x".repeat(300000));
      console.log(JSON.stringify(kinds));`;
    const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script]);
    return JSON.parse(stdout.toString() || stderr.toString());
  };
  expect(said("delete globalThis.WebAssembly;")).toEqual([frameKind.stdout]);
  expect(said("")).toEqual([frameKind.stdoutReady]);
});
