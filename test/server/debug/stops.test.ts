// Breakpoints, steps and stacks: a real kernel, asked over control as JupyterLab asks.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { debugged } from "../../support/debugged.ts";

describe("a breakpoint", () => {
  test("that was set before the cell runs stops it on its TypeScript line", async () => {
    const { kernel, client, page } = await debugged();
    await using _ = kernel;
    const code = [
      "interface Point { x: number; y: number }",
      "const point: Point = { x: 1, y: 2 };",
      "",
      "const sum: number = point.x + point.y;",
      "sum as number",
    ].join("\n");
    expect(await page.breakAt(code, 4)).toEqual([4]);
    const cell = await client.start(code);
    const [frame] = await page.stopped();
    expect(frame).toMatchObject({ name: "(top level)", line: 4 });
    const { sourcePath } = await page.ask<{ sourcePath: string }>("dumpCell", { code });
    expect(frame?.path).toBe(sourcePath);
    await page.go("continue");
    const { reply, messages } = await client.outcome(cell);
    expect(reply).toMatchObject({ status: "ok" });
    const result = messages.find(({ type }) => type === "execute_result");
    expect(result?.content["data"]).toEqual({ "text/plain": "3" });
  });

  test("on a blank line, a comment or an interface moves to the next line with code", async () => {
    const { kernel, page } = await debugged();
    await using _ = kernel;
    const code =
      "interface A { x: number }\n\n// note\nconst a = 1;\nfunction f() {\n\n  return a;\n}\n";
    expect(await page.breakAt(code, 1)).toEqual([4]);
    expect(await page.breakAt(code, 2)).toEqual([4]);
    expect(await page.breakAt(code, 3)).toEqual([4]);
    expect(await page.breakAt(code, 6)).toEqual([7]);
    expect(await page.breakAt(code, 9)).toEqual([]);
  });

  test("in a function of an earlier cell stops a later cell, set before or after that cell ran", async () => {
    const code =
      "function twice(n: number): number {\n  const result = n * 2;\n  return result;\n}";
    const { kernel, client, page } = await debugged([code]);
    await using _ = kernel;
    await page.breakAt(code, 3);
    const cell = await client.start("let answer = 1;\nanswer = twice(21);");
    const frames = await page.stopped();
    expect(frames.map(({ name, line }) => [name, line])).toEqual([
      ["twice", 3],
      ["(top level)", 2],
    ]);
    const locals = await page.scope("Locals");
    expect(locals.get("n")).toMatchObject({ value: "21", type: "number" });
    expect(locals.get("result")).toMatchObject({ value: "42" });
    await page.go("continue");
    expect((await client.outcome(cell)).reply).toMatchObject({ status: "ok" });
  });

  test("of an edited cell: the new text stops, the old text's breakpoints do no harm", async () => {
    const { kernel, client, page } = await debugged();
    await using _ = kernel;
    await page.breakAt("let a = 1;\na += 1;", 2);
    const edited = "let a = 1;\n// now with a comment\na += 1;\na";
    expect(await page.breakAt(edited, 3)).toEqual([3]);
    const cell = await client.start(edited);
    expect((await page.stopped())[0]).toMatchObject({ line: 3 });
    await page.go("continue");
    await client.outcome(cell);
  });

  test("with a condition in TypeScript stops only where it holds", async () => {
    const { kernel, client, page } = await debugged();
    await using _ = kernel;
    const code = "let total = 0;\nfor (let i = 0; i < 10; i++) {\n  total += i;\n}\ntotal";
    await page.breakAt(code, { line: 3, condition: "(i as number) === 7" });
    const cell = await client.start(code);
    await page.stopped();
    expect((await page.scope("Locals")).get("i")).toMatchObject({ value: "7" });
    // 0 + 1 + 2 + 3 + 4 + 5 + 6 = 21
    expect((await page.scope("Notebook")).get("total")).toMatchObject({ value: "21" });
    await page.go("continue");
    expect((await client.outcome(cell)).reply).toMatchObject({ status: "ok" });
  });

  test("with a log message prints it below the cell and never stops", async () => {
    const { kernel, client, page } = await debugged();
    await using _ = kernel;
    const code = "let total = 0;\nfor (const i of [1, 2]) {\n  total += i;\n}";
    await page.breakAt(code, { line: 3, logMessage: "i is {i}, total {total * 10}" });
    expect((await client.execute(code)).stdout).toBe("i is 1, total 0\ni is 2, total 10\n");
  });

  test("stops in an async function, after an await and at the top of a cell that awaits", async () => {
    const { kernel, client, page } = await debugged();
    await using _ = kernel;
    const code = [
      "async function load(n: number): Promise<number> {",
      "  await null;",
      "  const loaded = n + 1;",
      "  return loaded;",
      "}",
      "const first = await load(1);",
      "const second = first * 10;",
      "second",
    ].join("\n");
    await page.breakAt(code, 3, 7);
    const cell = await client.start(code);
    const frames = await page.stopped();
    expect(frames[0]).toMatchObject({ name: "load", line: 3 });
    // the cell waits for it: its line is known though it is not on the stack
    expect(frames.at(-1)).toMatchObject({ name: "(top level)", line: 6 });
    await page.go("continue");
    expect((await page.stopped())[0]).toMatchObject({ name: "(top level)", line: 7 });
    expect((await page.scope("Notebook")).get("first")).toMatchObject({ value: "2" });
    await page.go("continue");
    expect((await client.outcome(cell)).reply).toMatchObject({ status: "ok" });
  });

  test("removed does not stop any more", async () => {
    const { kernel, client, page } = await debugged();
    await using _ = kernel;
    const code = "function f(n: number) {\n  return n + 1;\n}\nf(1)";
    await page.breakAt(code, 2);
    const cell = await client.start(code);
    await page.stopped();
    await page.breakAt(code);
    await page.go("continue");
    await client.outcome(cell);
    expect((await client.execute("f(2)")).reply).toMatchObject({ status: "ok" });
  });
});

describe("steps", () => {
  const code = [
    "function square(n: number): number {",
    "  const result = n * n;",
    "  return result;",
    "}",
    "let total = 0;",
    "total = square(3);",
    "console.log(total);",
    "total += 1;",
  ].join("\n");

  test("over, into and out follow the TypeScript lines, and never show the engine", async () => {
    const { kernel, client, page } = await debugged();
    await using _ = kernel;
    await page.breakAt(code, 5);
    const cell = await client.start(code);
    const seen: [string, number][] = [];
    const note = async (): Promise<void> => {
      const [top] = await page.stopped();
      seen.push([top?.name ?? "", top?.line ?? 0]);
    };
    await note();
    for (const how of ["next", "stepIn", "next", "stepOut", "stepIn"]) {
      await page.go(how);
      await note();
    }
    // stepping into console.log steps over it: there is nothing of the student's in it
    expect(seen).toEqual([
      ["(top level)", 5],
      ["(top level)", 6],
      ["square", 2],
      ["square", 3],
      ["(top level)", 7],
      ["(top level)", 8],
    ]);
    await page.go("next");
    await page.event("continued");
    expect(await client.outcome(cell)).toMatchObject({ reply: { status: "ok" }, stdout: "9\n" });
    // a step past the end of the cell does not stop the next one
    expect((await client.execute("total")).reply).toMatchObject({ status: "ok" });
  });

  test("over an await goes to the next line, when it is there", async () => {
    const { kernel, client, page } = await debugged();
    await using _ = kernel;
    const waiting = [
      "const pause = () => new Promise<number>((resolve) => setTimeout(resolve, 20, 5));",
      "const a = await pause();",
      "const b = a + 1;",
      "b",
    ].join("\n");
    await page.breakAt(waiting, 2);
    const cell = await client.start(waiting);
    await page.stopped();
    await page.go("next");
    expect((await page.stopped())[0]).toMatchObject({ line: 3 });
    expect((await page.scope("Notebook")).get("a")).toMatchObject({ value: "5" });
    await page.go("continue");
    expect((await client.outcome(cell)).reply).toMatchObject({ status: "ok" });
  });

  test("pause stands still in a loop that runs", async () => {
    const { kernel, client, page } = await debugged();
    await using _ = kernel;
    const loop = await client.start(
      "let n = 0;\nconsole.log('looping');\nwhile (n >= 0) {\n  n += 1;\n}",
    );
    await client.waitOutput(loop, "looping");
    await page.go("pause");
    const [frame] = await page.stopped();
    expect(frame?.name).toBe("(top level)");
    expect(frame?.line).toBeGreaterThanOrEqual(3);
    await page.ask("evaluate", { expression: "n = -10", frameId: frame?.id });
    await page.go("continue");
    expect((await client.outcome(loop)).reply).toMatchObject({ status: "ok" });
  });
});

describe("beyond cells", () => {
  test("a breakpoint in a local file that a cell imports stops there", async () => {
    const { kernel, client, page } = await debugged();
    await using _ = kernel;
    const path = join(kernel.folder, "helper.ts");
    writeFileSync(
      path,
      "interface A { x: number }\n\nexport function helped(a: A): number {\n  return a.x * 2;\n}\n",
    );
    await page.ask("setBreakpoints", { source: { path }, breakpoints: [{ line: 4 }] });
    const cell = await client.start('import { helped } from "./helper";\nhelped({ x: 4 })');
    expect((await page.stopped()).map(({ name, line }) => [name, line])).toEqual([
      ["helped", 4],
      ["(top level)", 2],
    ]);
    const { modules } = await page.ask<{ modules: { path: string }[] }>("modules");
    expect(modules.map((module) => module.path)).toEqual([path]);
    expect(await page.ask("source", { source: { path } })).toMatchObject({
      content: expect.stringContaining("return a.x * 2;"),
    });
    await page.go("continue");
    expect((await client.outcome(cell)).reply).toMatchObject({ status: "ok" });
  });

  test("a `debugger` statement, a decorated class and JSX stop on their own lines", async () => {
    const { kernel, client, page } = await debugged();
    await using _ = kernel;
    const decorated = [
      "function same(value: unknown, context: unknown): void {}",
      "class Counter {",
      "  @same",
      "  add(n: number) {",
      "    const sum = n + 1;",
      "    return sum;",
      "  }",
      "}",
      "new Counter().add(2);",
    ].join("\n");
    const tagged =
      "const h = (tag: string) => tag;\nconst React = { createElement: h };\nconst box = <b>x</b>;";
    const cells: readonly [code: string, line: number][] = [
      ["let a = 1;\ndebugger;\na += 1;", 2],
      [decorated, 5],
      [tagged, 3],
    ];
    for (const [code, line] of cells) {
      if (!code.includes("debugger")) await page.breakAt(code, line);
      const cell = await client.start(code, { silent: false });
      const [frame] = await page.stopped();
      expect(frame).toMatchObject({ line });
      // nothing of the transpiler's own is shown
      expect([...(await page.scope("Closure")).keys()]).toEqual([]);
      await page.go("continue");
      await client.outcome(cell);
    }
  });

  test("a timer of a cell that is over stops, and Stop lets the kernel go on", async () => {
    const { kernel, client, page } = await debugged();
    await using _ = kernel;
    const code = "setTimeout(() => {\n  console.log('late');\n}, 30);";
    await page.breakAt(code, 2);
    const cell = await client.start(code);
    expect((await client.outcome(cell)).reply).toMatchObject({ status: "ok" });
    expect((await page.stopped())[0]).toMatchObject({ line: 2 });
    await client.request("control", "interrupt_request");
    await page.event("continued");
    const { reply } = await client.execute("'alive'");
    expect(reply).toMatchObject({ status: "ok" });
  });

  test("a step past the end of a cell does not lead into the next one of a Run All", async () => {
    const { kernel, client, page } = await debugged();
    await using _ = kernel;
    const first = "let a = 1;\na += 1;";
    await page.breakAt(first, 2);
    const cells = [
      await client.start(first),
      await client.start("a += 1;\na"),
      await client.start("a"),
    ];
    await page.stopped();
    await page.go("next");
    for (const cell of cells)
      expect((await client.outcome(cell)).reply).toMatchObject({ status: "ok" });
    expect(await page.ask("debugInfo")).toMatchObject({ stoppedThreads: [] });
  });
});
