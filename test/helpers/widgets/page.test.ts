// Widgets as the page meets them, in front of a real engine.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "../../../kernel/install/node24.mjs";
import { openPage, type TestPage } from "../../support/page.ts";

let page: TestPage;
beforeAll(async () => {
  page = openPage();
  await page.run('import * as w from "convlab/widgets"');
});
afterAll(() => page.cells.close());

/** What a cell's last line shows, as text. */
async function text(code: string): Promise<string | undefined> {
  return (await page.run(code)).text;
}

test("a widget is unknown to the page until it is shown; then it opens after its layout and style", async () => {
  const made = await page.run(
    "const one = new w.IntSlider({ value: 3, max: 10 }); one.value = 4; 0",
  );
  expect(made.events.map(({ type }) => type)).toEqual(["result"]);
  const { events, result } = await page.run("one");
  const models = events.flatMap((event) =>
    event.type === "comm-open"
      ? [(event.data["state"] as Record<string, unknown>)["_model_name"]]
      : [],
  );
  expect(models).toEqual(["LayoutModel", "SliderStyleModel", "IntSliderModel"]);
  const id = page.newest("IntSliderModel");
  expect(page.state(id)).toMatchObject({
    _model_module: "@jupyter-widgets/controls",
    _model_module_version: "2.0.0",
    _view_name: "IntSliderView",
    value: 4,
    max: 10,
    readout_format: "d",
    layout: `IPY_MODEL_${page.newest("LayoutModel")}`,
    style: `IPY_MODEL_${page.newest("SliderStyleModel")}`,
  });
  expect(page.said(id)[0]?.metadata).toEqual({ version: "2.1.0" });
  expect(result).toEqual({
    "application/vnd.jupyter.widget-view+json": {
      version_major: 2,
      version_minor: 0,
      model_id: id,
    },
    "text/plain": "IntSlider(value: 4)",
  });
});

test("a moved slider changes the value and is echoed to other pages; its listener prints below its own cell", async () => {
  const { run } = await page.run(
    'const two = new w.IntSlider({ max: 10 }); two.observe((value, before) => console.log("moved", before, value)); two',
  );
  const id = page.newest("IntSliderModel");
  const events = await page.change(id, { value: 8 });
  expect(
    events.map((event) => ("data" in event && "method" in event.data ? event.data : event)),
  ).toEqual([
    { method: "echo_update", state: { value: 8 }, buffer_paths: [] },
    { type: "stream", run, name: "stdout", text: "moved 0 8\n" },
  ]);
  expect(await text("two.value")).toBe("8");
});

test("what the page may not set is led back: the page hears the right value", async () => {
  await page.run("const three = new w.IntSlider({ value: 2, max: 10 }); three");
  const id = page.newest("IntSliderModel");
  await page.change(id, { value: 99 });
  expect(page.state(id)).toMatchObject({ value: 10 });
  await page.change(id, { value: "many" });
  expect(await text("three.value")).toBe("10");
});

test("a value set by code reaches the page; a loop that sets it sends few messages and the last value", async () => {
  await page.run("const four = new w.IntProgress({ max: 10000 }); four");
  const id = page.newest("FloatProgressModel");
  await page.run("for (let i = 0; i <= 10000; i++) four.value = i;");
  await page.cells.heard(
    (event) =>
      event.type === "comm-message" &&
      event.comm === id &&
      (event.data["state"] as { value?: number }).value === 10000,
  );
  expect(page.said(id).length).toBeLessThan(100); // open and updates
});

test("a click runs its code; an error in it is shown below the button's cell and the next click works", async () => {
  const { run } = await page.run(
    'let clicks = 0; const five = new w.Button({ description: "go" }); five.onClick(async () => { await null; if (++clicks === 1) throw new Error("first"); console.log("click", clicks); }); five',
  );
  const id = page.newest("ButtonModel");
  const click = { method: "custom", content: { event: "click" } };
  expect(await page.tell(id, click)).toMatchObject([
    { type: "error", run, error: { message: "first" } },
  ]);
  expect(await page.tell(id, click)).toMatchObject([{ type: "stream", run, text: "click 2\n" }]);
});

test("bytes travel beside the state, in both directions", async () => {
  await page.run(
    'const six = w.anywidget({ esm: "export default {}", pixels: new Uint8Array([1, 2, 3]), nested: { deep: [new Float32Array([0.5])] } }); six',
  );
  const id = page.newest("AnyModel");
  const [open] = page.said(id);
  expect(open?.data["buffer_paths"]).toEqual([["pixels"], ["nested", "deep", 0]]);
  expect(open?.buffers?.[0]).toEqual(new Uint8Array([1, 2, 3]));
  expect(open?.buffers?.[1]).toEqual(new Uint8Array(new Float32Array([0.5]).buffer));
  await page.change(id, { pixels: null }, [new Uint8Array([9])]);
  expect(await text("six.pixels.join()")).toBe("'9'");
});

test("what no page of ours would send changes nothing, and the widget goes on", async () => {
  await page.run("const odd = new w.IntSlider({ value: 2, max: 9 }); odd");
  const id = page.newest("IntSliderModel");
  const paths = [["__proto__", "stolen"], ["constructor", "stolen"], 5, [[1]], ["value", "deep"]];
  for (const state of [null, "x", 7])
    expect(await page.tell(id, { method: "update", state, buffer_paths: paths })).toEqual([]);
  const update = { method: "update", state: {}, buffer_paths: paths };
  await page.tell(
    id,
    update,
    paths.map(() => new Uint8Array([1])),
  );
  await page.tell(id, { method: "of tomorrow" });
  expect(await text("[({} as any).stolen, (Object as any).stolen, odd.value]")).toBe(
    "[ undefined, undefined, 2 ]",
  );
  await page.change(id, { value: 3 });
  expect(await text("odd.value")).toBe("3");
});

test("a page that is loaded again gets every open widget as it is now; a closed one is gone", async () => {
  await page.run(
    "const seven = new w.IntSlider({ max: 10 }); const eight = new w.Checkbox(); display(seven); display(eight); 0",
  );
  const [slider, checkbox] = [page.newest("IntSliderModel"), page.newest("CheckboxModel")];
  await page.change(slider, { value: 6 });
  await page.run("eight.close()");
  const { data } = await page.reload();
  expect(data["method"]).toBe("update_states");
  const states = data["states"] as Record<string, { model_name: string; state: object }>;
  expect(states[slider]).toMatchObject({ model_name: "IntSliderModel", state: { value: 6 } });
  expect(states[checkbox]).toBeUndefined();
  expect(page.said(checkbox).at(-1)?.type).toBe("comm-close");
});

test("a page without the control comm asks each widget for its state", async () => {
  await page.run("const nine = new w.Text({ value: 'edges' }); nine");
  const id = page.newest("TextModel");
  const [answer] = await page.tell(id, { method: "request_state" });
  expect(answer).toMatchObject({ data: { method: "update", state: { value: "edges" } } });
});

test("an Output takes what its work prints, shows and throws, late output too, and nothing else does", async () => {
  const { stdout } = await page.run(`
    const out = new w.Output();
    display(out);
    out.capture(() => { console.log("a"); console.log("b"); display.html("<i>c</i>"); });
    const late = out.capture(async () => { await new Promise((r) => setTimeout(r, 1)); throw new RangeError("d"); });
    console.log("outside");
    await late;`);
  expect(stdout).toBe("outside\n");
  expect(
    await text("out.outputs.map((o: any) => o.text ?? o.data?.['text/html'] ?? o.evalue)"),
  ).toBe("[ 'a\\nb\\n', '<i>c</i>', 'd' ]");
  await page.run("out.clear(); out.show(7)");
  expect(await text("out.outputs.map((o: any) => o.data['text/plain'])")).toBe("[ '7' ]");
});

test("jslink names the properties as the page knows them, and can be ended", async () => {
  await page.run(
    'const play = new w.Play({ max: 5 }); const slider = new w.IntSlider({ max: 5 }); const linked = w.jslink([play, "value"], [slider, "value"]); 0',
  );
  const id = page.newest("LinkModel");
  expect(page.state(id)).toMatchObject({
    source: [`IPY_MODEL_${page.newest("PlayModel")}`, "value"],
    target: [`IPY_MODEL_${page.newest("IntSliderModel")}`, "value"],
    _view_name: null,
  });
  await page.run("linked.unlink()");
  expect(page.said(id).at(-1)?.type).toBe("comm-close");
  expect(
    (await page.cells.run('w.jslink([play, "speed"], [slider, "value"])')).traceback,
  ).toContain("one of value, min, max");
});

test("widgets in an engine whose page is never there fail nothing, and show words", async () => {
  const { result } = await page.run(
    'new w.VBox([new w.Label({ value: "two controls" }), new w.HBox([new w.Dropdown({ options: [3, 5], description: "size" }), new w.Checkbox({ value: true })])])',
  );
  expect(result?.["text/plain"]).toBe(
    'two controls\nDropdown(description: "size", value: 3)\nCheckbox(value: true)',
  );
});

test("the set-up installs the anywidget whose version our widgets name: the page refuses another", async () => {
  await page.run('const seventh = w.anywidget({ esm: "export default {}" }); seventh');
  const named = page.state(page.newest("AnyModel"))["_model_module_version"];
  expect(named).toMatch(/^~\d+\.\d+\.\*$/);
  const series = String(named).slice(1, -1); // "~0.11.*" is 0.11. and anything
  const python = join(root, "kernel", "install", "python");
  const asked = readFileSync(join(python, "requirements.in"), "utf8");
  expect(asked).toContain(`\nanywidget==${series}*`);
  const pinned = /^anywidget==(\S+)/m.exec(readFileSync(join(python, "requirements.lock"), "utf8"));
  expect(pinned?.[1]?.startsWith(series)).toBe(true);
});
