// Questions of a cell, tslab's displays and plain trees as a student sees them.
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { browserPath, keepPicture } from "../support/browser.ts";
import { NotebookPage } from "../support/notebook-page.ts";

const cells = [
  'const name = await input("your name? ");\nconsole.log(`hi ${name}`)',
  'const key = await input("key? ", { password: true });\nkey.length',
  'confirm("really?")',
  'const who = input("who? ");\nconsole.log(`hello ${who}`)',
  'import * as tslab from "tslab";\nconst place = tslab.newDisplay();\nplace.html("<b>one</b>");\nplace.html("<b>two</b>");\ntslab.display.markdown("# three")',
  'console.log({ sizes: [1, 2, 3] });\n({ layer: "conv", stride: [1, 1] })',
];

describe.skipIf(browserPath === undefined)("a notebook that asks and shows", () => {
  let notebook: NotebookPage;
  let page: Page;
  const cell = (index: number): Locator => notebook.cell(index);

  beforeAll(async () => {
    notebook = await NotebookPage.open(cells);
    ({ page } = notebook);
  });
  afterAll(() => notebook?.close());

  /** Types into the field below a cell; the field's type. */
  async function answer(index: number, line: string): Promise<string | null> {
    const field = cell(index).locator(".jp-Stdin-input");
    await field.waitFor();
    const type = await field.getAttribute("type");
    await field.fill(line);
    await field.press("Enter");
    return type;
  }

  /** All text below a cell, once it holds what is waited for. */
  async function textBelow(index: number, awaited: string): Promise<string> {
    const output = cell(index).locator(".jp-OutputArea");
    await expect.poll(() => output.first().innerText()).toContain(awaited);
    return output.first().innerText();
  }

  test("input() shows its question and takes the line, umlauts and all", async () => {
    await notebook.run(0);
    await cell(0).locator(".jp-Stdin-prompt").waitFor();
    expect(await cell(0).locator(".jp-Stdin-prompt").textContent()).toContain("your name?");
    await keepPicture(page, "input-field");
    expect(await answer(0, "Zoë 😀")).not.toBe("password");
    await textBelow(0, "hi Zoë 😀");
  });

  test("a password is not shown, neither while it is typed nor later", async () => {
    await notebook.run(1);
    expect(await answer(1, "hunter2")).toBe("password");
    expect(await textBelow(1, "7")).not.toContain("hunter2");
  });

  test("confirm() takes y for yes", async () => {
    await notebook.run(2);
    await answer(2, "y");
    expect(await textBelow(2, "true")).toContain("really? [y/N]");
  });

  test("a forgotten await is explained where the line is used", async () => {
    await notebook.run(3);
    await textBelow(3, "write `await input(…)`");
    expect(await cell(3).locator(".jp-Stdin-input").count()).toBe(0); // no field is left behind
    await keepPicture(page, "input-not-awaited");
  });

  test("a tslab display is replaced in its place, and another stands below it", async () => {
    await notebook.run(4);
    const text = await textBelow(4, "three");
    expect(text).toContain("two");
    expect(text).not.toContain("one");
    expect(await cell(4).locator("h1").textContent()).toContain("three");
  });

  test("printed objects are plain text, without escape codes in the saved notebook", async () => {
    await notebook.run(5);
    expect(await textBelow(5, "stride")).toContain("{ sizes: [ 1, 2, 3 ] }");
    expect(await cell(5).locator("[class*='ansi-']").count()).toBe(0);
    await keepPicture(page, "tslab-and-trees");
  });
});
