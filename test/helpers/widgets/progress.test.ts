import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { progress, progressBar } from "../../../kernel/helpers/widgets/index.ts";
import { clock, line } from "../../../kernel/helpers/widgets/progress/words.ts";
import { codeOf } from "../../support/codes.ts";
import { openPage, type TestPage } from "../../support/page.ts";

describe("the line of a bar", () => {
  const state = {
    description: "train",
    count: 25,
    total: 100,
    elapsed: 5000,
    ended: "running",
  } as const;

  test("names count, time, what is left and rate", () => {
    // 25 in 5 s are 5 a second; 75 more take 15 s; a quarter of 24 letters is 6
    expect(line(state)).toBe(
      `train ${"█".repeat(6)}${" ".repeat(18)} 25/100 [00:05, 00:15 left, 5/s]`,
    );
    expect(line({ ...state, count: 2, ended: "stopped" })).toContain(
      "2/100 [00:05, 2.5 s each, stopped]",
    );
    expect(line({ ...state, description: "", total: undefined })).toBe("25 [00:05, 5/s]");
    expect(clock(3_725_000)).toBe("1:02:05");
  });

  test("never breaks: nothing of nothing, and more than was said", () => {
    expect(line({ ...state, count: 0, total: 0, elapsed: 0, ended: "done" })).toContain(
      "0/0 [00:00]",
    );
    expect(line({ ...state, count: 120 })).toContain("120/100");
  });
});

test("a whole number is walked up to; half a number and nothing are refused with what to write instead", () => {
  expect([...progress(3)]).toEqual([0, 1, 2]);
  expect(codeOf(() => progress(2.5))).toBe("PROGRESS_THINGS");
  expect(codeOf(() => progress(undefined as never))).toBe("PROGRESS_THINGS");
  expect(codeOf(() => progressBar(-1))).toBe("PROGRESS_TOTAL");
});

describe("in a cell", () => {
  let page: TestPage;
  beforeAll(async () => {
    page = openPage();
    await page.run('import { progress, progressBar } from "convlab/widgets"');
  });
  afterAll(() => page.cells.close());

  /** Pictures of the bars of one cell, as their lines. */
  async function bars(code: string): Promise<readonly string[]> {
    const { events } = await page.cells.run(code);
    return events.flatMap((event) =>
      event.type === "display" || event.type === "update-display"
        ? [String(event.data["text/plain"])]
        : [],
    );
  }

  test("a fast loop of 100,000 is drawn a few times, the last time whole", async () => {
    const drawn = await bars(
      "let sum = 0; for (const i of progress(new Array(100_000).fill(1))) sum += i; 0",
    );
    expect(drawn.length).toBeLessThan(30);
    expect(drawn.at(-1)).toContain("100000/100000");
    expect((await page.run("sum")).text).toBe("100000");
  });

  test.each([
    ["break", "for (const i of progress([1, 2, 3, 4])) if (i === 3) break;"],
    ["an error", 'for (const i of progress([1, 2, 3, 4])) if (i === 3) throw new Error("x");'],
    [
      "break, asynchronously",
      "async function* g() { yield 1; yield 2; yield 3; } for await (const i of progress(g(), { total: 4 })) if (i === 3) break;",
    ],
  ])("after %s the bar stands at the true count", async (_, code) => {
    expect((await bars(code)).at(-1)).toMatch(/ 2\/4 \[.*stopped\]/);
  });

  test.each([
    ["that computes", "while (true) {}"],
    ["that waits", "await new Promise(() => {})"],
  ])("Stop of a loop %s leaves the bar at its true count, too", async (_, standing) => {
    const { run, ended } = page.cells.start(
      `for (const i of progress(9)) if (i === 4) { console.log("stands"); ${standing} }`,
    );
    await page.cells.heard((event) => event.run === run && event.type === "stream");
    await page.cells.engine.interrupt();
    const { events, error } = await ended;
    expect(error?.name).toBe("KeyboardInterrupt");
    const pictures = events.flatMap((event) =>
      event.type === "update-display" ? [String(event.data["text/plain"])] : [],
    );
    expect(pictures.at(-1)).toMatch(/ 4\/9 \[.*stopped\]/);
  });

  test("sets, strings, generators and asynchronous things are walked through, with or without a total", async () => {
    const { text } = await page.run(`
      const seen: unknown[] = [];
      for (const x of progress(new Set(["a", "b"]))) seen.push(x);
      for (const x of progress("cd")) seen.push(x);
      for (const x of progress((function* () { yield 1; })())) seen.push(x);
      for await (const x of progress((async function* () { yield 2; })())) seen.push(x);
      seen.join("")`);
    expect(text).toBe("'abcd12'");
  });

  test("a bar of one's own is moved, named and ended by its block", async () => {
    const drawn = await bars(`{
      using bar = progressBar(10, { description: "<epoch>" });
      bar.update(3);
      bar.value = 6;
    }`);
    expect(drawn.at(0)).toContain("0/10");
    expect(drawn.at(-1)).toMatch(/6\/10 \[.*stopped\]/);
    const [html] = page.cells.events
      .flatMap((event) =>
        event.type === "update-display" ? [String(event.data["text/html"])] : [],
      )
      .slice(-1);
    expect(html).toContain("&lt;epoch&gt;");
    expect(html).not.toMatch(/<script|class=|onclick/);
  });

  test("a slow loop is drawn while it waits, too", async () => {
    await page.run(
      "const slow = progressBar(2); let go = () => {}; void (async () => { slow.update(); await new Promise<void>((r) => (go = r)); slow.update(); })(); 0",
    );
    // the first update comes too early to be drawn at once: a timer brings it
    await page.cells.heard(
      (event) =>
        event.type === "update-display" && String(event.data["text/plain"]).includes("1/2"),
    );
    await page.run("go(); await null; 0");
    expect((await page.run("slow.value")).text).toBe("2");
  });
});
