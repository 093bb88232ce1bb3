// The protocol's two plain parts: messages cut out of a stream, and edits between two texts.
import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeMessage, MessageReader } from "../../../kernel/engine/language/lsp/framing.ts";
import {
  offsetAt,
  positionAt,
  smallestEdit,
} from "../../../kernel/engine/language/lsp/text-edit.ts";

/** Texts of the characters that edits stumble over: line breaks of two characters, pairs, tabs. */
const text = fc.string({ unit: fc.constantFrom("a", "b", "\n", "\r\n", "\r", "😀", "𝒙", "\t") });

test("messages are read whole, however their bytes are split", () => {
  const cut = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 });
  fc.assert(
    fc.property(fc.array(text), cut, (texts, sizes) => {
      const messages = texts.map((method, id) => ({ jsonrpc: "2.0", id, method }));
      const bytes = Buffer.from(messages.map(encodeMessage).join(""));
      const reader = new MessageReader();
      const read: unknown[] = [];
      for (let start = 0, turn = 0; start < bytes.length; turn += 1) {
        const size = sizes[turn % sizes.length] ?? 1;
        read.push(...reader.read(bytes.subarray(start, start + size)));
        start += size;
      }
      expect(read).toEqual(messages);
    }),
    { seed: 7 },
  );
});

test("a header without a length is refused", () => {
  expect(() => new MessageReader().read(Buffer.from("Content-Type: x\r\n\r\n{}"))).toThrow(
    /length/,
  );
});

test("positions count UTF-16 units after any kind of line break", () => {
  const code = "a\r\n😀b\rc\nd";
  // offsets: a0 \r1 \n2 😀3,4 b5 \r6 c7 \n8 d9
  expect([0, 3, 5, 7, 9].map((offset) => positionAt(code, offset))).toEqual([
    { line: 0, character: 0 },
    { line: 1, character: 0 },
    { line: 1, character: 2 },
    { line: 2, character: 0 },
    { line: 3, character: 0 },
  ]);
});

test("the smallest edit makes one text into the other and parts no character", () => {
  fc.assert(
    fc.property(text, text, text, text, (before, after, left, right) => {
      const [from, to] = [left + before + right, left + after + right];
      const nothing = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
      const { range, text: inserted } = smallestEdit(from, to) ?? { range: nothing, text: "" };
      const [start, end] = [offsetAt(from, range.start), offsetAt(from, range.end)];
      expect(from.slice(0, start) + inserted + from.slice(end)).toBe(to);
      expect(inserted.isWellFormed() && from.slice(start, end).isWellFormed()).toBe(true);
    }),
    { seed: 7, numRuns: 2_000 },
  );
});

test("an edit in a long text is as small as the change", () => {
  const edit = smallestEdit(
    "line\n".repeat(1_000),
    `${"line\n".repeat(500)}new\n${"line\n".repeat(500)}`,
  );
  expect(edit?.text.length).toBeLessThan(10);
});
