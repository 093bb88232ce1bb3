import { expect, test } from "vitest";
import { displaySymbol } from "../../../kernel/engine/contract.ts";
import { NotImplementedError, ShapeError } from "../../../kernel/core/index.ts";
import { checkMime } from "../../../kernel/helpers/check/index.ts";
import type { Tensor } from "../../../kernel/helpers/check/index.ts";
import { ask, askOne } from "./notebook.ts";

const double = (x: number): number => 2 * x;

test("a right function earns the points of each test", async () => {
  const report = await ask({ double }, async ({ test: run, call, expect: must }) => {
    await run("doubles", { points: 1 }, async () => must(await call("double", 4)).toBe(8));
    await run("doubles zero", { points: 2 }, () => must(call("double", 0)).toBe(0));
  });
  expect(report.tests.map(({ verdict, points }) => [verdict, points])).toEqual([
    ["passed", 1],
    ["passed", 2],
  ]);
});

test("a failing test never stops the next", async () => {
  const report = await ask({ double }, async ({ test: run, call, expect: must }) => {
    await run("wrong", { points: 1 }, async () => must(await call("double", 4)).toBe(9));
    await run("throws", { points: 1 }, () => Promise.reject(new Error("a fault in the test")));
    await run("right", { points: 1 }, async () => must(await call("double", 4)).toBe(8));
  });
  expect(report.tests.map(({ verdict }) => verdict)).toEqual(["failed", "error", "passed"]);
});

test("a message names the call, the first differing index, got and expected", async () => {
  const slide = (): number[] => [1, 7, 3];
  const { message } = await askOne({ slide }, async ({ call, expect: must }) =>
    must(await call("slide", [1, 2, 3], "valid")).toEqualTensor([1, 2, 3]),
  );
  expect(message).toContain('slide([1, 2, 3], "valid") first differs at [1]');
  expect(message).toMatch(/got +7/);
  expect(message).toMatch(/expected +2/);
  expect(message).toMatch(/1 of 3 values/);
});

test("the message belongs to the call that gave the value, not to a later one", async () => {
  const { message } = await askOne({ double }, async ({ call, expect: must }) => {
    const first = await call("double", 4);
    await call("double", 5);
    must(first).toBe(9);
  });
  expect(message).toContain("double(4)");
});

test("a missing function is told kindly", async () => {
  const report = await askOne({}, async ({ call, expect: must }) =>
    must(await call("nope")).toBe(1),
  );
  expect(report.verdict).toBe("missing");
  expect(report.message).toContain("the notebook has no nope yet");
});

test("a stub is missing work, never an error and never a refusal", async () => {
  const stub = (): never => {
    throw new NotImplementedError("stub");
  };
  const report = await ask({ stub, double }, async ({ test: run, call, expect: must }) => {
    await run("value", { points: 1 }, async () => must(await call("stub")).toBe(1));
    await run("refusal", { points: 1 }, () =>
      must(call("stub")).toThrow({ name: "NotImplementedError" }),
    );
  });
  expect(report.tests.map(({ verdict }) => verdict)).toEqual(["missing", "missing"]);
});

test("an error in the student's code is named, with its message", async () => {
  const broken = (): never => {
    throw new RangeError("out of range");
  };
  const report = await askOne({ broken }, async ({ call, expect: must }) =>
    must(await call("broken")).toBe(1),
  );
  expect(report).toMatchObject({ verdict: "error", errorName: "RangeError" });
  expect(report.message).toContain("out of range");
});

test("literals arrive as row-major tensors, options and plain arrays as they are", async () => {
  const seen: unknown[] = [];
  const look = (...args: unknown[]): number => {
    seen.push(...args);
    return 1;
  };
  await askOne({ look }, async ({ call, array, expect: must }) =>
    must(
      await call(
        "look",
        [
          [1, 2],
          [3, 4],
        ],
        {
          padding: [
            [1, 1],
            [0, 0],
          ],
        },
        array([5, 6]),
        "same",
      ),
    ).toBe(1),
  );
  const [tensor, options, plain, word] = seen as [Tensor, unknown, unknown, unknown];
  expect([tensor.shape, [...tensor.data], tensor.offset]).toEqual([[2, 2], [1, 2, 3, 4], 0]);
  expect([options, plain, word]).toEqual([
    {
      padding: [
        [1, 1],
        [0, 0],
      ],
    },
    [5, 6],
    "same",
  ]);
});

test("a view arrives with its strides when the test says so, and row-major otherwise", async () => {
  const layout = (x: Tensor): number[] => x.stride;
  const grid = {
    shape: [3, 2],
    data: Float64Array.of(1, 2, 3, 4, 5, 6),
    stride: [1, 3],
    offset: 0,
  };
  const report = await askOne({ layout }, async ({ call, view, expect: must }) => {
    must(await call("layout", view(grid))).toEqual([1, 3]);
    must(await call("layout", grid)).toEqual([2, 1]);
  });
  expect(report).toMatchObject({ verdict: "passed", message: "" });
});

test("an argument that the function changes is reported with its place", async () => {
  const spoil = (x: Tensor): number => {
    x.data[1] = 9;
    return 0;
  };
  const report = await askOne({ spoil }, ({ call, expect: must }) =>
    must(call("spoil", [1, 2, 3])).notToMutate(),
  );
  expect(report.verdict).toBe("failed");
  expect(report.message).toContain("changed its argument 1 at [1]");
});

test("a refusal counts by class, code and the numbers in its message", async () => {
  const sizes = (n: number): number => {
    if (n % 2)
      throw new ShapeError({ code: "DOES_NOT_FIT", summary: `7 pixels, stride 3 for ${n}` });
    return n;
  };
  const verdicts = async (expected: object, n = 5): Promise<string[]> => {
    const report = await ask({ sizes }, async ({ test: run, call, expect: must }) => {
      await run("basic", { points: 1 }, () => must(call("sizes", 4)).toBe(4));
      await run("refusal", { points: 1 }, () => must(call("sizes", n)).toThrow(expected));
    });
    return report.tests.map(({ verdict }) => verdict);
  };
  expect(await verdicts({ name: "ShapeError", code: "DOES_NOT_FIT", mentions: [7, 3] })).toEqual([
    "passed",
    "passed",
  ]);
  expect(await verdicts({ name: ["RangeError", "ShapeError"] })).toEqual(["passed", "passed"]);
  expect(await verdicts({ code: "DOES_NOT_FIT", mentions: [11] })).toEqual(["passed", "failed"]);
  expect(await verdicts({ name: "RangeError" })).toEqual(["passed", "failed"]);
  expect(await verdicts({ code: "DOES_NOT_FIT" }, 4)).toEqual(["passed", "failed"]);
  expect(await verdicts({ mentions: [7] })).toEqual(["passed", "error"]);
});

test("a function that only refuses, or only leaves its arguments alone, earns nothing", async () => {
  const refuse = (): never => {
    throw new ShapeError({ code: "DOES_NOT_FIT", summary: "no" });
  };
  const idle = (): undefined => undefined;
  const report = await ask({ refuse, idle }, async ({ test: run, call, expect: must }) => {
    await run("works", { points: 1 }, () => must(call("refuse", 1)).toBe(1));
    await run("refuses", { points: 1 }, () =>
      must(call("refuse", 2)).toThrow({ code: "DOES_NOT_FIT" }),
    );
    await run("leaves alone", { points: 1 }, () => must(call("idle", [1])).notToMutate());
  });
  expect(report.tests.map(({ points }) => points)).toEqual([0, 0, 0]);
  expect(report.tests[1]?.message).toContain('once "works" passes');
});

test("a test that expects nothing is not passed", async () => {
  const report = await askOne({ double }, ({ call }) => call("double", 1));
  expect(report.verdict).toBe("infrastructure");
});

test("an expectation whose await was forgotten still counts", async () => {
  const report = await askOne({ double }, ({ call, expect: must }) => {
    void must(call("double", 4)).toBe(9);
  });
  expect(report.verdict).toBe("failed");
});

test("a known mistake gets its own hint, any other the test's", async () => {
  const make = (value: number) => ({ answer: () => [value] });
  const body = ({ call, expect: must }: Parameters<Parameters<typeof ask>[1]>[0]) =>
    must(call("answer")).toEqualTensor([1], {
      mistakes: [{ gives: [2], hint: "you did not flip" }],
    });
  expect((await askOne(make(2), body, "look again")).hint).toBe("you did not flip");
  expect((await askOne(make(3), body, "look again")).hint).toBe("look again");
});

test("objects stay with the student and are reached through handles", async () => {
  class Counter {
    total: number;
    constructor(start: number) {
      this.total = start;
    }
    add(step: number): number {
      this.total += step;
      return this.total;
    }
  }
  const forward = () => ({ out: [1, 2], cache: { secret: () => 3 } });
  const backward = (cache: { secret: () => number }): number => cache.secret();
  const report = await ask({ Counter, forward, backward }, async (kit) => {
    await kit.test("an object keeps its state", { points: 1 }, async () => {
      const counter = await kit.construct("Counter", 5);
      await counter.call("add", 2);
      kit.expect(await counter.call("add", 3)).toBe(10);
      kit.expect(await counter.part("total").read()).toBe(10);
    });
    await kit.test("a cache is passed on unread", { points: 1 }, async () => {
      const kept = await kit.call("forward").keep();
      kit.expect(await kept.part("out").read()).toEqualTensor([1, 2]);
      kit.expect(await kit.call("backward", kept.part("cache"))).toBe(3);
    });
  });
  expect(report.tests.map(({ verdict, message }) => [verdict, message])).toEqual([
    ["passed", ""],
    ["passed", ""],
  ]);
});

test("the student's code may call a function of the test", async () => {
  const slope = (f: (x: number) => number, x: number): number => (f(x + 1e-3) - f(x - 1e-3)) / 2e-3;
  const report = await askOne({ slope }, ({ call, callback, expect: must }) =>
    // d(x²)/dx = 2x = 6
    must(
      call(
        "slope",
        callback((x: number) => x * x),
        3,
      ),
    ).toBeCloseTo(6, { tolerance: 1e-6 }),
  );
  expect(report.message).toBe("");
});

test("seeds are whole, many, and the same at every run", async () => {
  const taken: (readonly number[])[] = [];
  const take = () =>
    ask({}, async ({ seeds }) => {
      taken.push(seeds(50));
    });
  await take();
  await take();
  expect(taken[0]).toEqual(taken[1]);
  expect(new Set(taken[0]).size).toBe(50);
  expect(taken[0]?.every((seed) => Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32)).toBe(
    true,
  );
});

test("the panel counts public tests and says when the hidden ones run", async () => {
  const report = await ask({ double }, async ({ test: run, call, expect: must }) => {
    await run("doubles", { points: 1 }, () => must(call("double", 1)).toBe(2));
    await run("<b>wrong</b>", { points: 3, hint: "a & b" }, () => must(call("double", 1)).toBe(3));
  });
  const show = (report as unknown as Record<symbol, () => Record<string, unknown>>)[displaySymbol];
  const bundle = show?.() ?? {};
  expect(bundle["text/plain"]).toContain(
    "public tests passed: 1 of 2 (1 of 4 points); hidden tests run when you submit",
  );
  expect(bundle["text/html"]).toContain("&lt;b&gt;wrong&lt;/b&gt;");
  expect(bundle["text/html"]).not.toMatch(/<(script|svg|style|a|img)\b/);
  expect(bundle[checkMime]).toMatchObject({ question: "q1", passed: 1, points: 1, maxPoints: 4 });
});

test("CONVLAB_STRICT=1 turns a failing question into an error, and only a failing one", async () => {
  const run = (expected: number) =>
    ask({ double }, async ({ test: one, call, expect: must }) => {
      await one("doubles", { points: 1 }, () => must(call("double", 1)).toBe(expected));
    });
  process.env["CONVLAB_STRICT"] = "1";
  try {
    await expect(run(3)).rejects.toMatchObject({ code: "CHECK_NOT_PASSED" });
    await expect(run(2)).resolves.toBeDefined();
  } finally {
    delete process.env["CONVLAB_STRICT"];
  }
  await expect(run(3)).resolves.toBeDefined();
});

test("a result that contains itself is told apart from an error", async () => {
  const knot = (): unknown => {
    const self: { self?: unknown } = {};
    self.self = self;
    return self;
  };
  const report = await askOne({ knot }, async ({ call, expect: must }) =>
    must(await call("knot")).toBe(1),
  );
  expect(report.verdict).toBe("tampered");
});
