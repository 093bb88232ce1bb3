// A question about a name that nothing else in the text can touch is asked without the rest of the text: nobody may see a
// difference but in time.
import { expect, test } from "vitest";
import { focusOnName, focusOnObject } from "../../../kernel/engine/language/focus.ts";
import { whileCompilersStand } from "../../support/compilers.ts";
import { openNotebook, runAll, type TestNotebook } from "../../support/notebook-language.ts";
import { within } from "../../support/wait.ts";

/** What is asked about in place of a text with `|` at the cursor; undefined: the whole text. */
function objectFocus(text: string): string | undefined {
  const cursor = text.indexOf("|");
  const code = text.replace("|", "");
  const typed = /\w*$/.exec(code.slice(0, cursor))?.[0] ?? "";
  return focusOnObject(code, cursor - typed.length, cursor)?.draft.code;
}

function nameFocus(text: string): string | undefined {
  const start = text.indexOf("|");
  const code = text.replace("|", "");
  const name = /^\w+/.exec(code.slice(start))?.[0] ?? "";
  return focusOnName(code, { start, name })?.draft.code;
}

test("a member of an object that is mentioned once is asked about alone", () => {
  expect(objectFocus("const z = 1;\nMath.|")).toBe("Math.");
  expect(objectFocus("const z = 1;\nMath.fl|oor(z)")).toBe("Math.");
  expect(objectFocus("for (const z of [1]) { print(z, user.beta.g|) }")).toBe("user.beta.");
  expect(objectFocus("async function f() { g(user.|) }")).toBe("user.");
});

test("inside of a function that cannot wait it stays inside of one", () => {
  expect(objectFocus("function f() { return user.| }")).toBe("() => user.");
  expect(objectFocus("async function f() { return [1].map((n) => user.|) }")).toBe("() => user.");
});

test.each([
  ["narrowed", "if (typeof user === 'string') user.|"],
  ["assigned to", "user = 5;\nuser.|"],
  ["a parameter", "function f(user) { user.| }"],
  ["declared here", "const user = 1; user.|"],
  ["in a comment", "// user.|"],
  ["in a text", "const a = 'user.|'"],
  ["in a type", "let x: user.|"],
  ["what a call gives", "f().user.|"],
  ["of a chain that may end early", "user?.beta.|"],
  ["reached by an optional dot", "user?.|"],
  ["typed in a class", "class C { m() { user.| } }"],
  ["typed beside an import", "import 'side-effect'; user.|"],
  ["typed beside a declaration for all", "declare global { interface Array<T> { x: T } } user.|"],
  ["typed beside a type", "type T = 1; user.|"],
  ["typed in a tag", "const a = <b>{user.|}</b>"],
  ["typed in a text that cannot be read", "const a = ; user.|"],
  ["written with an escape elsewhere", "\\u0075ser = 1; user.|"],
])("an object that is %s is asked about with its text", (_, text) => {
  expect(objectFocus(text)).toBeUndefined();
});

test("a name that stands for itself is asked about alone, others are not", () => {
  expect(nameFocus("const z = 1;\n|user")).toBe("user");
  expect(nameFocus("|user.alpha + 1")).toBe("user");
  const whole = ["|user(1)", "new |user()", "let x: |user", "[|user]", "a.|user", "|user; user"];
  expect(whole.map(nameFocus)).toEqual(whole.map(() => undefined));
});

const cells = `
type Shape = { kind: "round", radius: number } | { kind: "flat", side: number };
declare let shape: Shape; declare let text: string | undefined; declare const later: Promise<string>;
const user = { alpha: 1, beta: { gamma: 2 }, method(a: number): number { return a } };
class Counter { private hidden = 1; static made = 2; count = 3 } const counter = new Counter();
enum Colour { Red, Green } namespace Space { export const inner = 1; export type T = 2 }
function over(a: number): number; function over(a: string): string; function over(a: any) { return a }
/** Adds. */ const add = (a: number, b: number) => a + b;`;

async function withNames(): Promise<TestNotebook> {
  const notebook = openNotebook();
  await runAll(notebook, cells);
  return notebook;
}

/** The same text with a remark behind it that mentions the name, so that all of it is asked about. */
function asWhole(text: string, name: string): string {
  return `${text}\n// ${name}`;
}

test("members that are asked about alone are those that the whole text would offer", async () => {
  const notebook = await withNames();
  const objects =
    "user user.beta shape text later counter Counter Colour Space over add Math Array JSON process";
  for (const object of objects.split(" ")) {
    for (const around of ["X", "const z = 1;\nX", "function f() { return X }", "if (X) { 1 }"]) {
      const text = around.replace("X", `${object}.|`);
      expect(objectFocus(text), text).toBeDefined();
      const whole = asWhole(text, object.split(".")[0] ?? "");
      expect([text, await notebook.offers(text)]).toEqual([text, await notebook.offers(whole)]);
    }
  }
});

test("a name that is asked about alone is explained as in the whole text", async () => {
  const notebook = await withNames();
  for (const name of [
    "user",
    "shape",
    "text",
    "Counter",
    "Colour",
    "over",
    "add",
    "Math",
    "Shape",
  ]) {
    for (const text of [name, `const z = 1;\n${name}`, `${name}.x`]) {
      const cursor = text.indexOf(name) + 1;
      const alone = await notebook.language.inspect(text, cursor, 1);
      const whole = await notebook.language.inspect(asWhole(text, name), cursor, 1);
      expect([text, alone]).toEqual([text, whole]);
    }
  }
});

test("narrowed values offer the members of what they are there", async () => {
  const notebook = await withNames();
  expect(await notebook.offers("if (shape.kind === 'round') shape.|")).toEqual(["kind", "radius"]);
  expect(await notebook.offers("shape.|")).toEqual(["kind"]);
});

test("members follow what later cells make of the name", async () => {
  const notebook = openNotebook();
  await runAll(notebook, "let value = { one: 1 }");
  expect(await notebook.offers("value.|")).toEqual(["one"]);
  await runAll(notebook, "let value = { two: 2 }");
  expect(await notebook.offers("value.|")).toEqual(["two"]);
  expect((await notebook.language.inspect("value", 2, 0))?.data["text/plain"]).toContain("two");
});

test("members follow a file beside the notebook", async () => {
  const notebook = openNotebook({}, { "local.ts": "export const value = { one: 1 }" });
  await runAll(notebook, `import { value } from "./local"`);
  expect(await notebook.offers("value.|")).toEqual(["one"]);
  notebook.write("local.ts", "export const value = { another: 2 }");
  expect(await notebook.offers("value.|")).toEqual(["another"]);
});

test.runIf(process.platform === "linux")(
  "the members of an object are asked for once, whatever stands before it",
  async () => {
    const notebook = await withNames();
    await notebook.offers("Math.|");
    await notebook.language.inspect("user", 1, 0);
    await whileCompilersStand(async () => {
      const offers = within(notebook.offers("const z = [1, 2];\nMath.fl|"), 1_000, "members");
      expect(await offers).toEqual(["floor"]);
      const asked = notebook.language.inspect("const z = 3;\nuser", 14, 0);
      expect((await within(asked, 1_000, "a name"))?.data["text/plain"]).toContain("gamma");
    });
  },
);
