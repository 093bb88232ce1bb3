// What a user does while cells run: Stop, input, Tab and Shift+Tab, in a real JupyterLab.
import type { Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { browserPath, keepPicture, untilIdle } from "../support/browser.ts";
import { NotebookPage } from "../support/notebook-page.ts";

describe.skipIf(browserPath === undefined)("a running notebook in JupyterLab", () => {
  let notebook: NotebookPage;
  const stop = (): Locator =>
    notebook.page.locator('.jp-NotebookPanel-toolbar [data-command="notebook:interrupt-kernel"]');

  beforeAll(async () => {
    notebook = await NotebookPage.open(["let kept = 1;", "", ""]);
    await notebook.run(0);
    await untilIdle(notebook.page);
  });
  afterAll(() => notebook?.close());

  test.each([
    ["a plain loop", "while (true) {}"],
    ["a loop after an await", "await Promise.resolve(); while (true) {}"],
    ["a loop that awaits in every turn", "while (true) await Promise.resolve();"],
    ["a wait for a timer", "await new Promise((r) => setTimeout(r, 1e9));"],
    ["a flood of output", "while (true) console.log('flood');"],
    [
      "a loop inside a function that a timer calls",
      "setTimeout(() => { while (true) {} }); await new Promise(() => {});",
    ],
    ["a question that nobody answers", "await input('name? ');"],
  ])("the Stop button ends %s and keeps the variables", async (_, code) => {
    await notebook.write(1, `kept += 1; console.log("started", kept);\n${code}`);
    await notebook.run(1);
    await expect.poll(() => notebook.output(1)).toContain("started");
    await stop().click();
    await expect.poll(() => notebook.output(1)).toContain("KeyboardInterrupt");
    const started = Number(/started (\d+)/.exec(await notebook.output(1))?.[1]);
    await notebook.write(2, "`kept is ${kept}`");
    await notebook.run(2);
    await expect.poll(() => notebook.output(2)).toContain(`kept is ${started}`);
    expect(started).toBeGreaterThan(1);
  });

  test("input() shows a field below the cell and gives what is typed into it", async () => {
    await notebook.write(1, 'const name = await input("Your name? "); `Hello ${name}!`');
    await notebook.run(1);
    const field = notebook.cell(1).locator(".jp-Stdin-input");
    await field.waitFor();
    expect(await notebook.cell(1).locator(".jp-Stdin-prompt").textContent()).toBe("Your name? ");
    await keepPicture(notebook.page, "running-input");
    await field.fill("Ada 𝒙");
    await field.press("Enter");
    await expect.poll(() => notebook.output(1)).toContain("Hello Ada 𝒙!");
  });

  test("Tab offers members with their kinds, and explains the one that is chosen", async () => {
    await notebook.write(1, 'const words = ["a", "b"];\nwords.');
    await notebook.page.keyboard.press("Tab");
    const item = notebook.page.locator(".jp-Completer-item", { hasText: "forEach" });
    await item.waitFor();
    expect(await item.locator(".jp-Completer-typeExtended").textContent()).toBe("method");
    await notebook.page.keyboard.type("joi");
    const panel = notebook.page.locator(".jp-Completer-docpanel");
    await expect.poll(() => panel.textContent()).toContain("join(separator?: string): string");
    await keepPicture(notebook.page, "running-tab");
    await notebook.page.keyboard.press("Enter");
    await expect.poll(() => notebook.text(1)).toBe('const words = ["a", "b"];\nwords.join');
  });

  test("Tab answers while a cell runs", async () => {
    await notebook.write(1, "console.log('started'); while (true) {}");
    await notebook.run(1);
    await expect.poll(() => notebook.output(1)).toContain("started");
    await notebook.write(2, "kep");
    await notebook.page.keyboard.press("Tab");
    await expect
      .poll(async () => {
        const offered = await notebook.page.locator(".jp-Completer-match").allTextContents();
        return [...offered, await notebook.text(2)]; // a single offer is taken at once
      })
      .toContain("kept");
    await notebook.page.keyboard.press("Escape");
    await stop().click();
    await expect.poll(() => notebook.output(1)).toContain("KeyboardInterrupt");
  });

  test("Shift+Tab explains a call with its argument, and a variable with its value", async () => {
    const tooltip = notebook.page.locator(".jp-Tooltip");
    await notebook.write(1, "Math.max(");
    await notebook.page.keyboard.press("Shift+Tab");
    await expect.poll(() => tooltip.textContent()).toMatch(/Math\.max\(.*Argument 1/s);
    await keepPicture(notebook.page, "running-shift-tab");
    await notebook.page.keyboard.press("Escape");
    // on a busy machine the answer comes without the value, which must not keep it waiting: then it is asked again
    await expect
      .poll(async () => {
        await notebook.page.keyboard.press("Escape");
        await notebook.write(1, "kept");
        await notebook.page.keyboard.press("Shift+Tab");
        return tooltip.textContent();
      })
      .toMatch(/let kept: number\s*kept = \d+/);
    await notebook.page.keyboard.press("Escape");
  });
});
