// JupyterLab in Debian's chromium, driven by its own commands instead of by clicks.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Browser, type Locator, type Page } from "playwright-core";
import { root } from "../../kernel/install/node24.mjs";
import { findChromium } from "./debian-tools.ts";

/** Folder of screenshots; git ignores it. */
const screenshots = join(root, "test", "screenshots");

/** Path of the browser, or undefined: its tests are then skipped. */
export const browserPath: string | undefined = findChromium();

/** Starts the browser, without a window and without talking to anybody. */
export function openBrowser(): Promise<Browser> {
  mkdirSync(screenshots, { recursive: true });
  return chromium.launch({
    executablePath: browserPath ?? "chromium",
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
}

/** Runs a JupyterLab command in the page; `isAwaited` false: without waiting for its end, which may never come. */
export async function command(
  page: Page,
  id: string,
  args: object = {},
  isAwaited = true,
): Promise<void> {
  await page.evaluate(
    ([name, options, waits]) => {
      const app: unknown = Reflect.get(globalThis, "jupyterapp");
      const ended = (
        app as { commands: { execute(id: string, args: object): Promise<unknown> } }
      ).commands.execute(name, options);
      return waits ? ended.then(() => undefined) : undefined;
    },
    [id, args, isAwaited] as const,
  );
}

/** Opens a notebook by its path below the lab's folder, and waits until its cells stand. */
export async function openNotebook(browser: Browser, address: string, path: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const url = new URL(address);
  url.pathname = `/lab/tree/${path}`;
  url.searchParams.set("reset", "");
  await page.goto(url.href);
  await page.waitForFunction(() => Reflect.has(globalThis, "jupyterapp"));
  await page.waitForSelector(".jp-NotebookPanel .jp-Cell");
  return page;
}

/** Starts all cells; their outputs tell when they have run (the command itself may never say so). */
export async function runAllCells(page: Page): Promise<void> {
  await page.evaluate(() => {
    const app = Reflect.get(globalThis, "jupyterapp") as {
      commands: { execute(id: string): Promise<unknown> };
    };
    void app.commands.execute("notebook:run-all-cells"); // not awaited, see above
  });
}

/** Waits until the kernel stands and has nothing to do. */
export async function untilIdle(page: Page): Promise<void> {
  // the indicator beside the notebook says idle before there is a kernel
  await page.locator("#jp-main-statusbar").getByText("(Convlab) | Idle").first().waitFor();
}

/** Scrolls something to the upper edge of the notebook and waits until it stands there: cells out of view are not laid out. */
export async function scrollToTop(page: Page, what: Locator): Promise<void> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    await what.evaluate((node) => node.scrollIntoView({ block: "start" }));
    await untilPainted(page);
    const top = (await what.boundingBox())?.y ?? -1;
    if ((top > 0 && top < 300) || Date.now() > deadline) return;
  }
}

/** Waits until what changed has been laid out and painted. */
async function untilPainted(page: Page): Promise<void> {
  for (let frame = 0; frame < 10; frame += 1) {
    await page.evaluate(
      () => new Promise((resolve) => Reflect.get(globalThis, "requestAnimationFrame")(resolve)),
    );
  }
}

/** Keeps a picture of the page for a person to look at. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(screenshots, `${name}.png`) });
}
