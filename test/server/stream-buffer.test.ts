import { expect, test } from "vitest";
import { StreamBuffer, type StreamText } from "../../kernel/server/outputs/stream-buffer.ts";

/** A buffer, and what it has sent. */
function open(): { readonly buffer: StreamBuffer; readonly sent: StreamText[] } {
  const sent: StreamText[] = [];
  return { buffer: new StreamBuffer((text) => sent.push(text)), sent };
}

test("ten million characters that come in one turn make four messages, the first ones small", () => {
  const { buffer, sent } = open();
  for (let piece = 0; piece < 200; piece++)
    buffer.write({ run: "a", name: "stdout", text: `${piece % 10}`.repeat(50_000) });
  buffer.flush();
  // 2^19 = 524,288: 11 pieces; 3 · 550,000: 33; 2^22 = 4,194,304 from 3 · 2,200,000 on: 84; the other 72
  expect(sent.map(({ text }) => text.length)).toEqual([550_000, 1_650_000, 4_200_000, 3_600_000]);
  const whole = sent.map(({ text }) => text).join("");
  expect(whole.slice(49_999, 50_001)).toBe("01");
});

test("text of another run or stream does not wait behind what is gathered", () => {
  const { buffer, sent } = open();
  buffer.write({ run: "a", name: "stdout", text: "1" });
  buffer.write({ run: "a", name: "stderr", text: "2" });
  buffer.write({ run: "b", name: "stderr", text: "3" });
  buffer.write({ run: "b", name: "stderr", text: "4" });
  buffer.flush();
  buffer.flush();
  expect(sent.map(({ run, name, text }) => `${run} ${name} ${text}`)).toEqual([
    "a stdout 1",
    "a stderr 2",
    "b stderr 34",
  ]);
});
