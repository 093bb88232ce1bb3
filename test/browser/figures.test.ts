import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { venvProgram } from "../../kernel/install/environment/environment.ts";
import { findPlaces } from "../../kernel/install/home.mjs";
import {
  browserPath,
  command,
  keepPicture,
  openBrowser,
  openNotebook,
} from "../support/browser.ts";
import { figureNotebook, figureWords } from "../support/browser-notebooks.ts";
import { startLab, type RunningLab } from "../support/jupyterlab.ts";

/** How many bars stand in the drawing and have a size: an empty box has none. */
function drawnBars(page: Page): Promise<number> {
  return page
    .locator(".convlab-figure .bars .point path")
    .evaluateAll((bars) => bars.filter((bar) => bar.getBoundingClientRect().height > 5).length);
}

const titleColour = (page: Page): Promise<string> =>
  page
    .locator(".convlab-figure .gtitle")
    .evaluate((node: object) => String(Reflect.get(node, "style").fill));

async function figureWidth(page: Page): Promise<number> {
  return (await page.locator(".convlab-figure .main-svg").first().boundingBox())?.width ?? 0;
}

describe.skipIf(browserPath === undefined)("a saved figure", () => {
  const folder = mkdtempSync(join(tmpdir(), "convlab-figures-"));
  let lab: RunningLab;
  let browser: Browser;

  beforeAll(async () => {
    writeFileSync(join(folder, "saved.ipynb"), figureNotebook());
    [lab, browser] = await Promise.all([
      startLab([folder, "--LabApp.expose_app_in_browser=True"]),
      openBrowser(),
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    await lab?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test("draws in a notebook that nobody trusts, with its words for a screen reader", async () => {
    const page = await openNotebook(browser, lab.address, "saved.ipynb");
    await page.waitForSelector(".convlab-figure .bars .point path");
    expect(await drawnBars(page)).toBe(3);
    const node = page.locator(".convlab-figure").first();
    expect(await node.getAttribute("aria-label")).toBe(figureWords);
    expect(await node.getAttribute("role")).toBe("img");
    await keepPicture(page, "figure-untrusted");
    await page.close();
  });

  test("takes the colours of the dark theme when JupyterLab does, and the width of its cell", async () => {
    const page = await openNotebook(browser, lab.address, "saved.ipynb");
    await page.waitForSelector(".convlab-figure .bars .point path");
    const light = await titleColour(page);
    await command(page, "apputils:change-theme", { theme: "JupyterLab Dark" });
    try {
      await expect.poll(() => titleColour(page)).not.toBe(light);
      await keepPicture(page, "figure-dark");
      const wide = await figureWidth(page);
      await page.setViewportSize({ width: 900, height: 900 });
      await expect.poll(() => figureWidth(page)).toBeLessThan(wide - 100);
    } finally {
      await command(page, "apputils:change-theme", { theme: "JupyterLab Light" });
    }
    await page.close();
  });

  const exported = {
    "the File menu": async () => {
      const url = new URL(lab.address);
      url.pathname = "/nbconvert/html/saved.ipynb";
      return (await fetch(url)).text();
    },
    "jupyter nbconvert": async () => {
      const program = venvProgram(findPlaces().venv, "jupyter-nbconvert");
      execFileSync(program, ["--to", "html", "--output", "by-hand.html", "saved.ipynb"], {
        cwd: folder,
        stdio: "pipe",
      });
      return readFileSync(join(folder, "by-hand.html"), "utf8");
    },
  };
  test.each(Object.entries(exported))(
    "still draws in a page exported by %s, formulas too, and asks no network for anything",
    async (by, get) => {
      const html = await get();
      expect(html.split("plotly.js v").length - 1).toBe(1); // the library once
      const context = await browser.newContext({ offline: true });
      const page = await context.newPage();
      const asked: string[] = [];
      page.on("request", (request) => asked.push(request.url()));
      const file = join(folder, "exported.html");
      writeFileSync(file, html);
      await page.goto(`file://${file}`, { waitUntil: "domcontentloaded" });
      await page.waitForSelector(".convlab-figure .bars .point path");
      expect(await drawnBars(page)).toBe(3);
      await page.waitForSelector(".jp-RenderedMarkdown math");
      expect(asked.filter((url) => !/^(file|data|blob):/.test(url))).toEqual([]);
      await keepPicture(page, `exported-by-${by.replaceAll(" ", "-").toLowerCase()}`);
      await context.close();
    },
  );
});
