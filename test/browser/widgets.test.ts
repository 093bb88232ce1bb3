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
  runAllCells,
  untilIdle,
} from "../support/browser.ts";
import { freshNotebook } from "../support/browser-notebooks.ts";
import { startLab, type RunningLab } from "../support/jupyterlab.ts";

const counter = `
export default {
  render({ model, el }) {
    const button = document.createElement("button");
    button.className = "own-button";
    const write = () => { button.textContent = "count " + model.get("count"); };
    button.addEventListener("click", () => { model.set("count", model.get("count") + 1); model.save_changes(); });
    model.on("change:count", write);
    write();
    el.append(button);
  },
};`;

const cells = [
  `import { anywidget, Button, interact, IntSlider, progress } from "convlab/widgets";
import { heatmap } from "convlab/viz";
const slider = new IntSlider({ value: 3, max: 10, description: "kept" });
let rounds = 0;
slider`,
  `interact(({ size }) => heatmap(Array.from({ length: size }, () => Array.from({ length: size }, (_, i) => i))), { size: [2, 6] })`,
  `const button = new Button({ description: "press me" });
let presses = 0;
button.onClick(() => console.log("pressed", ++presses));
button`,
  `for (const step of progress(Array.from({ length: 30 }, (_, i) => i), { description: "epochs" }))
  await new Promise((resolve) => setTimeout(resolve, 10));`,
  `const own = anywidget({ esm: ${JSON.stringify(counter)}, count: 5 });
own.observe("count", (count) => console.log("the kernel heard", count));
own`,
  "slider.value",
  `if (rounds++ > 0)
  await new Promise<void>((resolve) => {
    slider.observe((value) => { console.log("heard", value); resolve(); });
    console.log("waiting");
  });`,
];

describe.skipIf(browserPath === undefined)("widgets in JupyterLab", () => {
  const folder = mkdtempSync(join(tmpdir(), "convlab-widgets-"));
  let lab: RunningLab;
  let browser: Browser;
  let page: Page;
  const cell = (index: number, of: Page = page): Locator =>
    of.locator(".jp-NotebookPanel .jp-CodeCell").nth(index);
  const output = async (index: number, of: Page = page): Promise<string> =>
    (await cell(index, of).locator(".jp-OutputArea-output").allTextContents()).join("\n");

  /** Moves the only slider of a cell by keys, as a mouse would. */
  async function press(index: number, key: string, of: Page = page): Promise<void> {
    await cell(index, of).scrollIntoViewIfNeeded();
    await cell(index, of).locator(".noUi-handle").first().focus();
    await of.keyboard.press(key);
  }

  beforeAll(async () => {
    writeFileSync(join(folder, "widgets.ipynb"), freshNotebook(cells));
    [lab, browser] = await Promise.all([
      startLab([folder, "--LabApp.expose_app_in_browser=True"]),
      openBrowser(),
    ]);
    page = await openNotebook(browser, lab.address, "widgets.ipynb");
    await untilIdle(page);
    await runAllCells(page);
    await cell(5).locator(".jp-OutputArea-output").filter({ hasText: "3" }).waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await lab?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test("a slider moves a plot: one more row and column are drawn", async () => {
    const ticks = cell(1).locator(".convlab-figure .xtick");
    await ticks.first().waitFor();
    await expect.poll(() => ticks.count()).toBe(4); // the middle of 2 and 6
    const figure = cell(1).locator(".convlab-figure");
    await figure.evaluate((node: object) => Reflect.set(node, "wasHere", true));
    await press(1, "ArrowRight");
    await expect.poll(() => ticks.count()).toBe(5);
    // the same drawing, changed: a new one would blink at each move
    expect(await figure.evaluate((node: object) => Reflect.get(node, "wasHere"))).toBe(true);
    await keepPicture(page, "widgets-interact");
  });

  test("a click on a button runs its code, and what that prints stands below its cell", async () => {
    await cell(2).locator("button.jupyter-button").click();
    await expect.poll(() => output(2)).toContain("pressed 1");
    await cell(2).locator("button.jupyter-button").click();
    await expect.poll(() => output(2)).toContain("pressed 2");
  });

  test("a bar shows how far a loop has come, and stands at its count when it is over", async () => {
    await expect.poll(() => output(3)).toMatch(/epochs.*30\/30/);
    const bar = cell(3).locator(".jp-OutputArea-output div[title='100.0%'] > div");
    expect((await bar.boundingBox())?.width).toBeGreaterThan(100);
    await cell(3).scrollIntoViewIfNeeded();
    await keepPicture(page, "widgets-progress");
  });

  test("a widget of one's own is drawn, and its click reaches the kernel", async () => {
    const own = cell(4).locator(".own-button");
    await own.click();
    await expect.poll(() => output(4)).toContain("the kernel heard 6");
    expect(await own.textContent()).toBe("count 6");
  });

  test("a page that is loaded again has the widgets with their values, and they work", async () => {
    await press(0, "ArrowRight");
    await expect.poll(() => output(0)).toMatch(/kept\s*4/);
    await command(page, "docmanager:save");
    await page.close();
    page = await openNotebook(browser, lab.address, "widgets.ipynb");
    await untilIdle(page);
    await expect.poll(() => output(0)).toMatch(/kept\s*4/);
    await press(0, "ArrowRight");
    await expect.poll(() => output(0)).toMatch(/kept\s*5/);
    await cell(4).locator(".own-button").click();
    await expect.poll(() => cell(4).locator(".own-button").textContent()).toBe("count 7");
    await keepPicture(page, "widgets-reloaded");
  });

  test("an exported page has their words and the plot, and asks no network for anything", async () => {
    await command(page, "docmanager:save");
    const url = new URL(lab.address);
    url.pathname = "/nbconvert/html/widgets.ipynb";
    const file = join(folder, "exported.html");
    writeFileSync(file, await (await fetch(url)).text());
    const context = await browser.newContext({ offline: true });
    const exported = await context.newPage();
    const asked: string[] = [];
    exported.on("request", (request) => asked.push(request.url()));
    await exported.goto(`file://${file}`, { waitUntil: "domcontentloaded" });
    await exported.locator(".convlab-figure .heatmaplayer image").first().waitFor();
    const words = (await exported.locator("body").textContent()) ?? "";
    for (const word of [
      'IntSlider(description: "kept"',
      "pressed 2",
      "30/30",
      "AnyWidget(count: 5)",
    ])
      expect(words).toContain(word);
    expect(asked.filter((address) => !/^(file|data|blob):/.test(address))).toEqual([]);
    await keepPicture(exported, "widgets-exported");
    await context.close();
  });

  test("a slider is heard while a cell awaits", async () => {
    await cell(6).locator(".cm-content").click();
    await page.keyboard.press("Control+Enter");
    await expect.poll(() => output(6)).toContain("waiting");
    await press(0, "ArrowLeft"); // the cell runs again, and now it waits
    await expect.poll(() => output(6)).toMatch(/heard \d/);
    await untilIdle(page);
  });

  test("two pages of one notebook stay in step", async () => {
    const other = await openNotebook(browser, lab.address, "widgets.ipynb");
    await untilIdle(other);
    await expect.poll(() => output(0, other)).toMatch(/kept\s*4/);
    await press(0, "ArrowRight", other);
    await expect.poll(() => output(0, other)).toMatch(/kept\s*5/);
    await expect.poll(() => output(0)).toMatch(/kept\s*5/);
    await other.close();
  });
});
