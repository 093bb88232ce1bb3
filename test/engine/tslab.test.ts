// Notebooks of tslab run unchanged: its display API, compared with the package itself.
import { createRequire } from "node:module";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { EngineEvent } from "../../kernel/engine/contract.ts";
import { openEngine, type TestEngine } from "../support/engine.ts";

let notebook: TestEngine;
beforeAll(() => {
  notebook = openEngine({ typeCheck: true });
});
afterAll(() => notebook.close());

type Shown = Extract<EngineEvent, { type: "display" | "update-display" }>;

/** Runs cells with the type check on; what the last one displayed. */
async function shownBy(...cells: string[]): Promise<readonly Shown[]> {
  let shown: readonly Shown[] = [];
  for (const cell of cells) {
    const ran = await notebook.run(cell);
    expect(ran.traceback).toBe("");
    shown = ran.events.filter(
      (event): event is Shown => event.type === "display" || event.type === "update-display",
    );
  }
  return shown;
}

test.each([
  ["javascript", '"alert(1)"', "text/javascript", "alert(1)"],
  ["html", '"<b>hi</b>"', "text/html", "<b>hi</b>"],
  ["markdown", '"# hi"', "text/markdown", "# hi"],
  ["latex", '"$x^2$"', "text/latex", "$x^2$"],
  ["svg", '"<svg/>"', "image/svg+xml", "<svg/>"],
  // the bytes 1 2 3 are 00000001 00000010 00000011: in sextets 0 16 8 3, A Q I D
  ["png", "new Uint8Array([1, 2, 3])", "image/png", "AQID"],
  ["jpeg", "new Uint8Array([1, 2, 3])", "image/jpeg", "AQID"],
  ["gif", "Buffer.from([1, 2, 3])", "image/gif", "AQID"],
  ["pdf", "new Uint8Array([0, 1, 2, 3]).subarray(1)", "application/pdf", "AQID"],
  ["text", '"plain"', "text/plain", "plain"],
])("tslab.display.%s shows its content as its type", async (method, code, type, data) => {
  const cell = `import * as tslab from "tslab";\ntslab.display.${method}(${code})`;
  const [shown, ...more] = await shownBy(cell);
  expect(shown).toMatchObject({ type: "display", data: { [type]: data }, metadata: {} });
  expect(more).toEqual([]);
});

test("tslab.display.raw shows text and bytes of any type", async () => {
  const shown = await shownBy(
    'import { display as shower } from "tslab"',
    'shower.raw("text/csv", "a,b"); shower.raw("image/webp", new Uint8Array([1, 2, 3]))',
  );
  expect(shown.map(({ data }) => data)).toEqual([{ "text/csv": "a,b" }, { "image/webp": "AQID" }]);
});

test("what a newDisplay() shows replaces what it showed before, in later cells too", async () => {
  const [first, second] = await shownBy(
    'import * as tslab from "tslab"',
    'const place = tslab.newDisplay(); place.text("one"); place.html("<i>two</i>")',
  );
  expect(first).toMatchObject({ type: "display", data: { "text/plain": "one" } });
  expect(second).toMatchObject({ type: "update-display", displayId: first?.displayId });
  const [third] = await shownBy('place.text("three")');
  expect(third).toMatchObject({ type: "update-display", displayId: first?.displayId });
  const [other] = await shownBy('tslab.newDisplay().text("other")');
  expect(other?.type).toBe("display");
  expect(other?.displayId).not.toBe(first?.displayId);
});

test("every name of the package itself is there, and nothing else", async () => {
  const own = createRequire(import.meta.url)("tslab") as Record<string, object>;
  const display = Object.getOwnPropertyNames(Object.getPrototypeOf(own["display"]))
    .filter((name) => name !== "constructor")
    .sort();
  const { text } = await notebook.run(
    'import * as tslab from "tslab"; JSON.stringify([Object.keys(tslab), Object.keys(tslab.display).sort(), Object.keys(tslab.versions)])',
  );
  expect(JSON.parse(text?.slice(1, -1) ?? "")).toEqual([
    Object.keys(own).sort(),
    display,
    Object.keys(own["versions"] ?? {}),
  ]);
});

test("its types are checked, and its names offered", async () => {
  const { traceback } = await notebook.run(
    'import * as tslab from "tslab"; tslab.display.htlm("<b>")',
  );
  expect(traceback).toContain("htlm");
  const wrong = await notebook.run('import * as tslab from "tslab"; tslab.display.png("text")');
  expect(wrong.traceback).toContain("Uint8Array");
  const code = 'import * as tslab from "tslab"; tslab.display.j';
  const { matches } = await notebook.engine.complete(code, code.length);
  expect(matches.map(({ text }) => text)).toEqual(["javascript", "jpeg"]);
});

test("it is there for require() and import() too, and its versions are those of what runs", async () => {
  const { text } = await notebook.run(
    'const lazy = await import("tslab"); require("tslab").newDisplay === lazy.newDisplay && lazy.versions.node === process.version',
  );
  expect(text).toBe("true");
});

test("a lab that does not list it cannot import it", async () => {
  const lab = openEngine({ allowedImports: ["convlab/tensor"] });
  try {
    const { error } = await lab.run('import * as tslab from "tslab"');
    expect(error?.message).toContain("may not use");
  } finally {
    await lab.close();
  }
});
