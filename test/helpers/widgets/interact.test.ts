import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { interactive } from "../../../kernel/helpers/widgets/index.ts";
import { faultOf } from "../../support/codes.ts";
import { openPage, type TestPage } from "../../support/page.ts";

describe("abbreviations", () => {
  test("give the controls that ipywidgets gives, each with its name", () => {
    const { controls, values } = interactive(() => undefined, {
      stride: [1, 4],
      rate: [0, 1, 0.25],
      fine: [0, 0.5],
      size: 10,
      mode: ["valid", "same"],
      by: { three: 3, five: 5 },
      flip: true,
      name: "edges",
    });
    // the middle, on a step: 1 + ⌊1.5⌋ = 2, 0 + 2·0.25 = 0.5, 50·0.005 = 0.25
    const expected = {
      stride: 2,
      rate: 0.5,
      fine: 0.25,
      size: 10,
      mode: "valid",
      by: 3,
      flip: true,
      name: "edges",
    };
    expect(values).toEqual(expected);
    const kinds = Object.values(controls).map((control) => String(control).split("(")[0]);
    expect(kinds.join(" ")).toBe(
      "IntSlider FloatSlider FloatSlider IntSlider Dropdown Dropdown Checkbox Text",
    );
    expect(Object.values(controls).map((control) => Reflect.get(control, "description"))).toEqual(
      Object.keys(expected),
    );
  });

  test("that make no control are named all at once, with the way to say it", async () => {
    const wrong = { a: [4, 1], b: [1, 2, 3], c: [], d: null } as object;
    const fault = await faultOf(() => interactive(() => 0, wrong as { a: string }));
    expect(fault.code).toBe("WIDGET_OPTION");
    for (const name of ["a: [4, 1]", "b: [1, 2, 3]", "c: []", "d: null"])
      expect(fault.given).toContain(name);
    expect(fault.fix).toContain("Dropdown({ options: [1, 2, 3] })");
  });

  test("without a function, or controls in a list, are told how interact is written", async () => {
    const fault = await faultOf(() => interactive({ n: 1 } as never, { n: 1 }));
    expect(fault.code).toBe("INTERACT_ARGUMENTS");
  });
});

describe("interact in a cell", () => {
  let page: TestPage;
  beforeAll(async () => {
    page = openPage();
    await page.run('import { interact, IntSlider, openComm } from "convlab/widgets"');
  });
  afterAll(() => page.cells.close());

  type Saved = {
    readonly text?: string;
    readonly data?: { "text/plain": string };
    readonly evalue?: string;
  };
  const shown = (): (string | undefined)[] => {
    const outputs = page.state(page.newest("OutputModel"))["outputs"] as Saved[];
    return outputs.map(({ text, data, evalue }) => text ?? data?.["text/plain"] ?? evalue);
  };

  test("shows itself once, though it is the last line, and runs again with each move", async () => {
    const { events } = await page.run(
      'interact(({ n }) => { console.log("n is", n); return n * n; }, { n: [2, 6] })',
    );
    expect(events.filter(({ type }) => type === "display")).toHaveLength(1);
    expect(events.filter(({ type }) => type === "result" || type === "stream")).toEqual([]);
    expect(shown()).toEqual(["n is 4\n", "16"]);
    await page.change(page.newest("IntSliderModel"), { value: 5 });
    expect(shown()).toEqual(["n is 5\n", "25"]);
  });

  test("shows an error of the function in its output, and goes on with the next move", async () => {
    await page.run(
      'interact(({ n }) => { if (n === 3) throw new RangeError("not 3"); return n; }, { n: new IntSlider({ max: 4 }) })',
    );
    const slider = page.newest("IntSliderModel");
    await page.change(slider, { value: 3 });
    expect(shown()).toEqual(["not 3"]);
    await page.change(slider, { value: 4 });
    expect(shown()).toEqual(["4"]);
  });

  test("lets the last call win, though an earlier one ends later, and tells the earlier one", async () => {
    await page.run(`
      const ends: Record<number, () => void> = {};
      const aborted: number[] = [];
      interact(async ({ n }, { signal }) => {
        signal.addEventListener("abort", () => aborted.push(n));
        await new Promise<void>((resolve) => (ends[n] = resolve));
        console.log("ended", n);
        return n;
      }, { n: [0, 9] })`);
    const slider = page.newest("IntSliderModel");
    const first = page.change(slider, { value: 7 });
    const second = page.change(slider, { value: 8 });
    await page.run(
      "while (!(7 in ends && 8 in ends)) await new Promise((r) => setTimeout(r, 1)); ends[8]!();",
    );
    await second;
    await page.run("ends[7]!(); ends[4]!();");
    await first;
    expect(shown()).toEqual(["ended 8\n", "8"]);
    expect((await page.run("aborted.join()")).text).toBe("'4,7'");
  });

  /** The function has begun, for that many times in all. */
  const begins = (times = 1) =>
    page.cells.heard(() => page.said().filter(({ data }) => data["begins"] === 1).length >= times);

  test("is ended by Stop where its function loops: its output says so, and the next move works", async () => {
    await page.run(
      'const signal = openComm("signal"); interact(({ n }) => { if (n === 3) { signal.send({ data: { begins: 1 } }); while (true) {} } return n; }, { n: new IntSlider({ max: 4 }) })',
    );
    const slider = page.newest("IntSliderModel");
    const stuck = page.change(slider, { value: 3 });
    await begins();
    await page.cells.engine.interrupt();
    await stuck;
    expect(shown().at(-1)).toMatch(/the cell was stopped/);
    await page.change(slider, { value: 4 });
    expect(shown()).toEqual(["4"]);
  });

  test("is ended by Stop where its function awaits or loops after an await, with no cell running", async () => {
    await page.run(`
      interact(async ({ n }) => {
        console.log("awaits", n);
        await new Promise((resolve) => setTimeout(resolve, n === 3 ? 1 : 1_000_000));
        signal.send({ data: { begins: 1 } });
        while (true) {}
      }, { n: new IntSlider({ value: 1, max: 4 }) })`);
    const output = page.newest("OutputModel");
    const said = (text: string) =>
      page.cells.heard(
        (event) => "comm" in event && event.comm === output && JSON.stringify(event).includes(text),
      );
    await said("awaits 1");
    await page.cells.engine.interrupt();
    await said("KeyboardInterrupt");
    void page.change(page.newest("IntSliderModel"), { value: 3 });
    await begins(2);
    await page.cells.engine.interrupt();
    await expect.poll(() => shown().at(-1)).toMatch(/the cell was stopped/);
    expect((await page.run("6 * 7")).text).toBe("42");
  });

  test("keeps figures and words for where there is no page", async () => {
    const { events } = await page.run(
      'interact(({ mode }) => `mode ${mode}`, { mode: ["valid", "same"] })',
    );
    const display = events.find((event) => event.type === "display");
    expect(display).toMatchObject({
      data: { "text/plain": 'Dropdown(description: "mode", value: "valid")\n\'mode valid\'' },
    });
  });
});
