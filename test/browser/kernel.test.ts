import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  browserPath,
  command,
  keepPicture,
  openBrowser,
  openNotebook,
  runAllCells,
  untilIdle,
} from "../support/browser.ts";
import { freshNotebook } from "../support/browser-notebooks.ts";
import { startLab, type RunningLab } from "../support/jupyterlab.ts";

const cells = [
  'import { tensor } from "convlab/tensor";\nimport { heatmap, slidingWindow } from "convlab/viz";\nconst image = tensor([[1, 2, 3], [4, 5, 6], [7, 8, 9]]);\nimage.shape',
  'heatmap(image, { title: "nine numbers" })',
  // 1 + 5 = 6, 2 + 6 = 8, 4 + 8 = 12, 5 + 9 = 14
  "slidingWindow(image, [[1, 0], [0, 1]], [[6, 8], [12, 14]])",
  'const good = 1;\nconst bad: number = "seven";',
  "",
];

describe.skipIf(browserPath === undefined)("a notebook in JupyterLab", () => {
  const folder = mkdtempSync(join(tmpdir(), "convlab-notebook-"));
  let lab: RunningLab;
  let browser: Browser;
  let page: Page;
  const cell = (index: number): ReturnType<Page["locator"]> =>
    page.locator(".jp-NotebookPanel .jp-CodeCell").nth(index);

  beforeAll(async () => {
    writeFileSync(join(folder, "first.ipynb"), freshNotebook(cells));
    [lab, browser] = await Promise.all([
      startLab([folder, "--LabApp.expose_app_in_browser=True"]),
      openBrowser(),
    ]);
    page = await openNotebook(browser, lab.address, "first.ipynb");
    await untilIdle(page);
    await runAllCells(page);
  });
  afterAll(async () => {
    await browser?.close();
    await lab?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test("opens with our kernel chosen, and shows the result of a cell", async () => {
    await expect
      .poll(() => cell(0).locator(".jp-OutputArea-output").allTextContents())
      .toHaveLength(1);
    expect(await cell(0).locator(".jp-OutputArea-output").textContent()).toMatch(/3,\s*3/);
    expect(await page.locator(".jp-KernelName").textContent()).toContain("TypeScript (Convlab)");
  });

  test("draws a heat map: the picture has pixels, not an empty box", async () => {
    await cell(1).locator(".convlab-figure .main-svg").first().waitFor();
    const plot = cell(1).locator(
      ".convlab-figure .heatmaplayer image, .convlab-figure .imagelayer image",
    );
    await plot.first().waitFor();
    const box = await plot.first().boundingBox();
    expect(box?.width).toBeGreaterThan(50);
    expect(box?.height).toBeGreaterThan(50);
  });

  test("draws the sliding window with its slider", async () => {
    await cell(2).locator(".convlab-figure .slider-group").first().waitFor({ state: "attached" });
    await cell(2).scrollIntoViewIfNeeded();
    const grip = cell(2).locator(".convlab-figure .slider-grip-rect").first();
    await grip.waitFor();
    expect((await grip.boundingBox())?.width).toBeGreaterThan(5);
    await keepPicture(page, "notebook-figures");
  });

  test("shows a type error with its line, before anything of the cell ran", async () => {
    const output = cell(3).locator(".jp-OutputArea-output");
    await output.first().waitFor({ state: "attached" });
    await cell(3).scrollIntoViewIfNeeded();
    const text = (await output.allTextContents()).join("\n");
    expect(text).toContain("TypeCheckError");
    expect(text).toMatch(/Type 'string' is not assignable to type 'number'/);
    expect(text).toMatch(/2[:,|]/);
    await cell(3).scrollIntoViewIfNeeded();
    await keepPicture(page, "notebook-type-error");
  });

  test("completes a member while typing", async () => {
    await cell(4).locator(".cm-content").click();
    await page.keyboard.type("image.sha");
    await command(page, "completer:invoke-notebook");
    await page.locator(".jp-Completer-item").first().waitFor();
    expect((await page.locator(".jp-Completer-item").allTextContents()).join()).toContain("shape");
    await keepPicture(page, "notebook-completion");
  });
});
