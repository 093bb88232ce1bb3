import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "../../kernel/install/node24.mjs";
import {
  browserPath,
  keepPicture,
  openBrowser,
  openNotebook,
  runAllCells,
  scrollToTop,
  untilIdle,
} from "../support/browser.ts";
import { startLab, type RunningLab } from "../support/jupyterlab.ts";
import { solvedLab } from "../support/solved-lab.ts";

const name = "01-convolution-by-hand";

/** The cell whose text holds some words; cells out of view exist too. */
const cellWith = (page: Page, words: string): ReturnType<Page["locator"]> =>
  page.locator(".jp-NotebookPanel .jp-CodeCell").filter({ hasText: words }).first();

/** All that stands in the outputs of the notebook. */
async function outputs(page: Page): Promise<string> {
  return (await page.locator(".jp-OutputArea-output").allTextContents()).join("\n");
}

/** Waits until no cell is waiting for its turn any more: none shows a star. */
async function untilAllRan(page: Page): Promise<void> {
  const prompts = page.locator(".jp-NotebookPanel .jp-CodeCell .jp-InputPrompt");
  await expect
    .poll(async () => (await prompts.allTextContents()).filter((text) => !/\[\d+\]/.test(text)), {
      timeout: 90_000,
      interval: 500,
    })
    .toEqual([]);
}

describe.skipIf(browserPath === undefined)("lab 1 in JupyterLab", () => {
  const folder = mkdtempSync(join(tmpdir(), "convlab-lab-"));
  let browser: Browser;
  let labs: RunningLab;
  let solved: RunningLab;

  beforeAll(async () => {
    writeFileSync(join(folder, "solved.ipynb"), solvedLab(name));
    const exposed = "--LabApp.expose_app_in_browser=True";
    browser = await openBrowser();
    labs = await startLab([exposed]);
    solved = await startLab([folder, exposed]);
  });
  afterAll(async () => {
    await browser?.close();
    await Promise.all([labs?.stop(), solved?.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });

  test("npm start opens the labs, and an untouched lab runs to its end and says what to write", async () => {
    expect(labs.printed()).toContain(join(root, "labs"));
    const page = await openNotebook(browser, labs.address, `${name}/${name}.ipynb`);
    await untilIdle(page);
    await keepPicture(page, "lab-opened");
    await runAllCells(page);
    await untilAllRan(page);
    expect(await outputs(page)).toContain("convolve1d");
    await scrollToTop(page, cellWith(page, 'question("q1"'));
    await keepPicture(page, "lab-untouched");
    await page.close();
  }, 180_000);

  test("the solved lab runs to its end: every public test passes and every plot is drawn", async () => {
    const page = await openNotebook(browser, solved.address, "solved.ipynb");
    await untilIdle(page);
    await runAllCells(page);
    await untilAllRan(page);
    const text = await outputs(page);
    expect(text).not.toMatch(/TypeCheckError|NotImplementedError|ShapeError/);
    for (const code of [
      "linePlot(",
      "slidingWindow(",
      "imageGrid(",
      "heatmap(map",
      "filterGallery(",
    ]) {
      const cell = cellWith(page, code);
      await cell.scrollIntoViewIfNeeded();
      const marks = cell.locator(
        ".convlab-figure :is(path.js-line, .heatmaplayer image, .imagelayer image)",
      );
      await marks.first().waitFor({ state: "attached" });
      const sizes = await marks.evaluateAll((nodes) =>
        nodes.map((node) => node.getBoundingClientRect().width),
      );
      expect(Math.max(...sizes), code).toBeGreaterThan(20);
    }
    await scrollToTop(page, cellWith(page, 'question("q2"').locator(".jp-Cell-outputWrapper"));
    await keepPicture(page, "lab-solved");
    await scrollToTop(page, cellWith(page, "filterGallery(filterBank()"));
    await keepPicture(page, "lab-solved-gallery");
    await page.close();
  }, 180_000);
});
