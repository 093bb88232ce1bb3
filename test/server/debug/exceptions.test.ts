// Standing still where an error is thrown, while everything that led there can still be looked at.
import { describe, expect, test } from "vitest";
import { debugged } from "../../support/debugged.ts";

const caught = "try {\n  throw new Error('inner');\n} catch (error) {\n  console.log('caught');\n}";
const nested = [
  "function risky(n: number): number {",
  "  if (n > 2) throw new RangeError('too big');",
  "  return n;",
  "}",
  "let safe = 0;",
  "try { safe = risky(5); } catch { safe = -1; }",
  "risky(7);",
].join("\n");

describe("uncaught exceptions", () => {
  test("stop where they are thrown; what the notebook catches does not", async () => {
    const { kernel, client, page } = await debugged();
    await using _ = kernel;
    await page.ask("setExceptionBreakpoints", { filters: ["uncaught"] });
    expect((await client.execute(caught)).stdout).toBe("caught\n");
    const cell = await client.start(nested);
    const event = await page.event("stopped");
    expect(event).toMatchObject({ reason: "exception", text: "RangeError: too big" });
    const frames = await page.frames();
    expect(frames.map(({ name, line }) => [name, line])).toEqual([
      ["risky", 2],
      ["(top level)", 7],
    ]);
    expect((await page.scope("Locals")).get("n")?.value).toBe("7");
    await page.go("continue");
    expect((await client.outcome(cell)).reply).toMatchObject({ ename: "RangeError" });
  });

  test("stop in async functions too, unless their caller catches what it awaits", async () => {
    const { kernel, client, page } = await debugged();
    await using _ = kernel;
    await page.ask("setExceptionBreakpoints", { filters: ["uncaught"] });
    const code = [
      "async function late(): Promise<void> {",
      "  await null;",
      "  throw new Error('late');",
      "}",
      "try { await late(); } catch { console.log('caught'); }",
      "await late();",
    ].join("\n");
    const cell = await client.start(code);
    expect((await page.stopped()).map(({ name, line }) => [name, line])).toEqual([
      ["late", 3],
      ["(top level)", 6],
    ]);
    await page.go("continue");
    expect(await client.outcome(cell)).toMatchObject({
      stdout: "caught\n",
      reply: { ename: "Error" },
    });
  });

  test("of the course library or of Node stop at the cell's line", async () => {
    const { kernel, client, page } = await debugged();
    await using _ = kernel;
    await page.ask("setExceptionBreakpoints", { filters: ["uncaught"] });
    for (const code of [
      'import { tensor } from "convlab/tensor";\n\ntensor([[1, 2], [3]]);',
      'import { readFileSync } from "node:fs";\n\nreadFileSync("/nowhere/at/all");',
    ]) {
      const cell = await client.start(code);
      expect((await page.stopped())[0]).toMatchObject({ line: 3 });
      await page.go("continue");
      expect((await client.outcome(cell)).reply).toMatchObject({ status: "error" });
    }
  });

  test("stop in a timer's call", async () => {
    const { kernel, client, page } = await debugged();
    await using _ = kernel;
    await page.ask("setExceptionBreakpoints", { filters: ["uncaught"] });
    const cell = await client.start("setTimeout(() => {\n  throw new Error('late');\n}, 20);");
    expect((await page.stopped())[0]).toMatchObject({ line: 2 });
    await page.go("continue");
    await client.outcome(cell);
  });

  test("stop nothing any more when the filter is taken off", async () => {
    const { kernel, client, page } = await debugged();
    await using _ = kernel;
    await page.ask("setExceptionBreakpoints", { filters: ["uncaught"] });
    await page.ask("setExceptionBreakpoints", { filters: [] });
    expect((await client.execute("throw new Error('x')")).reply).toMatchObject({ ename: "Error" });
  });
});

test("all exceptions: those that the notebook catches stop as well", async () => {
  const { kernel, client, page } = await debugged();
  await using _ = kernel;
  await page.ask("setExceptionBreakpoints", { filters: ["all"] });
  const cell = await client.start(caught);
  expect((await page.stopped())[0]).toMatchObject({ line: 2 });
  await page.go("continue");
  expect((await client.outcome(cell)).stdout).toBe("caught\n");
});
