// What surrounds a notebook: settings, packages, files.
import { expect, test } from "vitest";
import { openNotebook, runAll } from "../../support/notebook-language.ts";

const notAssignable = 2322;
const implicitAny = 7006;
const noModule = 2307;
const loosely = JSON.stringify({ compilerOptions: { strict: false, noImplicitAny: false } });

test("cells are checked strictly where no settings say otherwise", async () => {
  expect(await openNotebook().errors("function f(x) { return x }")).toEqual([implicitAny]);
});

test("a tsconfig.json near the notebook is honoured", async () => {
  const notebook = openNotebook({}, { "tsconfig.json": loosely });
  expect(await notebook.errors("function f(x) { return x }")).toEqual([]);
});

test("a tsconfig.json is left aside when the engine is told so", async () => {
  const notebook = openNotebook({ tsconfig: null }, { "tsconfig.json": loosely });
  expect(await notebook.errors("function f(x) { return x }")).toEqual([implicitAny]);
});

test("an edit of tsconfig.json is seen by the next check", async () => {
  const notebook = openNotebook({}, { "tsconfig.json": "{}" });
  expect(await notebook.errors("function f(x) { return x }")).toEqual([implicitAny]);
  notebook.write("tsconfig.json", loosely);
  expect(await notebook.errors("function f(x) { return x }")).toEqual([]);
});

test("settings that would break the notebook's documents do not", async () => {
  const compilerOptions = {
    module: "commonjs",
    isolatedDeclarations: true,
    declaration: true,
    verbatimModuleSyntax: true,
    noUnusedLocals: true,
    composite: true,
  };
  const notebook = openNotebook({}, { "tsconfig.json": JSON.stringify({ compilerOptions }) });
  await runAll(notebook, "export const a = [1].map((x) => x + 1)");
  expect(await notebook.errors("a[0] = 'text'")).toEqual([notAssignable]);
});

test("local files are imported with and without their ending, JSON too", async () => {
  const notebook = openNotebook(
    {},
    {
      "local.ts": "export function loc(x: number): string { return 'loc' + x }",
      "data.json": `{ "k": "value" }`,
    },
  );
  await runAll(
    notebook,
    `import { loc } from "./local"`,
    `import { loc as loc2 } from "./local.ts"; loc2(1).length; loc(2)`,
    `import data from "./data.json"; data.k.length`,
  );
  expect(await notebook.errors("loc('a')")).toEqual([2345]);
});

test("a changed local file is seen by the next check, also behind another file", async () => {
  const notebook = openNotebook(
    {},
    { "a.ts": `export { value } from "./b.ts"`, "b.ts": "export const value: number = 1" },
  );
  await runAll(notebook, `import { value } from "./a.ts"`);
  notebook.write("b.ts", "export const value: string = ''");
  expect(await notebook.errors("const n: number = value")).toEqual([notAssignable]);
});

test("a local file that was missing is found once it is written", async () => {
  const notebook = openNotebook();
  expect(await notebook.errors(`import { late } from "./late"`)).toEqual([noModule]);
  notebook.write("late.ts", "export const late = 1");
  expect(await notebook.errors(`import { late } from "./late"`)).toEqual([]);
});

const packages = {
  "package.json": `{ "dependencies": { "esm-only": "1.0.0" } }`,
  "node_modules/esm-only/package.json": `{ "name": "esm-only", "version": "1.0.0", "type": "module", "exports": { "types": "./index.d.ts", "default": "./index.js" } }`,
  "node_modules/esm-only/index.d.ts": "export declare const hiThere: () => string;\n",
  "node_modules/cjs-pkg/package.json": `{ "name": "cjs-pkg", "version": "1.0.0", "main": "index.js", "types": "index.d.ts" }`,
  "node_modules/cjs-pkg/index.d.ts": "declare const x: { hi(): string }; export = x;",
};

test("packages of the notebook's folder are known with their types", async () => {
  const notebook = openNotebook({}, packages);
  await runAll(
    notebook,
    `import { hiThere } from "esm-only"; hiThere().length`,
    `import cj from "cjs-pkg"; cj.hi().length`,
    `const dm = await import("esm-only"); dm.hiThere().length`,
  );
  expect(await notebook.errors("cj.ho()")).toEqual([2339]);
});

test("what a package of package.json exports is offered with its import", async () => {
  const { matches } = await openNotebook({}, packages).language.complete("hiT", 3);
  expect(matches).toEqual([
    { text: "hiThere", kind: "const", signature: `import { hiThere } from "esm-only"` },
  ]);
});

test("a package that is installed while the notebook is open is found", async () => {
  const notebook = openNotebook();
  expect(await notebook.errors(`import "late-package"; import x from "late-package"`)).toContain(
    noModule,
  );
  notebook.write(
    "node_modules/late-package/package.json",
    `{ "name": "late-package", "types": "i.d.ts" }`,
  );
  notebook.write("node_modules/late-package/i.d.ts", "declare const x: number; export default x;");
  expect(await notebook.errors(`import x from "late-package"; x.toFixed()`)).toEqual([]);
});

test("the common names of Node are known, and all of Node once a cell imports it", async () => {
  const notebook = openNotebook();
  await runAll(
    notebook,
    `console.table([1]); process.stdout.write("a"); setTimeout(() => {}, 1); performance.now()`,
    `Buffer.from("a").toString("hex"); new URL("http://a.b").searchParams.get("c"); structuredClone({})`,
    `const r = await fetch("x"); if (r.ok) (await r.json()).any; new TextEncoder().encode("a").length`,
    `require("fs").existsSync("/")`,
    `import { readFileSync } from "node:fs"; readFileSync("x", "utf8").length`,
    `import { join } from "path"; join("a").length; process.report; Buffer.from("a").swap16()`,
  );
  expect(await notebook.errors("readFileSync(1, 2, 3)")).toEqual([2554]);
});

test("the functions of the notebook are known", async () => {
  const notebook = openNotebook();
  await runAll(
    notebook,
    `display("a").update("b"); display.html("<b>b</b>", { id: "x" }); updateDisplay("x", 1)`,
    `clearOutput({ wait: true }); page("x"); const name: string = await input("name?", { password: true })`,
    `const answer: string | null = prompt("q"); const yes: boolean = confirm("sure?")`,
  );
  expect(await notebook.errors("clearOutput(1)")).toEqual([2559]);
});

test("a tsconfig.json that cannot be used is reported once, and again when it has changed", async () => {
  const broken = '{ "compilerOptions": {\n "strct": true, "strict": "yes" } }';
  const notebook = openNotebook({}, { "tsconfig.json": broken });
  const { notice, status } = await notebook.run("const n: number = 1");
  expect(status).toBe("clean");
  expect(notice).toMatch(/tsconfig\.json has mistakes/);
  expect(notice).toContain("tsconfig.json, line 2: TS5023: Unknown compiler option 'strct'.");
  expect(notice).toContain("TS5024");
  expect((await notebook.run("n")).notice).toBeUndefined();
  notebook.write("tsconfig.json", '{ "compilerOptions": { "strict": true }');
  expect((await notebook.run("n")).notice).toMatch(/TS1005: '}' expected/);
  notebook.write("tsconfig.json", '{ "compilerOptions": { "strict": true, "module": "node16" } }');
  expect((await notebook.run("n")).notice).toBeUndefined();
});
