// Values in tooltips: shown without running any code of the user's.
import { afterAll, beforeAll, expect, test } from "vitest";
import { openEngine, type TestEngine } from "../support/engine.ts";

let notebook: TestEngine;
beforeAll(() => {
  notebook = openEngine({ typeCheck: true, tsconfig: null });
});
afterAll(() => notebook.close());

/** The last paragraph of a variable's tooltip. */
async function valueOf(name: string): Promise<string | undefined> {
  const found = await notebook.engine.inspect(name, name.length, 0);
  const [, value] = String(found?.data["text/plain"]).split(`${name} = `);
  return value;
}

test.each([
  ["3 * 4", "12"],
  ["-0", "-0"],
  ["2n ** 64n", "18446744073709551616n"],
  ["'a \"b\"'", '"a \\"b\\""'],
  ["'x'.repeat(100)", `"${"x".repeat(60)}…"`],
  ["null as string | null", "null"],
  ["[[1, 2], [3, [4]]]", "[[1, 2], [3, Array(1)]]"],
  ["Array.from({ length: 10 }, (_, i) => i)", "[0, 1, 2, 3, 4, 5, 6, 7, … 2 more]"],
  ["{ rate: 0.1, deep: { er: {} } }", "{ rate: 0.1, deep: { er: {…} } }"],
  ["new Float32Array([1, 2.5])", "Float32Array(2) [1, 2.5]"],
  ["new Map([[1, 2]])", "Map {…}"],
  ["new (class Net { layers = 3 })()", "Net { layers: 3 }"],
])("the value of %s is shown as %s", async (code, shown) => {
  await notebook.run(`const value = ${code};`);
  expect(await valueOf("value")).toBe(shown);
});

test("a tensor is shown by its shape", async () => {
  await notebook.run('import { zeros } from "convlab/tensor"; const image = zeros([2, 3]);');
  expect(await valueOf("image")).toBe("tensor [2, 3] of float64");
});

test("no getter, proxy or toString of a cell runs", async () => {
  await notebook.run(`let ran = 0;
    const trap = { get a() { ran += 1; return 1 }, toString() { ran += 1; return "" }, [Symbol.toStringTag]: "x" };
    const proxy = new Proxy({}, { get() { ran += 1; return 1 }, ownKeys() { ran += 1; return [] } });
    class Tag { get [Symbol.toStringTag]() { ran += 1; return "y" } }
    const tag = new Tag();`);
  expect(await valueOf("trap")).toBe("{ a: (getter), toString: ƒ }");
  expect(await valueOf("proxy")).toBeUndefined();
  expect(await valueOf("tag")).toBe("Tag {}");
  expect((await notebook.run("ran")).text).toBe("0");
});

test("while a cell runs the tooltip comes without a value, and at once", async () => {
  await notebook.run("let step = 1;");
  const { ended } = notebook.start("console.log('loops'); while (step) { step = 2; }");
  await notebook.heard((event) => event.type === "stream" && event.text.includes("loops"));
  expect(await valueOf("step")).toBeUndefined();
  await notebook.engine.interrupt();
  await ended;
  expect(await valueOf("step")).toBe("2");
});
