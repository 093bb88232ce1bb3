import { expect, test } from "vitest";
import { judgeCompleteness } from "../../../kernel/engine/language/is-complete.ts";

test.each([
  "const cA1 = 1",
  "function f1(){ return 1 }",
  "class K1 { x = 1 }",
  "`a\nb`",
  "",
  "// a note",
  "a\n  .b()",
  "<T>(x: T) => x",
  "const el = <div>text</div>",
  "@dec class A {}",
  "for await (const x of y) {}",
])("complete: %j", (code) => {
  expect(judgeCompleteness(code)).toEqual({ status: "complete" });
});

test.each([
  ["function f(){", "  "],
  ["const a = [1,", "  "],
  ["`abc", ""],
  ["`a ${1} b", ""],
  ["`a ${", "  "],
  ["/* open", ""],
  ["if (true) {\n  1", "  "],
  ["  if (x) {", "    "],
  ["1 +", ""],
  ["1 + // more to come", ""],
  ["x = await", ""],
  ["a ? b :", ""],
  ["a.", ""],
  ["function f()", ""],
  ["async () =>", ""],
  ["class A { @dec", "  "],
  ["@dec", ""],
  ["const el = <div>", ""],
  ["import { a", "  "],
  ["import { a } from", ""],
  ["foo(\n  [1, 2],", "  "],
])("incomplete: %j", (code, indent) => {
  expect(judgeCompleteness(code)).toEqual({ status: "incomplete", indent });
});

test.each(["let x = )", "const const = 1", "}", `"abc`, "/abc", "f(]", "else", "return 1", "}{"])(
  "invalid: %j",
  (code) => {
    expect(judgeCompleteness(code)).toEqual({ status: "invalid" });
  },
);
