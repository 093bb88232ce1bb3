// What the variables panel shows: the notebook's names and a stopped function's, opened bit by bit.
import { describe, expect, test } from "vitest";
import { debugged } from "../../support/debugged.ts";

describe("the notebook's variables", () => {
  test("are shown while nothing runs: values first, then functions and classes", async () => {
    const { kernel, page } = await debugged([
      "class Layer { weights = [1, 2]; }",
      "function relu(x: number, low = Math.max(0, -1)): number { return Math.max(low, x); }",
      'const name = "é😀", count = 3, layer = new Layer(), missing = undefined, big = 2n ** 70n;',
    ]);
    await using _ = kernel;
    const found = await page.notebook();
    expect([...found.keys()]).toEqual([
      "name",
      "count",
      "layer",
      "missing",
      "big",
      "relu",
      "Layer",
    ]);
    expect(found.get("name")).toMatchObject({ value: '"é😀"', type: "string" });
    expect(found.get("count")).toMatchObject({ value: "3", type: "number", variablesReference: 0 });
    expect(found.get("missing")).toMatchObject({ value: "undefined", type: "undefined" });
    expect(found.get("big")).toMatchObject({ value: "1180591620717411303424n", type: "bigint" });
    expect(found.get("relu")).toMatchObject({
      value: "function relu(x, low = Math.max(0, -1))",
      type: "function",
    });
    expect(found.get("Layer")).toMatchObject({ value: "class Layer", type: "class" });
    expect(found.get("layer")?.type).toBe("Layer");
    const layer = await page.open(found.get("layer") ?? { variablesReference: 0 });
    expect(layer.get("weights")?.value).toBe("[ 1, 2 ]");
  });

  test("are answered while a cell loops", async () => {
    const { kernel, client, page } = await debugged(["const kept = 41;"]);
    await using _ = kernel;
    const loop = await client.start("let turns = 0; console.log('looping'); while (true) turns++;");
    await client.waitOutput(loop, "looping");
    const found = await page.notebook();
    expect(found.get("kept")?.value).toBe("41");
    expect(Number(found.get("turns")?.value)).toBeGreaterThan(0);
    await client.request("control", "interrupt_request");
    expect((await client.outcome(loop)).reply).toMatchObject({ ename: "KeyboardInterrupt" });
  });

  test("show tensors by their shape and open row by row, long arrays in stretches of a hundred", async () => {
    const { kernel, page } = await debugged([
      [
        'import { tensor } from "convlab/tensor";',
        "const image = tensor([[1, 2, 3], [4, 5, 6]]);",
        "const long = Float32Array.from({ length: 250 }, (_, index) => index / 2);",
      ].join("\n"),
    ]);
    await using _ = kernel;
    const found = await page.notebook();
    expect(found.get("image")).toMatchObject({ value: "float64 [2, 3]", type: "Tensor" });
    const image = await page.open(found.get("image") ?? { variablesReference: 0 });
    expect(image.get("shape")?.value).toBe("[ 2, 3 ]");
    const row = await page.open(image.get("[1]") ?? { variablesReference: 0 });
    expect(row.get("[2]")).toMatchObject({ value: "6", type: "number" });
    expect(found.get("long")?.value).toMatch(/^Float32Array\(250\) \[ 0, 0\.5, 1,.*more items \]$/);
    const long = await page.open(found.get("long") ?? { variablesReference: 0 });
    expect([...long.keys()]).toEqual(["[0 … 99]", "[100 … 199]", "[200 … 249]"]);
    const last = await page.open(long.get("[200 … 249]") ?? { variablesReference: 0 });
    expect(last.size).toBe(50);
    expect(last.get("[249]")?.value).toBe("124.5");
    // a page that reads in pieces itself gets just those
    const { variables } = await page.ask<{ variables: { name: string; value: string }[] }>(
      "variables",
      { ...found.get("long"), start: 120, count: 2 },
    );
    expect(variables.map(({ name, value }) => [name, value])).toEqual([
      ["[120]", "60"],
      ["[121]", "60.5"],
    ]);
  });

  test("open maps, sets, errors and objects, and run none of the user's getters", async () => {
    const { kernel, client, page } = await debugged([
      [
        "let asked = 0;",
        "const mixed = { get trap() { asked++; return 1; }, plain: 2 };",
        'const map = new Map<unknown, number>([["a", 1], [{ k: 1 }, 2]]);',
        "const set = new Set([5, 6]);",
        "const proxy = new Proxy({ inner: 1 }, { get() { asked++; return 0; } });",
        'const error = new RangeError("too far");',
      ].join("\n"),
    ]);
    await using _ = kernel;
    const found = await page.notebook();
    const parts = async (name: string): Promise<string[]> =>
      [...(await page.open(found.get(name) ?? { variablesReference: 0 }))].map(
        ([key, { value }]) => `${key}: ${value}`,
      );
    expect(await parts("mixed")).toEqual(["trap: (getter)", "plain: 2"]);
    expect(await parts("map")).toEqual(['"a": 1', "[1]: { key: { k: 1 }, value: 2 }"]);
    expect(await parts("set")).toEqual(["[0]: 5", "[1]: 6"]);
    expect((await parts("error")).join()).toContain('message: "too far"');
    await parts("proxy");
    const { messages } = await client.execute("asked");
    const result = messages.find(({ type }) => type === "execute_result");
    expect(result?.content["data"]).toEqual({ "text/plain": "0" });
  });

  test("come to JupyterLab without their types: its tree would show the type instead of the value", async () => {
    const { kernel, page } = await debugged(["const count = 3;"]);
    await using _ = kernel;
    expect((await page.notebook()).get("count")).toHaveProperty("type", "number");
    await page.enable("jupyterlab");
    const count = (await page.notebook()).get("count");
    expect(count).toMatchObject({ value: "3" });
    expect(count).not.toHaveProperty("type");
  });

  test("a huge string is cut, and the kernel stays quick", async () => {
    const { kernel, page } = await debugged(["const huge = 'x'.repeat(50_000_000);"]);
    await using _ = kernel;
    expect((await page.notebook()).get("huge")?.value.length).toBeLessThan(1100);
  });
});

describe("at a stop", () => {
  const code = [
    "const offset = 10;",
    "function outer(n: number) {",
    "  const seen = [n];",
    "  const inner = (m: number) => {",
    "    const sum = m + n + offset + seen.length;",
    "    const later = sum * 2;",
    "    return later;",
    "  };",
    "  return inner(n + 1);",
    "}",
    "outer(1)",
  ].join("\n");

  test("locals, the closure's and the notebook's variables are apart, unset ones say so", async () => {
    const { kernel, client, page } = await debugged();
    await using _ = kernel;
    await page.breakAt(code, 6);
    const cell = await client.start(code);
    const frames = await page.stopped();
    expect(frames.map(({ name, line }) => [name, line])).toEqual([
      ["inner", 6],
      ["outer", 9],
      ["(top level)", 11],
    ]);
    const locals = await page.scope("Locals");
    expect(locals.get("m")?.value).toBe("2");
    expect(locals.get("sum")?.value).toBe("14"); // 2 + 1 + 10 + 1
    expect(locals.get("later")?.value).toBe("(not set yet)");
    const closure = await page.scope("Closure");
    expect(closure.get("n")?.value).toBe("1");
    expect(closure.get("seen")?.value).toBe("[ 1 ]");
    expect((await page.scope("Notebook")).get("offset")?.value).toBe("10");
    expect((await page.scope("Locals", frames[1])).get("n")?.value).toBe("1");
    await page.go("continue");
    await client.outcome(cell);
  });

  test("TypeScript is evaluated in the frame, and can change its variables", async () => {
    const { kernel, client, page } = await debugged();
    await using _ = kernel;
    await page.breakAt(code, 6);
    const cell = await client.start(code);
    const [inner, outer] = await page.stopped();
    const evaluate = (expression: string, frame = inner) =>
      page.ask("evaluate", { expression, frameId: frame?.id, context: "repl" });
    expect(await evaluate("(sum as number) + m")).toMatchObject({ result: "16", type: "number" });
    expect(await evaluate("{ a: m, b: [n] }")).toMatchObject({ result: "{ a: 2, b: [ 1 ] }" });
    expect(await evaluate("seen.length", outer)).toMatchObject({ result: "1" });
    await evaluate("seen.push(5); seen.push(6);", outer);
    expect(await evaluate("seen", outer)).toMatchObject({ result: "[ 1, 5, 6 ]" });
    expect(
      await page.request("evaluate", { expression: "nowhere", frameId: inner?.id }),
    ).toMatchObject({
      success: false,
      message: "ReferenceError: nowhere is not defined",
    });
    expect(await page.request("evaluate", { expression: "1 +", frameId: inner?.id })).toMatchObject(
      {
        success: false,
      },
    );
    // a loop typed by mistake ends by itself
    expect(
      await page.request("evaluate", {
        expression: "(() => { for (;;) ; })()",
        frameId: inner?.id,
      }),
    ).toMatchObject({ success: false });
    const locals = await page.scope("Locals");
    const { scopes } = await page.ask<{ scopes: { name: string; variablesReference: number }[] }>(
      "scopes",
      { frameId: inner?.id },
    );
    const { variablesReference } = scopes.find(({ name }) => name === "Closure") ?? {};
    expect(locals.has("sum")).toBe(true);
    expect(
      await page.ask("setVariable", { variablesReference, name: "n", value: "100 as number" }),
    ).toMatchObject({ value: "100" });
    expect(await evaluate("n")).toMatchObject({ result: "100" });
    await page.go("continue");
    expect((await client.outcome(cell)).reply).toMatchObject({ status: "ok" });
  });

  test("a variable is rendered as a cell would show it, and copied into the notebook", async () => {
    const { kernel, client, page } = await debugged();
    await using _ = kernel;
    await page.breakAt(code, 6);
    const cell = await client.start(code);
    const [inner] = await page.stopped();
    const rendered = await page.ask<{ data: Record<string, string> }>("richInspectVariables", {
      variableName: "seen",
      frameId: inner?.id,
    });
    expect(rendered.data["text/plain"]).toContain("1");
    await page.ask("copyToGlobals", {
      srcVariableName: "sum",
      dstVariableName: "copied",
      srcFrameId: inner?.id,
    });
    await page.go("continue");
    await client.outcome(cell);
    // the compiler knows the name too: the cell is checked
    const { reply, messages } = await client.execute("copied + 1");
    expect(reply).toMatchObject({ status: "ok" });
    const result = messages.find(({ type }) => type === "execute_result");
    expect(result?.content["data"]).toEqual({ "text/plain": "15" });
  });

  test("of a method, `this` is among the locals", async () => {
    const method = [
      "class Counter {",
      "  count = 0;",
      "  add(step: number) {",
      "    this.count += step;",
      "  }",
      "}",
      "new Counter().add(3);",
    ].join("\n");
    const { kernel, client, page } = await debugged();
    await using _ = kernel;
    await page.breakAt(method, 4);
    const cell = await client.start(method);
    expect((await page.stopped())[0]?.name).toBe("add");
    expect((await page.scope("Locals")).get("this")).toMatchObject({ type: "Counter" });
    await page.go("continue");
    await client.outcome(cell);
  });
});
