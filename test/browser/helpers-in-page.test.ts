import { readdirSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "../../kernel/install/node24.mjs";
import { browserPath, openBrowser } from "../support/browser.ts";

/** Doors that may use Node: they are no part of a page. */
const nodeDoors = new Set(["data", "train"]);
const helpers = join(root, "kernel", "helpers");
const doors = readdirSync(helpers, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !nodeDoors.has(entry.name))
  .map(({ name }) => name);

/** What runs in the page and here: a convolution, its gradients, and a network's table. */
const program = `
${doors.map((door) => `export * as ${door} from "./${door}/index.ts";`).join("\n")}
import { conv2d } from "./ops/index.ts";
import { conv2dBackward } from "./backprop/index.ts";
import { formatSummary, summary, vgg } from "./architectures/index.ts";
import { random } from "./tensor/index.ts";
export function run() {
  const x = random([2, 9, 8, 3], { seed: 1 });
  const filters = random([3, 2, 3, 4], { seed: 2 });
  const options = { stride: [2, 1], padding: "same" };
  const y = conv2d(x, filters, undefined, options);
  const gradients = conv2dBackward(y, x, filters, options);
  const table = summary(vgg("D"));
  return {
    shape: y.shape,
    output: [...y.data],
    gradInput: [...gradients.gradInput.data],
    gradFilters: [...gradients.gradFilters.data],
    table: formatSummary(table),
  };
}
`;

/** Large enough for the SIMD way: what it gives, and how often the page compiled it. */
const largeProgram = `
export function large() {
  let compiled = 0;
  const { Module } = WebAssembly;
  WebAssembly.Module = class extends Module {
    constructor(bytes) { super(bytes); compiled += 1; }
  };
  const both = ["float64", "float32"].map((dtype) => {
    const x = random([1, 24, 25, 6], { seed: 1, dtype });
    const filters = random([3, 3, 6, 10], { seed: 2, dtype });
    const y = conv2d(x, filters, undefined, { padding: "same" });
    const { gradInput, gradFilters } = conv2dBackward(y, x, filters, { padding: "same" });
    return [y, gradInput, gradFilters].map(({ data }) => [...data]);
  });
  return { compiled, both };
}
`;

async function bundle(format: "iife" | "esm"): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: program + largeProgram, resolveDir: helpers, loader: "ts" },
    bundle: true,
    platform: "browser",
    format,
    globalName: "convlab",
    write: false,
    logLevel: "silent",
  });
  return outputFiles[0]?.text ?? "";
}

test("no door needs Node: all of them bundle for a page", async () => {
  expect(doors).toContain("ops");
  expect(await bundle("esm")).not.toMatch(/["']node:/);
});

describe.skipIf(browserPath === undefined)("in a browser's page", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  test("large layers run in WebAssembly there, too, and give the same numbers", async () => {
    const page = await browser.newPage();
    await page.addScriptTag({ content: await bundle("iife") });
    const there = await page.evaluate("convlab.large()");
    const text = await bundle("esm");
    const here = (await import(`data:text/javascript,${encodeURIComponent(text)}`)) as {
      large(): unknown;
    };
    expect(there).toEqual(here.large());
    expect(there).toMatchObject({ compiled: 2 });
    await page.close();
  });

  test("a convolution, its gradients and a summary give what they give here", async () => {
    const page = await browser.newPage();
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(error.message));
    await page.addScriptTag({ content: await bundle("iife") });
    const there: unknown = await page.evaluate("convlab.run()");
    const text = await bundle("esm");
    const here = (await import(`data:text/javascript,${encodeURIComponent(text)}`)) as {
      run(): unknown;
    };
    expect(faults).toEqual([]);
    expect(there).toEqual(here.run());
    expect(there).toMatchObject({ shape: [2, 5, 8, 4] });
    expect(String(Reflect.get(Object(there), "table"))).toContain("138,357,544");
    await page.close();
  });
});
