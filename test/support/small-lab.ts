// A small lab with every kind of test: public and hidden values, a refusal, arguments left alone, an object with state,
// an opaque cache, a function of the test that the student calls, a question graded by hand.
import { tmpdir } from "node:os";
import type { Lab, LabSettings, Notebook } from "../../autograder/contract.ts";
import { prepareMaster, releaseNotebook } from "../../autograder/authoring/release.ts";
import { codeCell, notebook, textCell } from "./notebooks.ts";
import { solvedBut } from "./solved.ts";

const settings: LabSettings = {
  slug: "90-small-lab",
  title: "A small lab",
  allowedImports: ["convlab/check"],
  limits: { callMs: 1_000, cellMs: 4_000, runMs: 40_000, memoryMb: 400 },
};

const slide = `function slide(x: Tensor, w: Tensor): Tensor | number[] {
  // BEGIN SOLUTION
  const size = x.shape[0] - w.shape[0] + 1;
  if (size < 1) throw new RangeError(\`filter of \${w.shape[0]} does not fit a signal of \${x.shape[0]}\`);
  const out: number[] = [];
  for (let i = 0; i < size; i++) {
    let sum = 0;
    for (let k = 0; k < w.shape[0]; k++) sum += x.data[i + k] * w.data[k];
    out.push(sum);
  }
  return out;
  // END SOLUTION
}`;

const slideTests = `import { question } from "convlab/check";
await question("slide", async ({ test, call, expect, seeds }) => {
  await test("slides a filter over a short signal", { points: 2 }, async () => {
    // 1·1 + 2·0 = 1, 2·1 + 3·0 = 2
    expect(await call("slide", [1, 2, 3], [1, 0])).toEqualTensor([1, 2]);
  });
  await test("leaves its arguments as they were", { points: 1 }, async () => {
    await expect(call("slide", [1, 2, 3], [1, 1])).notToMutate();
  });
  // BEGIN HIDDEN TESTS
  await test("agrees with the sum on random signals", { points: 3, hint: "try an even filter" }, async () => {
    for (const seed of seeds(5)) {
      const x = Array.from({ length: 8 }, (_, i) => Math.sin(seed + i));
      const w = Array.from({ length: 2 + (seed % 3) }, (_, k) => Math.cos(seed - k));
      const want = Array.from({ length: x.length - w.length + 1 }, (_, i) =>
        w.reduce((sum, weight, k) => sum + weight * x[i + k], 0),
      );
      expect(await call("slide", x, w)).toEqualTensor(want);
    }
  });
  await test("knows the canary", { points: 1 }, async () => {
    expect(await call("slide", [987654321.125, 1], [1])).toEqualTensor([987654321.125, 1]);
  });
  await test("refuses a filter longer than the signal", { points: 2 }, async () => {
    await expect(call("slide", [1, 2], [1, 2, 3])).toThrow({ name: "RangeError", mentions: [2, 3] });
  });
  // END HIDDEN TESTS
});`;

const counter = `class Mean {
  // BEGIN SOLUTION
  #sum = 0;
  #count = 0;
  add(value: number): number {
    this.#sum += value;
    this.#count += 1;
    return this.#sum / this.#count;
  }
  // STUB: add(value: number): number {
  // STUB:   throw new NotImplementedError("Mean.add");
  // STUB: }
  // END SOLUTION
}

function forward(x: number): { out: number; cache: unknown } {
  // BEGIN SOLUTION
  return { out: x * x, cache: { slope: () => 2 * x } };
  // END SOLUTION
}

function backward(gradient: number, cache: unknown): number {
  // BEGIN SOLUTION
  return gradient * (cache as { slope: () => number }).slope();
  // END SOLUTION
}`;

const counterTests = `import { question } from "convlab/check";
await question("mean", async ({ test, call, construct, expect }) => {
  await test("keeps a running mean", { points: 2 }, async () => {
    const mean = await construct("Mean");
    expect(await mean.call("add", 2)).toBe(2);
    expect(await mean.call("add", 4)).toBe(3);
  });
  // BEGIN HIDDEN TESTS
  await test("two means do not mix", { points: 1 }, async () => {
    const one = await construct("Mean");
    const two = await construct("Mean");
    await one.call("add", 10);
    expect(await two.call("add", 4)).toBe(4);
  });
  await test("goes back through its own cache", { points: 2 }, async () => {
    const kept = await call("forward", 3).keep();
    expect(await kept.part("out").read()).toBe(9);
    expect(await call("backward", 5, kept.part("cache"))).toBe(30);
  });
  // END HIDDEN TESTS
});`;

const slope = `function slope(f: (x: number) => number, x: number): number {
  // BEGIN SOLUTION
  const h = 1e-5;
  return (f(x + h) - f(x - h)) / (2 * h);
  // END SOLUTION
}`;

const slopeTests = `import { question } from "convlab/check";
await question("slope", async ({ test, call, callback, expect }) => {
  await test("finds the slope of a square", { points: 2 }, async () => {
    expect(await call("slope", callback((x: number) => x * x), 3)).toBeCloseTo(6, { tolerance: tolerance });
  });
  // BEGIN HIDDEN TESTS
  await test("finds the slope of a sine", { points: 2 }, async () => {
    expect(await call("slope", callback(Math.sin), 0.5)).toBeCloseTo(Math.cos(0.5), { tolerance: 1e-6 });
  });
  // END HIDDEN TESTS
});`;

const manual = `Why does the filter not flip?
<!-- BEGIN MARK SCHEME -->
4 points for naming cross-correlation.
<!-- END MARK SCHEME -->`;

const setup = `import { NotImplementedError } from "convlab/check";
import type { Tensor } from "convlab/check";
const tolerance = 1e-6;`;

/** 18 automatic points (7 public, 11 hidden) and 4 by hand. */
export function smallLab(limits: Partial<LabSettings["limits"]> = {}): Lab {
  const own = { ...settings, limits: { ...settings.limits, ...limits } };
  const locked = codeCell("setup", setup, { locked: true });
  const master = notebook(
    [
      textCell("title", "# A small lab"),
      { ...locked, metadata: { ...locked.metadata, tags: ["setup"] } },
      codeCell("slide-answer", slide, { solution: true }),
      codeCell("slide-tests", slideTests, { grade: true, points: 9 }),
      codeCell("mean-answer", counter, { solution: true }),
      codeCell("mean-tests", counterTests, { grade: true, points: 5 }),
      codeCell("slope-answer", slope, { solution: true }),
      codeCell("slope-tests", slopeTests, { grade: true, points: 4 }),
      textCell("why", manual, { grade: true, solution: true, points: 4 }),
    ],
    { convlab: { ...own, limits: { ...own.limits } } },
  );
  return {
    settings: own,
    folder: tmpdir(),
    master: prepareMaster(master, own, "90-small-lab.ipynb"),
    release: releaseNotebook(master, own, "90-small-lab.ipynb"),
  };
}

export { solvedBut } from "./solved.ts";

/** The release with the master's own answers in it. */
export const solved = (lab: Lab): Notebook => solvedBut(lab);
