// A notebook in JupyterLab with its cells, for tests that read like what a user does.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import { command, openBrowser, openNotebook, untilIdle } from "./browser.ts";
import { freshNotebook } from "./browser-notebooks.ts";
import { startLab, type RunningLab } from "./jupyterlab.ts";

/** One notebook, open in a browser of its own. */
export class NotebookPage {
  readonly page: Page;
  readonly #browser: Browser;
  readonly #lab: RunningLab;
  readonly #folder: string;

  private constructor(parts: { page: Page; browser: Browser; lab: RunningLab; folder: string }) {
    this.page = parts.page;
    this.#browser = parts.browser;
    this.#lab = parts.lab;
    this.#folder = parts.folder;
  }

  /** Opens a notebook of these cells; its kernel stands, and nothing has run. */
  static async open(
    cells: readonly string[],
    options: readonly string[] = [],
  ): Promise<NotebookPage> {
    const folder = mkdtempSync(join(tmpdir(), "convlab-page-"));
    writeFileSync(join(folder, "cells.ipynb"), freshNotebook(cells));
    const [lab, browser] = await Promise.all([
      startLab([folder, "--LabApp.expose_app_in_browser=True", ...options]),
      openBrowser(),
    ]);
    const page = await openNotebook(browser, lab.address, "cells.ipynb");
    await untilIdle(page);
    return new NotebookPage({ page, browser, lab, folder });
  }

  /** Opens another notebook of the same JupyterLab, with a kernel of another name, in a page of its own. */
  async beside(cells: readonly string[], kernel: string): Promise<Page> {
    writeFileSync(join(this.#folder, "beside.ipynb"), freshNotebook(cells, kernel));
    return openNotebook(this.#browser, this.#lab.address, "beside.ipynb");
  }

  /** Ends browser, JupyterLab and kernel. */
  async close(): Promise<void> {
    await this.#browser.close();
    await this.#lab.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  cell(index: number): Locator {
    return this.page.locator(".jp-NotebookPanel .jp-CodeCell").nth(index);
  }

  /** Goes to a cell, with the cursor in it. */
  async enter(index: number): Promise<void> {
    await this.cell(index).locator(".cm-content").click();
  }

  /** Types a text in place of what stands in a cell. */
  async write(index: number, code: string): Promise<void> {
    await this.enter(index);
    await this.page.keyboard.press("Control+a");
    await this.page.keyboard.press("Delete");
    await this.page.keyboard.type(code);
  }

  /** Runs the cell in which the cursor stands. */
  async run(index: number): Promise<void> {
    await this.enter(index);
    await command(this.page, "notebook:run-cell", {}, false);
  }

  /** The text of a cell. */
  async text(index: number): Promise<string> {
    return (await this.cell(index).locator(".cm-line").allTextContents()).join("\n");
  }

  /** Everything that a cell has put out. */
  async output(index: number): Promise<string> {
    return (await this.cell(index).locator(".jp-OutputArea-output").allTextContents()).join("\n");
  }

  /** What is underlined in a cell. */
  marked(index: number, kind: "error" | "hint"): Locator {
    return this.cell(index).locator(`.convlab-problem-${kind}`);
  }
}
