import fc from "fast-check";
import { expect, test } from "vitest";
import { toCodePoints, toUtf16 } from "../../kernel/protocol/content/code-points.ts";

test("a cursor behind 𝒙 counts one code point and two UTF-16 units", () => {
  // a = 1 unit, 𝒙 = 2 units, b = 1 unit
  expect(toUtf16("a𝒙b", 2)).toBe(3);
  expect(toCodePoints("a𝒙b", 3)).toBe(2);
});

test("positions outside the text are clamped to it", () => {
  expect(toUtf16("alpha", 6)).toBe(5); // JupyterLab's documentation panel asks one past the end
  expect(toUtf16("𝒙", -1)).toBe(0);
  expect(toCodePoints("𝒙", 9)).toBe(1);
  expect(toCodePoints("𝒙", -3)).toBe(0);
});

test("an offset in the middle of a pair counts as before it", () => {
  expect(toCodePoints("a𝒙", 2)).toBe(1);
});

test("there and back is the same cursor for any text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.nat(40), (text, points) => {
      const clamped = Math.min(points, Array.from(text).length);
      expect(toCodePoints(text, toUtf16(text, points))).toBe(clamped);
      expect(Array.from(text.slice(0, toUtf16(text, points))).length).toBe(clamped);
    }),
    { seed: 7 },
  );
});
