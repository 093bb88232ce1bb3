import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { installation } from "../../kernel/engine/installation.ts";
import { openEngine, type TestEngine } from "../support/engine.ts";

let notebook: TestEngine;
beforeAll(() => {
  notebook = openEngine({ allowedImports: ["convlab/tensor", "ndarray"] });
  const local = (name: string, text: string): void =>
    writeFileSync(join(notebook.directory, name), text);
  local("fine.ts", "import { zeros } from 'convlab/tensor'; export const made = zeros([2]).shape");
  local("smuggler.ts", "export { conv2d } from 'convlab/ops'");
  local("deeper.ts", "export * from './smuggler.ts'");
  local("reader.cjs", "module.exports = require('node:fs')");
});
afterAll(() => notebook.close());

const ops = pathToFileURL(join(installation, "dist", "convlab", "ops.js")).href;

const dodges: Record<string, string> = {
  "a static import": "import { conv2d } from 'convlab/ops'",
  "a namespace import": "import * as all from 'convlab/ops'",
  "a re-export": "export * from 'convlab/ops'",
  "an import for its effect": "import 'convlab/ops'",
  "a dynamic import": "await import('convlab/ops')",
  "a name put together": "await import('convlab/' + 'ops')",
  "the helpers' front door": "await import('convlab')",
  "the file's URL": `await import(${JSON.stringify(ops)})`,
  "the file's path": `await import(${JSON.stringify(join(installation, "dist", "convlab", "ops.js"))})`,
  "a package by its path": `await import(${JSON.stringify(join(installation, "node_modules", "ajv", "dist", "ajv.js"))})`,
  "another package": "await import('ajv')",
  eval: "await eval(\"import('convlab/ops')\")",
  "indirect eval": "await (0, eval)(\"import('convlab/ops')\")",
  "new Function": "await new Function(\"return import('convlab/ops')\")()",
  "a constructor out of a function":
    "await (async () => {}).constructor(\"return await import('convlab/ops')\")()",
  "a local file": "await import('./smuggler.ts')",
  "a local file of a local file": "await import('./deeper.ts')",
  "a data URL": "await import('data:text/javascript,export * from \"convlab/ops\"')",
  "node:fs": "await import('node:fs')",
  fs: "await import('fs')",
  require: "require('fs')",
  "require of a helper": "require('convlab/ops')",
  createRequire: "(await import('node:module')).createRequire(import.meta.url)('fs')",
  "CommonJS beside the notebook": "await import('./reader.cjs')",
  "process.getBuiltinModule": "process.getBuiltinModule('fs')",
  "process.binding": "process.binding('fs')",
  "a timer's string":
    "await new Promise((_, no) => setTimeout(() => import('convlab/ops').catch(no)))",
};

for (const [way, code] of Object.entries(dodges))
  test(`what is not on the list is refused: ${way}`, async () => {
    const ran = await notebook.run(code);
    expect(ran.status).toBe("error");
    expect(ran.traceback).toMatch(/may not use/u);
    expect(ran.traceback).toMatch(/"convlab\/tensor", "ndarray"|convlab\/tensor/u);
  });

test("what is on the list is imported, by cells and by local files", async () => {
  expect(
    (await notebook.run("import { zeros } from 'convlab/tensor'; zeros([2, 1]).shape")).text,
  ).toBe("[ 2, 1 ]");
  expect((await notebook.run("import nd from 'ndarray'; typeof nd")).text).toBe("'function'");
  expect((await notebook.run("import { made } from './fine.ts'; made")).text).toBe("[ 2 ]");
});

test("the refusal is a course error with a code, which a program can read", async () => {
  const ran = await notebook.run(
    "let code1; try { await import('convlab/ops') } catch (e) { code1 = e.code }; code1",
  );
  expect(ran.text).toBe("'IMPORT_NOT_ALLOWED'");
});

test("without a list nothing is refused", async () => {
  const free = openEngine();
  try {
    expect(
      (await free.run("import fs from 'node:fs'; typeof process.getBuiltinModule('fs').existsSync"))
        .text,
    ).toBe("'function'");
  } finally {
    await free.close();
  }
});
