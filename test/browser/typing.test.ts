// Errors underlined while the user types, in a real JupyterLab.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "../../kernel/install/node24.mjs";
import { browserPath, command, keepPicture } from "../support/browser.ts";
import { NotebookPage } from "../support/notebook-page.ts";

const cells = [
  'import { tensor } from "convlab/tensor";\nconst image = tensor([[1, 2], [3, 4]]);',
  "image.shape",
  "",
  "",
];

describe.skipIf(browserPath === undefined)("typing in JupyterLab", () => {
  /** A kernelspec in the data folder of the JupyterLab that `npm start` runs. */
  const tslab = join(root, ".cache", "jupyter", "data", "kernels", "tslab");
  let notebook: NotebookPage;
  const tooltip = (): Locator => notebook.page.locator(".convlab-problem-tooltip");

  beforeAll(async () => {
    mkdirSync(tslab, { recursive: true });
    const program = join(root, "node_modules", "tslab", "bin", "tslab");
    const argv = [process.execPath, program, "kernel", "--config-path", "{connection_file}"];
    const spec = { argv, display_name: "tslab", language: "typescript" };
    writeFileSync(join(tslab, "kernel.json"), JSON.stringify(spec));
    notebook = await NotebookPage.open(
      cells,
      ["convlab", "tslab"].map((name) => `--KernelSpecManager.allowed_kernelspecs=${name}`),
    );
  });
  afterAll(async () => {
    await notebook?.close();
    rmSync(tslab, { recursive: true, force: true });
  });

  test("a name of a cell that has not run is a hint, which goes when that cell has run", async () => {
    await notebook.enter(1);
    await expect.poll(() => notebook.marked(1, "hint").allTextContents()).toEqual(["image"]);
    expect(await notebook.marked(1, "error").count()).toBe(0);
    await notebook.run(0);
    await expect.poll(() => notebook.marked(1, "hint").count()).toBe(0);
  });

  test("a type error is underlined, and tells on hover what it means", async () => {
    await notebook.write(2, 'const n: number = "seven";');
    await expect.poll(() => notebook.marked(2, "error").allTextContents()).toEqual(["n"]);
    await notebook.marked(2, "error").first().hover();
    await tooltip().waitFor();
    expect(await tooltip().textContent()).toMatch(/A number is needed.*TypeScript 2322/);
    const line = await notebook
      .marked(2, "error")
      .first()
      .evaluate((node) => {
        const styleOf = Reflect.get(globalThis, "getComputedStyle") as (of: unknown) => unknown;
        return String(Reflect.get(styleOf(node) as object, "textDecorationStyle"));
      });
    expect(line).toBe("wavy");
    await keepPicture(notebook.page, "typing-type-error");
    await notebook.write(2, "const n: number = 7;");
    await expect.poll(() => notebook.marked(2, "error").count()).toBe(0);
  });

  test("a fault of the syntax is underlined", async () => {
    await notebook.write(2, "const bad = );");
    await expect.poll(() => notebook.marked(2, "error").allTextContents()).toEqual([")"]);
  });

  test("a missing import is added by one click in the tooltip", async () => {
    await notebook.write(3, "zeros([2, 2])");
    await expect.poll(() => notebook.marked(3, "error").allTextContents()).toEqual(["zeros"]);
    await notebook.marked(3, "error").first().hover();
    await keepPicture(notebook.page, "typing-fix");
    await tooltip().getByRole("button").click();
    await expect
      .poll(() => notebook.text(3))
      .toBe('import { zeros } from "convlab/tensor";\nzeros([2, 2])');
    await expect.poll(() => notebook.marked(3, "error").count()).toBe(0);
    await expect.poll(() => tooltip().count()).toBe(0);
  });

  test("a completion that needs an import brings it along", async () => {
    await notebook.write(3, "heatm");
    await command(notebook.page, "completer:invoke-notebook");
    const item = notebook.page.locator(".jp-Completer-match", { hasText: /^heatmap$/ });
    await item.first().click();
    await expect
      .poll(() => notebook.text(3))
      .toBe('import { heatmap } from "convlab/viz";\nheatmap');
    await keepPicture(notebook.page, "typing-auto-import");
  });

  test("after a restart of the kernel, what the cells above declare is to be run again", async () => {
    await notebook.page.evaluate(async () => {
      const app = Reflect.get(globalThis, "jupyterapp") as {
        shell: { currentWidget: { sessionContext: { restartKernel(): Promise<void> } } };
      };
      await app.shell.currentWidget.sessionContext.restartKernel();
    });
    await expect.poll(() => notebook.marked(1, "hint").allTextContents()).toEqual(["image"]);
    await notebook.run(0);
    await expect.poll(() => notebook.marked(1, "hint").count()).toBe(0);
  });

  test("a notebook of another kernel is left alone", async () => {
    const page = await notebook.beside(['const n: number = "seven";'], "tslab");
    await page.locator("#jp-main-statusbar").getByText("tslab | Idle").first().waitFor();
    const editor = page.locator(".jp-CodeCell .cm-content").first();
    await editor.click();
    await page.keyboard.type("// typed\n");
    await command(page, "notebook:run-cell");
    await page.locator(".jp-OutputArea-output").first().waitFor(); // tslab's own complaint, long after a pause
    expect(await page.locator("[class*=convlab-problem]").count()).toBe(0);
    expect(await page.locator(".jp-KernelName").first().textContent()).toContain("tslab");
    await page.close();
  });
});
