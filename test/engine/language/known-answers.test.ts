// What the compiler has said is not asked again while it would say the same: never longer.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { compilersOf, statOf, whileCompilersStand } from "../../support/compilers.ts";
import { parseCell } from "../../../kernel/engine/parse.ts";
import { openNotebook, runAll, type TestNotebook } from "../../support/notebook-language.ts";
import { until, within } from "../../support/wait.ts";

const isLinux = process.platform === "linux";
const wrongArgument = 2345;
const missingMember = 2339;
const notAssignable = 2322;
const noModule = 2307;

/** The status of a check that must not need the compiler, which stands still meanwhile. */
function statusWithoutCompiler(notebook: TestNotebook, code: string): Promise<string> {
  return whileCompilersStand(async () => {
    const { status } = await within(notebook.run(code), 2_000, `the check of ${code}`);
    return status;
  });
}

test.runIf(isLinux)("a cell that runs again without a change is not asked about", async () => {
  const notebook = openNotebook();
  await runAll(notebook, "const k: number = 1", "k + 1");
  expect(await statusWithoutCompiler(notebook, "k + 1")).toBe("clean");
});

test.runIf(isLinux)("a cell that declares the same again is not asked about either", async () => {
  const notebook = openNotebook();
  await runAll(notebook, "const k: number = 1", "const k: number = 1");
  expect(await statusWithoutCompiler(notebook, "const k: number = 1")).toBe("clean");
});

test.runIf(isLinux)("the mistake of a cell that is run again is told again", async () => {
  const notebook = openNotebook();
  const code = "const n: number = 'text'";
  expect(await notebook.errors(code)).toEqual([notAssignable]);
  expect(await statusWithoutCompiler(notebook, code)).toBe("errors");
});

test.runIf(isLinux)(
  "a text that was checked while it was typed need not be when it runs",
  async () => {
    const notebook = openNotebook();
    expect(await notebook.language.diagnose("const typed = 1", [])).toEqual([]);
    expect(await statusWithoutCompiler(notebook, "const typed = 1")).toBe("clean");
  },
);

test("a name that the cells above declare is still unknown when the typed cell runs", async () => {
  const notebook = openNotebook();
  const [problem] = await notebook.language.diagnose("later + 1", ["const later = 1"]);
  expect(problem?.severity).toBe("hint");
  expect(await notebook.errors("later + 1")).toEqual([2304]);
});

test("a cell is checked anew when a name that it uses has another type", async () => {
  const notebook = openNotebook();
  await runAll(notebook, "let k = 1", "k.toFixed()", "let k = 'text'");
  expect(await notebook.errors("k.toFixed()")).toEqual([2551]);
  await runAll(notebook, "let k = 2", "k.toFixed()");
});

test("a cell is checked anew when what a function calls has changed", async () => {
  const notebook = openNotebook();
  await runAll(notebook, "type N = number", "function f(n: N) { return n }", "f(1)");
  await runAll(notebook, "type N = string");
  expect(await notebook.errors("f(1)")).toEqual([wrongArgument]);
});

test("a misspelt name is told the name that has come since", async () => {
  const notebook = openNotebook();
  expect(await notebook.errors("losse.length")).toEqual([2304]);
  await runAll(notebook, "const losses = [1]");
  expect(await notebook.errors("losse.length")).toEqual([2552]);
});

test("a cell is checked anew when a file that it imports has changed", async () => {
  const notebook = openNotebook({}, { "local.ts": "export const v: number = 1" });
  const code = `import { v } from "./local"; v.toFixed()`;
  await runAll(notebook, code, code);
  notebook.write("local.ts", "export const v: string[] = []");
  expect(await notebook.errors(code)).toEqual([missingMember]);
});

test("a cell is checked anew when a file that an earlier cell imports has changed", async () => {
  const notebook = openNotebook({}, { "local.ts": "export const v: number = 1" });
  await runAll(notebook, `import { v } from "./local"`, "v.toFixed()");
  notebook.write("local.ts", "export const v: string[] = []");
  expect(await notebook.errors("v.toFixed()")).toEqual([missingMember]);
});

test("a cell is checked anew when the settings have changed", async () => {
  const notebook = openNotebook({}, { "tsconfig.json": "{}" });
  expect(await notebook.errors("function f(x) { return x }")).toEqual([7006]);
  notebook.write("tsconfig.json", JSON.stringify({ compilerOptions: { noImplicitAny: false } }));
  expect(await notebook.errors("function f(x) { return x }")).toEqual([]);
});

test("a package that was installed since is found", async () => {
  const notebook = openNotebook();
  const code = `import { made } from "late-package"; made.toFixed()`;
  expect(await notebook.errors(code)).toEqual([noModule]);
  mkdirSync(join(notebook.directory, "node_modules"));
  notebook.write("node_modules/late-package/package.json", `{ "types": "index.d.ts" }`);
  notebook.write("node_modules/late-package/index.d.ts", "export const made: number");
  expect(await notebook.errors(code)).toEqual([]);
});

test("Node's own declarations count from the cell on that imports them", async () => {
  const notebook = openNotebook();
  const code = "process.report.compact.valueOf()";
  expect(await notebook.errors(code)).not.toEqual([]);
  await runAll(notebook, `import { cpus } from "node:os"`);
  expect(await notebook.errors(code)).toEqual([]);
});

test("what a cell with tags declares for all is seen by a plain one, and is not once it is gone", async () => {
  const notebook = openNotebook();
  const plain = "[1].ours()";
  const tags = "declare global { interface Array<T> { ours(): T } }\nconst box = [<b />];";
  const alone = await notebook.errors(plain);
  await notebook.errors(tags);
  const beside = await notebook.errors(plain);
  await notebook.errors("const other = <i />;");
  expect([alone, beside, await notebook.errors(plain)]).toEqual([
    [missingMember],
    [],
    [missingMember],
  ]);
});

test.runIf(isLinux)("a compiler that was started anew is asked anew", async () => {
  const notebook = openNotebook();
  await runAll(notebook, "1 + 1");
  const old = compilersOf(process.pid);
  for (const pid of old) process.kill(pid, "SIGKILL");
  await until(() => old.every((pid) => statOf(pid) === undefined), 10_000, "the compiler's end");
  await runAll(notebook, "1 + 1");
  const now = compilersOf(process.pid);
  expect([old.length, now.length, now.includes(old[0] ?? 0)]).toEqual([1, 1, false]);
});

test("in any order of cells, what is known is what the compiler would say, and members are those of now", async () => {
  const cells = [
    "let v: number = 1",
    "let v = 'text'",
    "const v = { one: 1, two: [2] }",
    "type T = number; interface Box { value: T }",
    "type T = string",
    "class Box { value = 1; static made = 2 }",
    "function f(a: T): Box { return { value: a } as Box }",
    "function f() { return v }",
    "const box = f(1 as never); const list = []; list.push(box)",
    "declare global { interface Array<T> { ours: T } }",
    "const tag = <b>{v}</b>;",
  ];
  const uses = "v.toFixed()|v.one|box.value|f(1).value + 1|[1].ours|list.at(0).value".split("|");
  const cell = fc.constantFrom(...cells);
  const asked = fc.constantFrom(...cells, ...uses);
  const object = fc.constantFrom("v", "box", "Box", "f", "list");
  const steps = fc.array(fc.tuple(cell, asked, asked, object), { minLength: 15, maxLength: 25 });
  let count = 0; // a remark with a new number makes a text another one, which the compiler is asked about
  const property = fc.asyncProperty(steps, async (all) => {
    const notebook = openNotebook();
    for (const [run, one, other, name] of all) {
      await notebook.run(run);
      for (const code of [one, other, run]) {
        const known = await codesOf(notebook, code);
        expect([code, known]).toEqual([code, await codesOf(notebook, `${code}\n// ${count++}`)]);
      }
      const alone = await notebook.offers(`const z = 1;\n${name}.|`);
      const whole = await notebook.offers(`const z = ${count++};\n${name}.|\n// ${name}`);
      expect([name, alone]).toEqual([name, whole]);
    }
  });
  await fc.assert(property, { seed: 5, numRuns: 5 });
});

async function codesOf({ language }: TestNotebook, code: string): Promise<number[]> {
  return (await language.check(parseCell(code))).problems.map((problem) => problem.code);
}
