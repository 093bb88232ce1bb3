import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CreateEngine } from "../../kernel/engine/contract.ts";
import { createEngine } from "../../kernel/engine/index.ts";
import { openEngine, plain, type TestEngine } from "../support/engine.ts";
import { until } from "../support/wait.ts";

let notebook: TestEngine;
beforeAll(() => {
  notebook = openEngine({ typeCheck: true });
});
afterAll(() => notebook.close());

test("log, info and debug go to stdout, warn and error to stderr", async () => {
  const ran = await notebook.run(
    "console.log('l'); console.info('i'); console.debug('d'); console.warn('w'); console.error('e')",
  );
  expect([ran.stdout, ran.stderr]).toEqual(["l\ni\nd\n", "w\ne\n"]);
});

test("a write that a cell puts in place of its own hears what the console prints", async () => {
  const ran = await notebook.run(
    "const heard11: string[] = []; const write11 = process.stdout.write; process.stdout.write = ((text: string) => { heard11.push(text); return true; }) as typeof process.stdout.write; console.log('a', 1); console.log('x'.repeat(100_000)); process.stdout.write = write11; console.log(heard11.map((text) => text.length))",
  );
  expect(ran.stdout).toBe("[ 4, 100001 ]\n");
});

test("lines in a group are indented, and those after it are not", async () => {
  const ran = await notebook.run(
    "console.group('a'); console.log(1, 'b'); console.groupCollapsed('c'); console.warn(2n); console.groupEnd(); console.groupEnd(); console.groupEnd(); console.log('%d d', 3, -0)",
  );
  expect([ran.stdout, ran.stderr]).toEqual(["a\n  1 b\n  c\n3 d -0\n", "    2n\n"]);
});

test("table, dir, time, count, group and assert work", async () => {
  const ran = await notebook.run(
    "console.table([{ a: 1 }]); console.dir({ b: { c: 2 } }); console.time('t'); console.timeEnd('t'); console.count(); console.group('g'); console.log('in'); console.groupEnd(); console.assert(1 > 2, 'no')",
  );
  const text = plain(ran.stdout);
  expect(text).toMatch(/│ 0 +│ 1 │/u);
  expect(text).toContain("{ b: { c: 2 } }");
  expect(text).toMatch(/t: [\d.]+ms/u);
  expect(text).toContain("default: 1\ng\n  in\n");
  expect(ran.stderr).toBe("Assertion failed: no\n");
});

test("process.stdout.write is captured, text and bytes, and calls back", async () => {
  const ran = await notebook.run(
    "process.stdout.write('raw'); process.stderr.write(new Uint8Array([0x68, 0x69])); await new Promise((done) => process.stdout.write('-out', done))",
  );
  expect([ran.stdout, ran.stderr]).toEqual(["raw-out", "hi"]);
});

test("child processes and direct writes are captured before the cell ends", async () => {
  const ran = await notebook.run(
    "import { execSync, spawn } from 'node:child_process'; import { writeSync } from 'node:fs'; execSync('echo child-out; echo child-err >&2', { stdio: 'inherit' }); writeSync(1, 'direct\\n')",
  );
  expect([ran.stdout, ran.stderr]).toEqual(["child-out\ndirect\n", "child-err\n"]);
});

test("what a program has printed is there before the end, though the page took nothing meanwhile", async () => {
  const slow: CreateEngine = (options, listener) =>
    createEngine(options, async (event) => {
      await listener(event);
      if (event.type !== "display") return;
      const isOver = (): boolean => existsSync(join(options.directory, "over"));
      await until(isOver, 20_000, "the cell's last line");
    });
  const other = openEngine({ typeCheck: true }, slow);
  try {
    const ran = await other.run(
      `import { execSync } from 'node:child_process'; import { writeFileSync } from 'node:fs';
      display.text('the page stands still'); execSync('seq 1 17000', { stdio: 'inherit' }); writeFileSync('over', '')`,
    );
    const numbers = Array.from({ length: 17_000 }, (_, index) => `${index + 1}\n`).join("");
    expect(ran.stdout === numbers).toBe(true); // a difference would fill the screen
  } finally {
    await other.close();
  }
});

test("a cell that closes stdout still ends", async () => {
  const other = openEngine({ typeCheck: true });
  try {
    const ran = await other.run(
      "import { closeSync } from 'node:fs'; closeSync(1); console.log('still here'); 5",
    );
    expect([ran.stdout, ran.text]).toEqual(["still here\n", "5"]);
    expect((await other.run("6")).text).toBe("6");
  } finally {
    await other.close();
  }
});

test("ten thousand lines arrive whole, in order, before the end, in at most 50 events", async () => {
  const ran = await notebook.run("for (let i = 0; i < 10000; i++) console.log('line ' + i)");
  expect(ran.stdout).toBe(Array.from({ length: 10_000 }, (_, i) => `line ${i}\n`).join(""));
  expect(ran.events.length).toBeLessThanOrEqual(50);
});

test("stdout and stderr keep their order", async () => {
  const ran = await notebook.run(
    "for (let i = 0; i < 3; i++) { console.log('o' + i); console.error('e' + i) }",
  );
  const text = ran.events.map((event) => (event.type === "stream" ? event.text : "")).join("");
  expect(text).toBe("o0\ne0\no1\ne1\no2\ne2\n");
});

test("a line that a loop prints is seen while the loop goes on", async () => {
  const { run, ended } = notebook.start(
    "console.log('begun'); const until9 = Date.now() + 1000; while (Date.now() < until9) ;",
  );
  await notebook.heard((event) => event.type === "stream" && event.run === run);
  const heard = performance.now();
  await ended;
  expect(performance.now() - heard).toBeGreaterThan(500); // ms; the line came long before the end
});

test("the last line of a flood is seen while the code after it computes", async () => {
  const { run, ended } = notebook.start(
    "for (let i = 0; i < 2000; i++) console.log('flood ' + i); const until10 = Date.now() + 1000; while (Date.now() < until10) ;",
  );
  await notebook.heard(
    (event) => event.type === "stream" && event.run === run && event.text.includes("flood 1999\n"),
  );
  const heard = performance.now();
  await ended;
  expect(performance.now() - heard).toBeGreaterThan(500); // ms; the line came long before the end
});

test("late output belongs to the cell that started it", async () => {
  const first = await notebook.run(
    "setTimeout(() => console.log('late'), 40); void new Promise((r) => setTimeout(r, 20)).then(() => console.log('later'))",
  );
  expect(first.stdout).toBe("");
  const second = await notebook.run(
    "await new Promise((r) => setTimeout(r, 120)); console.log('mine')",
  );
  expect(second.stdout).toBe("mine\n");
  const late = notebook.events
    .map((event) => (event.type === "stream" && event.run === first.run ? event.text : ""))
    .join("");
  expect(late).toBe("later\nlate\n");
});

test("twenty megabytes in one write arrive whole", async () => {
  const ran = await notebook.run("console.log('x'.repeat(20 * 2 ** 20))");
  expect(ran.stdout.length).toBe(20 * 2 ** 20 + 1);
});

test("output without end is cut with a notice, and the next cell prints again", async () => {
  const ran = await notebook.run(
    "const big9 = 'y'.repeat(2 ** 23); for (let i = 0; i < 20; i++) process.stdout.write(big9)",
  );
  expect(ran.stdout.length).toBe(128 * 2 ** 20);
  expect(ran.stderr).toContain("longer than 128 MB");
  expect(ran.stderr).toContain("limitOutput(256)");
  expect((await notebook.run("console.log('again')")).stdout).toBe("again\n");
});

test("limitOutput changes how much a cell may show, displays included", async () => {
  const other = openEngine({ typeCheck: true });
  try {
    await other.run("limitOutput(1)");
    const printed = await other.run("for (let n = 0; n < 5000; n++) console.log('z'.repeat(1000))");
    expect(printed.stdout.length).toBe(2 ** 20);
    expect(printed.stderr).toContain("longer than 1 MB");
    // each counts 1,024 and its 8 units: 2^20 / 1032 = 1016.06…
    const shown = await other.run("for (let n = 0; n < 5000; n++) display.html('<b>x</b>')");
    expect(shown.events.filter(({ type }) => type === "display")).toHaveLength(1016);
    expect(shown.stderr).toContain("longer than 1 MB");
    await other.run("limitOutput(Infinity)");
    const free = await other.run("process.stdout.write('z'.repeat(2 ** 21))");
    expect([free.stdout.length, free.stderr]).toEqual([2 ** 21, ""]);
    const wrong = await other.run("limitOutput(-1)");
    expect(wrong.error?.message).toContain("limitOutput(256)");
  } finally {
    await other.close();
  }
});

test("CONVLAB_OUTPUT_LIMIT bounds what programs write that a cell has started, too", async () => {
  process.env["CONVLAB_OUTPUT_LIMIT"] = "1";
  const other = openEngine({ typeCheck: true });
  try {
    const ran = await other.run(
      "import { execSync } from 'node:child_process'; execSync('yes | head -c 3000000', { stdio: 'inherit' })",
    );
    expect(ran.stdout.length).toBe(2 ** 20);
    expect(ran.stderr).toContain("longer than 1 MB");
    expect((await other.run("console.log('again')")).stdout).toBe("again\n");
  } finally {
    delete process.env["CONVLAB_OUTPUT_LIMIT"];
    await other.close();
  }
});

test("more lines than a page can hold are counted, and the last ones are shown", async () => {
  const ran = await notebook.run(
    "for (let line = 1; line <= 120_000; line += 1) console.log('line', line);\n'result'",
  );
  const shown = ran.stdout.match(/^line \d+$/gm)?.length ?? 0;
  const missing = [...ran.stdout.matchAll(/\[([\d,]+) lines are not shown/g)].reduce(
    (sum, [, count = ""]) => sum + Number(count.replaceAll(",", "")),
    0,
  );
  // the five last ones are among the missing, and shown all the same
  expect(shown + missing).toBe(120_000 + 5);
  expect(shown).toBeGreaterThanOrEqual(50_000);
  expect(ran.stdout).toMatch(/\nline 119996\n(?:line \d+\n){3}line 120000\n$/);
  expect(ran.text).toBe("'result'");
});

test("one text of many lines is cut at a line", async () => {
  const ran = await notebook.run("process.stdout.write('ab\\n'.repeat(60_000) + 'end')");
  expect(ran.stdout.startsWith("ab\n".repeat(50_000))).toBe(true);
  expect(ran.stdout).toMatch(/\[10,000 lines are not shown[^\n]*\]\n(?:ab\n){4}end$/);
  const free = await notebook.run(
    "limitOutput(Infinity); process.stdout.write('ab\\n'.repeat(60_000)); limitOutput(128)",
  );
  expect(free.stdout).toBe("ab\n".repeat(60_000));
});

test("display shows a value at once, in order with what is printed", async () => {
  const ran = await notebook.run(
    "console.log('a'); display({ x: 1 }); console.log('b'); display.html('<b>h</b>'); display.markdown('# m'); display.png(new Uint8Array([1, 2, 3])); display.json({ j: 1 })",
  );
  expect(ran.events.map(({ type }) => type)).toEqual([
    "stream",
    "display",
    "stream",
    "display",
    "display",
    "display",
    "display",
  ]);
  const data = ran.events.flatMap((event) => (event.type === "display" ? [event.data] : []));
  expect(data.slice(1)).toEqual([
    { "text/html": "<b>h</b>" },
    { "text/markdown": "# m" },
    { "image/png": "AQID" },
    { "application/json": { j: 1 } },
  ]);
});

test("a display is updated by its id or by its handle", async () => {
  const ran = await notebook.run(
    "const shown9 = display('one', { id: 'mine' }); updateDisplay('mine', 'two'); shown9.update('three')",
  );
  expect(
    ran.events.map((event) =>
      event.type === "display" || event.type === "update-display"
        ? [event.type, event.displayId, event.data["text/plain"]]
        : [],
    ),
  ).toEqual([
    ["display", "mine", "'one'"],
    ["update-display", "mine", "'two'"],
    ["update-display", "mine", "'three'"],
  ]);
});

test("clearOutput and page say what they are for", async () => {
  const ran = await notebook.run("clearOutput({ wait: true }); console.clear(); page('help')");
  expect(ran.events).toMatchObject([
    { type: "clear-output", wait: true },
    { type: "clear-output", wait: false },
    { type: "page", data: { "text/plain": "help" } },
  ]);
});

test("input() waits for the answer; prompt() and confirm() stand still for it", async () => {
  const { ended } = notebook.start(
    "const answers9 = [await input('name? '), await input('word? ', { password: true }), prompt('sync? '), confirm('sure?')]; answers9",
  );
  for (const [prompt, password, line] of [
    ["name? ", false, "Ada ü"],
    ["word? ", true, "secret"],
    ["sync? ", false, "now 😀"],
    ["sure? [y/N] ", false, "y"],
  ] as const) {
    const event = await notebook.heard(
      (heard) => heard.type === "input" && heard.prompt === prompt,
    );
    if (event.type !== "input") throw new Error("unreachable");
    expect(event.password).toBe(password);
    event.answer(line);
  }
  expect((await ended).text).toBe("[ 'Ada ü', 'secret', 'now 😀', true ]");
});

test("input() without a person fails and says so", async () => {
  const { ended, run } = notebook.start("await input('anyone? ')");
  const event = await notebook.heard((heard) => heard.type === "input" && heard.run === run);
  if (event.type === "input") event.answer(undefined);
  expect((await ended).error?.message).toContain("nobody to ask");
});

test("a slow listener slows the cell and loses nothing", async () => {
  const { createEngine } = await import("../../kernel/engine/index.ts");
  let text = "";
  let isBusy = false;
  const engine = createEngine(
    { directory: notebook.directory, typeCheck: false },
    async (event) => {
      expect(isBusy).toBe(false); // one at a time
      isBusy = true;
      await new Promise((resolve) => setImmediate(resolve));
      if (event.type === "stream") text += event.text;
      isBusy = false;
    },
  );
  try {
    await engine.execute({
      run: "r",
      label: "Cell [1]",
      showResult: true,
      code: "for (let i = 0; i < 2000; i++) { console.log(i); console.error(i) }",
    });
    expect(text).toBe(Array.from({ length: 2000 }, (_, i) => `${i}\n${i}\n`).join(""));
  } finally {
    await engine.dispose();
  }
});
