// What is kept of what was used last.
import { expect, test } from "vitest";
import { parseCell } from "../../kernel/engine/parse.ts";
import { Recent } from "../../kernel/engine/recent.ts";

test("the value that was not used for longest goes first", () => {
  const recent = new Recent<number>(2, 100);
  recent.set("a", 1, 1);
  recent.set("b", 2, 1);
  recent.get("a");
  recent.set("c", 3, 1);
  expect(["a", "b", "c"].map((text) => recent.get(text))).toEqual([1, undefined, 3]);
});

test("as many old values go as a large one needs room", () => {
  const recent = new Recent<number>(10, 10);
  for (const text of ["a", "b", "c"]) recent.set(text, 0, 3); // 9 of 10
  recent.set("d", 1, 5); // 14: a and b go, 8 stay
  expect(["a", "b", "c", "d"].map((text) => recent.get(text))).toEqual([
    undefined,
    undefined,
    0,
    1,
  ]);
});

test("a value of more than the whole size is not kept, nor the one before it", () => {
  const recent = new Recent<number>(10, 10);
  recent.set("a", 1, 2);
  recent.set("a", 2, 11);
  expect(recent.get("a")).toBeUndefined();
  recent.set("b", 3, 10); // the size of what went counts no more
  expect(recent.get("b")).toBe(3);
});

test("a text that is read again is another cell of the same tree", () => {
  const [one, two] = [parseCell("const again = 1"), parseCell("const again = 1")];
  expect(one).not.toBe(two);
  expect(one.program).toBe(two.program);
  expect(parseCell("%%js\nlet a: = 1").isPlain).toBe(parseCell("%%js\nlet a: = 1").isPlain);
});
