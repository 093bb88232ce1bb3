import { format } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { plainLine } from "../../../kernel/engine/run/plain-line.ts";

const primitive = fc.oneof(
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.constantFrom(
    "",
    "%",
    "%s %d",
    "100 %",
    "a\nb",
    "\u001b[1m",
    -0,
    0,
    NaN,
    -Infinity,
    1e21,
    1e-7,
  ),
  fc.double(),
  fc.integer(),
  fc.bigInt(),
  fc.boolean(),
  fc.constantFrom(null, undefined),
);

test("texts and numbers make the line that Node's own format makes", () => {
  let quick = 0;
  fc.assert(
    fc.property(fc.array(primitive, { maxLength: 5 }), (values) => {
      const line = plainLine(values);
      if (line === undefined) return; // left to Node
      quick += 1;
      expect(line).toBe(format(...values));
    }),
    { seed: 7, numRuns: 2000 },
  );
  expect(quick).toBeGreaterThan(1500);
});

test("patterns, objects, functions and symbols are left to Node", () => {
  const values: unknown[][] = [["%s", 1], ["%%", 2], [{}], ["a", []], [() => 1], [Symbol("s")]];
  expect(values.map(plainLine)).toEqual(values.map(() => undefined));
  expect(plainLine(["100 %"])).toBe("100 %"); // alone it is no pattern
});
