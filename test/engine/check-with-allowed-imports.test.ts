import { expect, test } from "vitest";
import { createInlineEngine } from "../../kernel/engine/index.ts";
import { openEngine } from "../support/engine.ts";

test("in one process, a list of allowed imports does not keep the compiler from being found", async () => {
  const options = { typeCheck: true, allowedImports: ["convlab/check"], tsconfig: null };
  const notebook = openEngine(options, createInlineEngine);
  try {
    const wrong = await notebook.run("const y: string = 5;");
    expect(wrong).toMatchObject({
      status: "error",
      checked: true,
      error: { name: "TypeCheckError" },
    });
    expect(await notebook.run("const z: number = 5;")).toMatchObject({
      status: "ok",
      checked: true,
    });
    // the way that our own code takes is no way for a cell
    const asked = await notebook.run(`await import("typescript")`, { typeCheck: false });
    expect(asked.error?.message).toContain('may not use "typescript"');
  } finally {
    await notebook.close();
  }
});

test("a refused import names the rule first, then what may be imported", async () => {
  const options = { typeCheck: true, allowedImports: ["convlab/tensor"], tsconfig: null };
  const notebook = openEngine(options);
  try {
    const { traceback } = await notebook.run('import { conv2d } from "convlab/ops";');
    const lines = traceback.split("\n");
    expect(lines[0]).toBe('TypeCheckError: This lab does not allow "convlab/ops".');
    expect(lines.at(-1)).toBe(
      '  Its cells may import "convlab/tensor": what is missing is yours to write.',
    );
  } finally {
    await notebook.close();
  }
});
