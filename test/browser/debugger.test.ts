// The debugger as a student meets it: the bug in the toolbar, a click beside a line, the panel at the right.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { browserPath, command, keepPicture, untilIdle } from "../support/browser.ts";
import { NotebookPage } from "../support/notebook-page.ts";

const cells = [
  [
    'const word: string = "é😀";',
    "function mean(values: number[]): number {",
    "  let sum = 0;",
    "  for (const value of values) sum += value;",
    "  return sum / values.length;",
    "}",
  ].join("\n"),
  [
    'import { tensor } from "convlab/tensor";',
    "const image = tensor([[1, 2], [3, 4]]);",
    'console.log("before the stop 😀");',
    "const average: number = mean([1, 2, 6]);",
    "average",
  ].join("\n"),
  [
    "function dig(depth: number): number {",
    '  if (depth > 2) throw new RangeError("too deep");',
    "  return dig(depth + 1);",
    "}",
    'try { dig(0); } catch { console.log("caught one"); }',
    "dig(2);",
  ].join("\n"),
];

/** Where the third cell throws. */
const thrower = '  if (depth > 2) throw new RangeError("too deep");';

describe.skipIf(browserPath === undefined)("the debugger in JupyterLab", () => {
  let notebook: NotebookPage;
  let page: Page;
  const cell = (index: number): ReturnType<Page["locator"]> => notebook.cell(index);
  const panel = (name: string): ReturnType<Page["locator"]> =>
    page.locator(`.jp-DebuggerSidebar .jp-Debugger${name}-body:not(.lm-mod-hidden)`);
  const stoppedLine = (): ReturnType<Page["locator"]> =>
    page.locator(".jp-NotebookPanel .jp-DebuggerEditor-highlight");

  beforeAll(async () => {
    notebook = await NotebookPage.open(cells);
    ({ page } = notebook);
    await page.setViewportSize({ width: 1500, height: 900 });
  });
  afterAll(() => notebook?.close());

  /** Clicks in the gutter beside a line of a cell, the first being 0; the gutter's own rows are drawn anew meanwhile. */
  async function clickGutter(index: number, line: number): Promise<void> {
    const gutter = await cell(index).locator(".cm-breakpoint-gutter").first().boundingBox();
    const row = await cell(index).locator(".cm-line").nth(line).boundingBox();
    await page.mouse.click((gutter?.x ?? 0) + 5, (row?.y ?? 0) + 8); // pixels, into the dot's place
    await cell(index).locator(".cm-breakpoint-icon:visible").first().waitFor();
  }

  /** Starts a cell; the command comes back when the cell has run, or when the page is loaded again. */
  async function runCell(index: number): Promise<void> {
    await cell(index).locator(".cm-content").click();
    command(page, "notebook:run-cell").catch(() => undefined);
  }

  test("the bug turns it on, and a click beside a line sets a breakpoint", async () => {
    await page.locator(".jp-DebuggerBugButton").first().click();
    await page.locator(".jp-DebuggerBugButton[aria-pressed=true]").first().waitFor();
    await clickGutter(0, 4);
    await expect.poll(() => panel("Breakpoints").textContent()).toMatch(/Cell \[ ?\]5/);
    await runCell(0);
    await expect.poll(() => cell(0).locator(".jp-InputPrompt").textContent()).toMatch(/\[1\]/);
    // nothing is stopped: the notebook's own variables, by value
    await expect.poll(() => panel("Variables").textContent()).toContain('word"é😀"');
    await keepPicture(page, "debugger-on");
  });

  test("a function of an earlier cell stops: its line is marked, its variables stand in the panel", async () => {
    await runCell(1);
    await stoppedLine().first().waitFor();
    expect(await stoppedLine().allTextContents()).toEqual(["  return sum / values.length;"]);
    await expect
      .poll(() => panel("Callstack").textContent())
      .toMatch(/mean\s*Cell \[1\]:5[\s\S]*\(top level\)\s*Cell \[\*\]:4/);
    await expect.poll(() => panel("Variables").textContent()).toBe("values[ 1, 2, 6 ]sum9");
    // what was printed before is there already
    await expect
      .poll(() => cell(1).locator(".jp-OutputArea-output").textContent())
      .toContain("before the stop 😀");
    await keepPicture(page, "debugger-stopped");
  });

  test("a page that is loaded again while it is stopped shows the same stop", async () => {
    await page.reload();
    await cell(1).waitFor();
    await expect
      .poll(() => panel("Callstack").textContent(), { timeout: 30_000 })
      .toMatch(/mean\s*Cell \[ ?\]:5/);
    await expect.poll(() => panel("Variables").textContent()).toBe("values[ 1, 2, 6 ]sum9");
    await keepPicture(page, "debugger-reloaded");
  });

  test("steps out and continues", async () => {
    await command(page, "debugger:stepOut");
    await expect
      .poll(() => stoppedLine().allTextContents())
      .toEqual(["const average: number = mean([1, 2, 6]);"]);
    await keepPicture(page, "debugger-step");
    await command(page, "debugger:continue");
    await expect.poll(() => stoppedLine().count(), { timeout: 20_000 }).toBe(0);
    await expect.poll(() => panel("Variables").textContent()).toContain("average3");
    await expect.poll(() => panel("Variables").textContent()).toContain("imagefloat64 [2, 2]");
    await keepPicture(page, "debugger-continued");
  });

  test("Stop ends a cell at a breakpoint, and a restart keeps the debugger on", async () => {
    await runCell(1);
    await stoppedLine().first().waitFor();
    await command(page, "notebook:interrupt-kernel");
    await expect
      .poll(() => cell(1).locator(".jp-OutputArea-output").last().textContent())
      .toContain("KeyboardInterrupt");
    await expect.poll(() => stoppedLine().count(), { timeout: 20_000 }).toBe(0);
    command(page, "kernelmenu:restart").catch(() => undefined); // comes back when its question is answered
    await page.locator(".jp-Dialog .jp-mod-accept").click();
    // the fresh kernel has no variables; once it has one the debugger is on again
    await expect.poll(() => panel("Variables").textContent(), { timeout: 20_000 }).toBe("");
    await untilIdle(page);
    await runCell(0);
    await expect
      .poll(() => panel("Variables").textContent(), { timeout: 20_000 })
      .toContain("word");
    await runCell(1);
    await stoppedLine().first().waitFor();
    await keepPicture(page, "debugger-restarted");
    await command(page, "debugger:continue");
    await expect.poll(() => stoppedLine().count(), { timeout: 20_000 }).toBe(0);
  });

  test("the menu of exceptions stops where one is thrown that nobody catches, or any, or none", async () => {
    const button = page.locator(".jp-debugger-pauseOnExceptions");
    const choose = async (label: string, isChosen: boolean): Promise<void> => {
      await button.click();
      const item = page.locator(".lm-Menu-item", { hasText: label });
      await item.waitFor();
      await keepPicture(page, "debugger-exceptions");
      await item.click();
      await button.click();
      const chosen = page.locator(".lm-Menu-item.lm-mod-toggled", { hasText: label });
      await expect.poll(() => chosen.count()).toBe(isChosen ? 1 : 0);
      await page.keyboard.press("Escape");
    };
    const outputs = cell(2).locator(".jp-OutputArea-output");
    const stopsWith = async (depths: string): Promise<void> => {
      await stoppedLine().first().waitFor();
      await expect.poll(() => stoppedLine().allTextContents()).toEqual([thrower]);
      await expect.poll(() => panel("Variables").textContent()).toBe(depths);
    };
    const goOn = async (): Promise<void> => {
      await command(page, "debugger:continue");
    };

    await choose("uncaught", true);
    await runCell(2);
    await stopsWith("depth3");
    expect(await outputs.allTextContents()).toEqual(["caught one\n"]);
    await keepPicture(page, "debugger-uncaught");
    await goOn();
    await expect.poll(() => outputs.last().textContent()).toContain("RangeError: too deep");
    await untilIdle(page);

    await choose("all", true);
    await runCell(2);
    await stopsWith("depth3");
    expect(await outputs.allTextContents()).toEqual([]);
    await goOn();
    await expect.poll(() => outputs.first().textContent()).toContain("caught one");
    await stopsWith("depth3");
    await goOn();
    await expect.poll(() => outputs.last().textContent()).toContain("RangeError: too deep");
    await untilIdle(page);

    await choose("all", false);
    await choose("uncaught", false);
    await runCell(2);
    await expect.poll(() => outputs.last().textContent()).toContain("RangeError: too deep");
    expect(await stoppedLine().count()).toBe(0);
  });
});
