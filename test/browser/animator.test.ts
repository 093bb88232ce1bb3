// Row K3 as a student sees it: the window with stride, padding and dilation plays in JupyterLab and in an exported page.
import type { Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { browserPath, command, keepPicture } from "../support/browser.ts";
import { NotebookPage } from "../support/notebook-page.ts";

const cell = `import { arange, reshape } from "convlab/tensor";
import { conv2d } from "convlab/ops";
import { slidingWindow } from "convlab/viz";
const options = { stride: 2, padding: 1, dilation: 2 };
const image = reshape(arange(49), [7, 7]);
const filter = reshape(arange(4), [2, 2]);
const output = conv2d(reshape(image, [1, 7, 7, 1]), reshape(filter, [2, 2, 1, 1]), undefined, options);
slidingWindow(image, filter, reshape(output, [4, 4]), { title: "Stride 2, padding 1, dilation 2", ...options })`;

const live = `import { interact } from "convlab/widgets";
interact(({ stride, padding, dilation }) => {
  const moves = { stride, padding, dilation };
  const y = conv2d(reshape(image, [1, 7, 7, 1]), reshape(filter, [2, 2, 1, 1]), undefined, { ...moves, fit: "floor" });
  return slidingWindow(image, filter, reshape(y, y.shape.slice(1, 3)), moves);
}, { stride: [1, 3], padding: [0, 2], dilation: [1, 3] });`;

describe.skipIf(browserPath === undefined)("K3 the window animator", () => {
  let notebook: NotebookPage;
  let figure: Locator;
  const texts = (): Promise<string> => figure.locator(".annotation-text").allTextContents().then((all) => all.join("\n")); // prettier-ignore
  /** Numbers that stand in the cells of the output panel, the third heat map. */
  const revealed = (): Promise<number> =>
    figure.locator(".heatmaplayer").last().locator(".heatmap-label").count();

  beforeAll(async () => {
    notebook = await NotebookPage.open([cell, live]);
    await notebook.run(0);
    figure = notebook.cell(0).locator(".convlab-figure");
    await figure.locator(".heatmaplayer image").first().waitFor({ state: "attached" });
  });
  afterAll(() => notebook?.close());

  test("K3 shows the padded input, the taps with their gaps, the sum of the first step and one output cell", async () => {
    // the corner: three taps on the padding, the fourth on pixel [1, 1], which is 8
    expect(await texts()).toContain("output[0, 0]: 0·0 + 0·1 + 0·2 + 8·3 → 24");
    expect(await texts()).toContain("input [7, 7], padded [9, 9]");
    expect(await revealed()).toBe(1);
    await keepPicture(notebook.page, "animator-first-step");
  });

  test("K3 a click on the slider goes to that step", async () => {
    const rail = await figure.locator(".slider-rail-touch-rect").boundingBox();
    await notebook.page.mouse.click((rail?.x ?? 0) + (rail?.width ?? 0) / 2, (rail?.y ?? 0) + 5);
    await expect.poll(texts).toMatch(/output\[(1, 3|2, 0)\]/);
    await expect.poll(revealed).toBeGreaterThan(7);
    await keepPicture(notebook.page, "animator-middle");
  });

  test("K3 Play runs to the last step, where the output is full", async () => {
    await figure.locator(".updatemenu-button").first().click();
    await expect.poll(texts, { timeout: 30_000 }).toContain("output[3, 3]: 40·0 + 0·1 + 0·2 + 0·3 → 0"); // prettier-ignore
    await expect.poll(revealed).toBe(16);
    await keepPicture(notebook.page, "animator-last-step");
  });

  test("K3 controls for stride, padding and dilation draw another animation at each change", async () => {
    await notebook.run(1);
    const drawn = notebook.cell(1).locator(".convlab-figure");
    const words = (): Promise<string | null> => drawn.last().getAttribute("aria-label");
    // stride 2, padding 1, dilation 2 are the middles of their ranges
    await expect.poll(words, { timeout: 30_000 }).toContain("padded to 9 by 9");
    const [stride, , dilation] = await notebook.cell(1).locator(".noUi-handle").all();
    await stride?.press("ArrowRight");
    await expect.poll(words).toContain("in steps of 3, its taps 2 pixels apart");
    await dilation?.press("ArrowRight");
    await expect.poll(words).toContain("in steps of 3, its taps 3 pixels apart");
    await drawn.last().scrollIntoViewIfNeeded();
    await keepPicture(notebook.page, "animator-controls");
  });

  test("K3 the exported page shows the picture", async () => {
    await command(notebook.page, "docmanager:save");
    const url = new URL(notebook.page.url());
    const html = await notebook.page.evaluate(
      async (path) => (await fetch(path)).text(),
      `${url.origin}/nbconvert/html/cells.ipynb`,
    );
    const page = await notebook.page.context().browser()?.newPage();
    if (page === undefined) throw new Error("the browser is gone");
    await page.setContent(html, { waitUntil: "domcontentloaded" });
    await page
      .locator(".convlab-figure .heatmaplayer image")
      .first()
      .waitFor({ state: "attached" });
    const words = await page.locator(".convlab-figure .annotation-text").allTextContents();
    expect(words).toContain("output[0, 0]: 0·0 + 0·1 + 0·2 + 8·3 → 24");
    await keepPicture(page, "animator-exported");
    await page.close();
  });
});
