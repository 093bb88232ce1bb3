// Errors underlined while the user types, in a real JupyterLab.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  browserPath,
  command,
  keepPicture,
  openBrowser,
  openNotebook,
  untilIdle,
} from "../support/browser.ts";
import { freshNotebook } from "../support/browser-notebooks.ts";
import { startLab, type RunningLab } from "../support/jupyterlab.ts";

const cells = [
  'import { tensor } from "convlab/tensor";\nconst image = tensor([[1, 2], [3, 4]]);',
  "image.shape",
  "",
  "",
];

describe.skipIf(browserPath === undefined)("typing in JupyterLab", () => {
  const folder = mkdtempSync(join(tmpdir(), "convlab-typing-"));
  let lab: RunningLab;
  let browser: Browser;
  let page: Page;
  const cell = (index: number): Locator =>
    page.locator(".jp-NotebookPanel .jp-CodeCell").nth(index);
  const marked = (index: number, kind: "error" | "hint"): Locator =>
    cell(index).locator(`.convlab-problem-${kind}`);
  const tooltip = (): Locator => page.locator(".convlab-problem-tooltip");
  const text = async (index: number): Promise<string> =>
    (await cell(index).locator(".cm-line").allTextContents()).join("\n");
  const write = async (index: number, code: string): Promise<void> => {
    await cell(index).locator(".cm-content").click();
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Delete");
    await page.keyboard.type(code);
  };

  beforeAll(async () => {
    writeFileSync(join(folder, "typing.ipynb"), freshNotebook(cells));
    [lab, browser] = await Promise.all([
      startLab([folder, "--LabApp.expose_app_in_browser=True"]),
      openBrowser(),
    ]);
    page = await openNotebook(browser, lab.address, "typing.ipynb");
    await untilIdle(page);
  });
  afterAll(async () => {
    await browser?.close();
    await lab?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test("a name of a cell that has not run is a hint, which goes when that cell has run", async () => {
    await cell(1).locator(".cm-content").click();
    await expect.poll(() => marked(1, "hint").allTextContents()).toEqual(["image"]);
    expect(await marked(1, "error").count()).toBe(0);
    await cell(0).locator(".cm-content").click();
    await command(page, "notebook:run-cell");
    await expect.poll(() => marked(1, "hint").count()).toBe(0);
  });

  test("a type error is underlined, and tells on hover what it means", async () => {
    await write(2, 'const n: number = "seven";');
    await expect.poll(() => marked(2, "error").allTextContents()).toEqual(["n"]);
    await marked(2, "error").first().hover();
    await tooltip().waitFor();
    expect(await tooltip().textContent()).toMatch(/A number is needed.*TypeScript 2322/);
    const line = await marked(2, "error")
      .first()
      .evaluate((node) => {
        const styleOf = Reflect.get(globalThis, "getComputedStyle") as (of: unknown) => unknown;
        return String(Reflect.get(styleOf(node) as object, "textDecorationStyle"));
      });
    expect(line).toBe("wavy");
    await keepPicture(page, "typing-type-error");
    await write(2, "const n: number = 7;");
    await expect.poll(() => marked(2, "error").count()).toBe(0);
  });

  test("a fault of the syntax is underlined", async () => {
    await write(2, "const bad = );");
    await expect.poll(() => marked(2, "error").allTextContents()).toEqual([")"]);
  });

  test("a missing import is added by one click in the tooltip", async () => {
    await write(3, "zeros([2, 2])");
    await expect.poll(() => marked(3, "error").allTextContents()).toEqual(["zeros"]);
    await marked(3, "error").first().hover();
    await keepPicture(page, "typing-fix");
    await tooltip().getByRole("button").click();
    await expect.poll(() => text(3)).toBe('import { zeros } from "convlab/tensor";\nzeros([2, 2])');
    await expect.poll(() => marked(3, "error").count()).toBe(0);
    await expect.poll(() => tooltip().count()).toBe(0);
  });

  test("a completion that needs an import brings it along", async () => {
    await write(3, "heatm");
    await command(page, "completer:invoke-notebook");
    const item = page.locator(".jp-Completer-match", { hasText: /^heatmap$/ });
    await item.first().click();
    await expect.poll(() => text(3)).toBe('import { heatmap } from "convlab/viz";\nheatmap');
    await keepPicture(page, "typing-auto-import");
  });
});
