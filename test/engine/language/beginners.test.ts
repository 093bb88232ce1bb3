// What a beginner reads about the mistakes that beginners make: the place, the compiler's number, and the words.
import { expect, test } from "vitest";
import { parseCell } from "../../../kernel/engine/parse.ts";
import { describeSyntax } from "../../../kernel/engine/syntax/describe.ts";
import { openNotebook, runAll } from "../../support/notebook-language.ts";

const before = [
  'import { zeros, type Tensor } from "convlab/tensor"; const image = zeros([4, 4]);',
  "async function load(): Promise<number[]> { return [1]; } let count = 1; let names: string[] = [];",
  "interface Options { readonly rate: number } const options: Options = { rate: 1 };",
  "class Net { #secret = 1; private hidden = 2; train(epochs: number) {} } const net = new Net();",
];

/** Mistake → `LINE:COLUMN` of the underlined text, TypeScript's number (below 1000: our own rule), words of the mend. */
const mistakes: readonly (readonly [code: string, place: string, number: number, words: string])[] =
  [
    ["const d = load();\nd.length", "2:3", 2339, "write `await`"],
    ["const d = load();\nd[0]", "2:1", 7053, "write `await`"],
    ["load() + 1", "1:1", 2365, "write `await`"],
    ["for (const x of load()) {}", "1:17", 2488, "write `await`"],
    ["if (load()) {}", "1:5", 2801, "write `await`"],
    ["if (count = 1) {}", "1:5", 2, "to compare, write `===`"],
    ["while (count = 0) {}", "1:8", 2, "to compare, write `===`"],
    ['count == "1"', "1:1", 2367, "never be equal"],
    ["switch (count) { case 'a': }", "1:23", 2678, "the value is a `number`"],
    ["options.rate = 2", "1:9", 2540, "`rate` is read-only"],
    ["Net()", "1:1", 2348, "`new Net(…)`"],
    ["net.hidden", "1:5", 2341, "`hidden` is private"],
    ["net.#secret", "1:5", 18013, "`#secret` is private"],
    ["image + 1", "1:1", 2365, "does not work on tensors"],
    ["image.length", "1:7", 2339, "`t.shape` lists its sizes"],
    ["print(count)", "1:1", 2304, "`console.log(…)`"],
    ["let a: int = 1", "1:8", 2304, "here it is `number`"],
    ["True", "1:1", 2304, "here it is `true`"],
    ["let s: String = 'a';\nlet t: string = s", "2:5", 2322, "`string`, not `String`"],
    ["x: number = 5", "1:4", 2693, "write `let` or `const`"],
    ["null.x", "1:1", 18050, "is no object"],
    ["this.x", "1:1", 2532, "`this` means nothing"],
    ["break", "1:1", 1105, "inside loops"],
    ["const [a, b] = 5", "1:7", 2488, "A list is needed"],
    ["function f() {}\nconst f = 1", "1:10", 2300, "declared twice"],
    ['import zeros2 from "convlab/tensor"', "1:8", 3, "in braces"],
    ['const p: "valid" | "same" = "sam"', "1:7", 2820, 'did you mean `"same"`'],
    ["const bad = { missing }", "1:15", 18004, "there is none"],
    ["class B { x: number }", "1:11", 2564, "has no value when the object is made"],
    ["for (i = 0; i < 3; i++) {}", "1:6", 2304, "write `let i = …`"],
    ["const k = int('3')", "1:11", 2304, "`Math.trunc(…)`, or `Number(…)` for a text"],
    ["str(count)", "1:1", 2304, "here it is `String(…)`"],
    ["enumerate(names)", "1:1", 2304, "of list.entries())`"],
    ["names.append('x')", "1:7", 2339, "here it is `list.push(item)`"],
    ["'a'.upper()", "1:5", 2339, "here it is `text.toUpperCase()`"],
    ["({ a: 1 }).items()", "1:12", 2339, "`Object.entries(object)`"],
    ["image.sum()", "1:7", 2339, "a function of convlab/tensor: `sum(t)`"],
    ["const o = { a: 1 };\no['b']", "2:1", 7053, "has no property `b`"],
    ["names[-1]", "1:1", 4, "`names.at(-1)`"],
    ["function f(xs: number[]) { return xs[-2] }", "1:35", 4, "`xs.at(-2)`"],
    ["for (const k in names) {}", "1:6", 5, "`for (const k of names)`"],
    ["if (count => 3) {}", "1:5", 6, "greater or equal is `>=`"],
    ["count =+ 2", "1:1", 7, "write `count += …`"],
  ];

test.each(mistakes)("%j is explained at its place", async (code, place, number, words) => {
  const notebook = openNotebook();
  await runAll(notebook, ...before);
  const { problems } = await notebook.language.check(parseCell(code));
  const found = problems.find((problem) => problem.code === number);
  expect(problems.map((problem) => problem.code)).toContain(number);
  expect(`${found?.line}:${found?.column}`).toBe(place);
  expect(number < 1000 ? found?.message : found?.help).toContain(words);
});

test("what follows from another mistake is not told besides", async () => {
  const notebook = openNotebook();
  await runAll(notebook, ...before);
  expect(await notebook.errors("names.foreach((name) => name)")).toEqual([2551]);
  expect(await notebook.errors("names.foreach((n) => n); (m) => m")).toEqual([2551, 7006]);
});

test.each([
  "if ((count = 1)) count = 2",
  "let line: number | undefined; while (line = names.pop()?.length) {}",
  "for (let i = 0; i < 3; i = i + 1) {}",
  "const pick = count === 1 ? (count = 3) : 0",
  "count = -2",
  "const table: Record<number, number> = { [-1]: 2 }; table[-1]",
  "for (const key in options) key.length",
  "const t = { '-1': 3 }; for (const k in t) k",
  "names.filter((name) => name === '')",
])("what is meant is left alone: %j", async (code) => {
  const notebook = openNotebook();
  await runAll(notebook, ...before);
  expect(await notebook.errors(code)).toEqual([]);
});

/** Fault → the text that is marked, and words of the mend. */
const faults: readonly (readonly [code: string, marked: string, words: string])[] = [
  ["add(1, [2, 3]", "(", "The `(` here is never closed: add the `)`"],
  ["const o = { a: (1), b: 2", "{", "never closed: add the `}`"],
  ["`abc ${count", "${", "never closed: add the `}`"],
  ["`abc", "`", "never closed: add the ```"],
  ["x;\n`abc ${count} d", "`", "never closed: add the ```"],
  ["'it", "'it", "no closing `'`"],
  ['const s = "abc\nd', '"abc', 'no closing `"`'],
  ["function k() { return '}' // }", "{", "add the `}`"],
  ["if (count > 1 { }", "{", "A `)` is missing"],
  ["if count > 1 { }", "count", "`if (…) { … }`"],
  ["for (let i = 0, i < 3; i++) {}", "<", "three parts with semicolons"],
  ["for (let i = 0; i < 3, i++) {}", ")", "three parts with semicolons"],
  ["const x = ;", ";", "missing before `;`: a value"],
  ["x = 1)", ")", "closes nothing"],
  ["let 1x = 2", "", "cannot begin with a digit"],
  ["const class = 1", "class", "cannot be a name"],
  ["const y", "y", "needs its value at once"],
  ["console.log('a' 'b')", "'b'", "put a comma"],
  ["const p = { a: 1; b: 2 }", ";", "separated by commas"],
  ["x =", "", "ends too early"],
  ["else { }", "else", "belongs to the `if`"],
  ["retrun 5", "retrun", "did you mean `return`"],
  ["functoin f() {}", "functoin", "did you mean `function`"],
  ["a = 1\ncosnt z = 1", "cosnt", "did you mean `const`"],
  ["def f(x):\n  return x", "def", "begins with `function`"],
  ["for i in range(3):", "for", "A loop that counts"],
  ["if x > 1:", "if", "in round brackets"],
  ["import numpy as np", "import", "`import * as name"],
  ["from 'convlab/ops' import conv2d", "from", "names what it takes first"],
  ["function f() { await 1 }", "await", "put `async` before"],
  ["return 5", "return", "as the last line"],
  ["f() = 3", "f()", "To compare, write `===`"],
  ["const f = function (x: number) => x", "=>", "do not go together"],
  ["let t = true ? 1", "", "needs both values"],
  ["“abc”", "“", "printer's quotation mark"],
  ["const d = 3,5", "5", "with a point"],
  ["/* open", "/* open", "add `*/`"],
  ["let x y", "", "missing between these two"],
  ["const b = True and False", "and", "written `&&`"],
  ["while (a or b) {}", "or", "written `||`"],
  ["if (not a) {}", "not", "written `!`"],
  ["x = not y", "not", "written `!`"],
  ["x is None", "is", "written `===`"],
  ['f"hello {x}"', '"', "in backquotes: `hello ${name}`"],
  ["# a comment\n1 + 1", "#", "begins with `//`"],
  ["x = 3 # comment", "#", "begins with `//`"],
  ["#comment", "#comment", "begins with `//`"],
  ["[v * v for v in xs]", "for", "`list.map((item) => …)`"],
  ["xs[1:3]", ":", "`list.slice(1, 3)`"],
  ["y = xs[:-1]", ":", "`list.slice(1, 3)`"],
  ["if (x == 3):\n  y", ":", "without a colon"],
  ["if (x) {} else:\n y", ":", "without a colon"],
  ["for v in xs:", "for", "`for (const item of list) { … }`"],
  ["x = 5 if a else 6", "if", "`condition ? a : b`"],
  ['print "hello"', '"', "`console.log(…)`"],
  ["if (x =< 3) {}", "3", "written `<=`"],
  ["x -> x", ">", "written `=>`"],
  ["class A(B) {}", "(", "`class A extends B { … }`"],
  ["console.log('it's')", "s", "in double quotes"],
  ["5.toFixed(2)", "toFixed", "`(5).toFixed(2)`"],
  ["x = {1, 2}", ",", "`{ name: value }`"],
  ['"""doc"""', '"', "between `/*` and `*/`"],
];

test.each(faults)("the fault of %j is marked and explained", (code, marked, words) => {
  const fault = describeSyntax(parseCell(code));
  expect(fault.message).toContain(words);
  expect(marked || code.slice(fault.start, fault.end)).toBe(code.slice(fault.start, fault.end));
});

test("a fault that has no words of ours is told in the parser's, with its mend", () => {
  const { message } = describeSyntax(parseCell("[".repeat(2000)));
  expect(message).toBe(
    "Brackets are nested more than 1000 deep here. Close some of them, or keep the data in a file and read it.",
  );
});
