import { expect, test } from "vitest";
import * as optim from "../../../kernel/helpers/optim/index.ts";
import { Rng } from "../../../kernel/helpers/tensor/index.ts";

const sum = (values: Iterable<number>): number => [...values].reduce((a, b) => a + b, 0);
const variance = (values: Float64Array | Float32Array): number => {
  const mean = sum(values) / values.length;
  return sum(values.map((value) => (value - mean) ** 2)) / values.length;
};

test.each(["uniform", "normal"] as const)(
  "T8 Xavier's %s weights have variance 2/(fanIn + fanOut) within 5 % over 100,000 draws",
  (distribution) => {
    // [5, 5, 40, 100]: fanIn = 25·40 = 1000, fanOut = 25·100 = 2500
    const weights = optim.xavier([5, 5, 40, 100], 3, distribution);
    expect(variance(weights.data) / (2 / 3500)).toBeGreaterThan(0.95);
    expect(variance(weights.data) / (2 / 3500)).toBeLessThan(1.05);
  },
);

test.each(["uniform", "normal"] as const)(
  "T8 He's %s weights have variance 2/fanIn within 5 % over 100,000 draws",
  (distribution) => {
    const { data } = optim.he([5, 5, 40, 100], 3, distribution);
    expect(variance(data) / (2 / 1000)).toBeGreaterThan(0.95);
    expect(variance(data) / (2 / 1000)).toBeLessThan(1.05);
  },
);

test("T8 a convolution's fans count every position of its filters", () => {
  expect(optim.fans([3, 3, 16, 32])).toEqual({ fanIn: 144, fanOut: 288 });
  expect(optim.fans([784, 10])).toEqual({ fanIn: 784, fanOut: 10 });
});

test("T10 a plateau lowers the rate tenfold after patience has run out, not before", () => {
  const plateau = new optim.Plateau({ initial: 0.01, patience: 2 });
  const rates = [1, 0.5, 0.5, 0.6, 0.5, 0.4].map((loss) => plateau.update(loss));
  // the third epoch without improvement is the fifth loss
  expect(rates.map((rate) => Number(rate.toPrecision(6)))).toEqual([
    0.01, 0.01, 0.01, 0.01, 0.001, 0.001,
  ]);
  // after a fall it waits anew: 0.001 for two more epochs, then 0.0001
  const stuck = new optim.Plateau({ initial: 0.01, patience: 2 });
  const falls = [1, 1, 1, 1, 1, 1, 1].map((loss) => Number(stuck.update(loss).toPrecision(6)));
  expect(falls).toEqual([0.01, 0.01, 0.01, 0.001, 0.001, 0.001, 0.0001]);
});

test("T11 early stopping stops after `patience` epochs without improvement and keeps the best weights", () => {
  const stopping = new optim.EarlyStopping<string>({ patience: 2 });
  const stops = [3, 2, 2.5, 2.4, 1].map((loss, epoch) => stopping.update(loss, `epoch ${epoch}`));
  expect(stops.slice(0, 4)).toEqual([false, false, false, true]);
  expect(new optim.EarlyStopping<string>({ patience: 2 }).best).toBeUndefined();
  const kept = new optim.EarlyStopping<string>({ patience: 2 });
  for (const [epoch, loss] of [3, 2, 2.5, 2.4].entries()) kept.update(loss, `epoch ${epoch}`);
  expect(kept.best).toEqual({ loss: 2, epoch: 1, weights: "epoch 1" });
});

test("T12 log-uniform draws have evenly spread exponents (Kolmogorov–Smirnov, p > 0.01)", () => {
  const rng = new Rng(12);
  const places = Array.from(
    { length: 1000 },
    () => (Math.log10(optim.logUniform(-6, -3, rng)) + 6) / 3,
  ).toSorted((a, b) => a - b);
  const distance = Math.max(
    ...places.map((place, i) =>
      Math.max(Math.abs(place - i / 1000), Math.abs(place - (i + 1) / 1000)),
    ),
  );
  expect(distance).toBeLessThan(1.628 / Math.sqrt(1000)); // critical value at 0.01
});

test("T12 a best value near the border of its range is flagged, and one in the middle is not", () => {
  const rng = new Rng(4);
  const at = (peak: number): readonly string[] =>
    optim.randomSearch(
      { rate: [-6, -3] },
      60,
      rng,
      ({ rate }) => -Math.abs(Math.log10(rate) - peak),
    ).nearBorder;
  expect(at(-3)).toEqual(["rate"]);
  expect(at(-4.5)).toEqual([]);
  // the border is a tenth of the range on either side: 0.19 of two decades, not 0.21
  const peaked = (from: number): readonly string[] =>
    optim.gridSearch({ rate: [-2, 0] }, 201, ({ rate }) => -Math.abs(Math.log10(rate) - from)).nearBorder; // prettier-ignore
  expect([-2 + 0.19, -2 + 0.21, -0.21, -0.19].map((from) => peaked(from).length)).toEqual([1, 0, 0, 1]); // prettier-ignore
});

test("T12 the finer search goes on round the best trials of the coarse one", () => {
  const coarse = optim.randomSearch(
    { rate: [-6, -1] },
    40,
    new Rng(9),
    ({ rate }) => -Math.abs(Math.log10(rate) + 3.3),
  );
  const [low, high] = optim.coarseToFine(coarse).rate;
  expect(low).toBeLessThan(-3.3);
  expect(high).toBeGreaterThan(-3.3);
  expect(high - low).toBeLessThan(2.5);
  // by hand: of four trials the two best have rates 1e-4 and 1e-3, and a tenth of that one decade on either side
  const trial = (exponent: number): optim.Trial<"rate"> => ({
    values: { rate: 10 ** exponent },
    score: -exponent,
  });
  const best = trial(-4);
  const four = { trials: [best, trial(-3), trial(-2), trial(-1)], best, nearBorder: [] } as const;
  const [from, to] = optim.coarseToFine(four).rate;
  expect(from).toBeCloseTo(-4.1, 12);
  expect(to).toBeCloseTo(-2.9, 12);
});

test("T13 nine grid trials try three values of the setting that matters, nine random ones try nine", () => {
  const ranges = { matters: [-4, 0], doesNot: [-4, 0] } as const;
  const distinct = (trials: readonly { values: { matters: number } }[]): number =>
    new Set(trials.map(({ values }) => values.matters)).size;
  expect(distinct(optim.gridSearch(ranges, 3, ({ matters }) => matters).trials)).toBe(3);
  const random = optim.randomSearch(ranges, 9, new Rng(1), ({ matters }) => matters).trials;
  expect(distinct(random)).toBe(9);
  for (const { values } of random)
    for (const value of Object.values(values)) {
      expect(value).toBeGreaterThanOrEqual(1e-4);
      expect(value).toBeLessThanOrEqual(1);
    }
  // exponents −4, −2, 0 of both settings: best first, 1, 1, 1, 0.01 …
  const grid = optim.gridSearch(ranges, 3, ({ matters }) => matters);
  expect(grid.trials.map(({ values }) => values.matters)).toEqual([1, 1, 1, 0.01, 0.01, 0.01, 1e-4, 1e-4, 1e-4]); // prettier-ignore
  expect(grid.trials.slice(0, 3).map(({ values }) => values.doesNot)).toEqual([1e-4, 0.01, 1]);
  expect(grid.best.score).toBe(1);
});

test("T14 L1, L2 and elastic penalties by hand, with 2λw as the gradient of L2", () => {
  expect(optim.penalty("l2", [3, -4], 0.1).value).toBeCloseTo(2.5, 12); // 0.1·(9 + 16)
  expect([...optim.penalty("l2", [3, -4], 0.1).gradient.data]).toEqual([0.6000000000000001, -0.8]);
  expect(optim.penalty("l1", [3, -4, 0], 0.1).value).toBeCloseTo(0.7, 12);
  expect([...optim.penalty("l1", [3, -4, 0], 0.1).gradient.data]).toEqual([0.1, -0.1, 0]);
  expect(optim.penalty("elastic", [3, -4], 0.1, 0.5).value).toBeCloseTo(1.95, 12); // 0.1·(0.5·25 + 7)
});

test("T14 the proximal step of L1 makes exact zeros", () => {
  const shrunk = optim.softThreshold([0.3, -0.05, 0.09, -2], 0.1).data;
  expect([...shrunk].filter((w) => w === 0)).toHaveLength(2);
  expect(shrunk[3]).toBeCloseTo(-1.9, 12);
});

test("T25 label smoothing keeps rows that sum to one, EMA and cosine decay by hand", () => {
  expect([...optim.labelSmooth([[0, 1, 0, 0]], 0.1).data]).toEqual([0.025, 0.925, 0.025, 0.025]);
  expect(optim.ema([1], [2], 0.9).get(0)).toBeCloseTo(1.1, 12);
  expect(optim.ema([8], [2], 0.75).get(0)).toBeCloseTo(6.5, 12); // 6 + 0.5
  expect(optim.cosineDecay(0, { initial: 0.1, total: 100 })).toBe(0.1);
  expect(optim.cosineDecay(50, { initial: 0.1, total: 100 })).toBeCloseTo(0.05, 12);
  expect(optim.cosineDecay(25, { initial: 2, total: 100 })).toBeCloseTo(1 + Math.SQRT1_2, 12); // cos 45°
  expect(optim.cosineDecay(100, { initial: 0.1, total: 100 })).toBeCloseTo(0, 12);
  // it stays there, and does not come back up
  expect(optim.cosineDecay(150, { initial: 0.1, total: 100 })).toBeCloseTo(0, 12);
});

test("T26 a bootstrap sample holds about 1 − 1/e of the examples", () => {
  const unique = new Set(optim.bootstrap(20_000, new Rng(5))).size / 20_000;
  expect(Math.abs(unique - (1 - 1 / Math.E))).toBeLessThan(0.01);
  const sample = optim.bootstrap(5, new Rng(1));
  expect(sample).toHaveLength(5);
  // every index is one of the five, and over many samples each of them comes up
  const drawn = new Set(
    Array.from({ length: 50 }, (_, s) => optim.bootstrap(5, new Rng(s))).flat(),
  );
  expect([...drawn].toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4]);
});

test("T26 an ensemble is the mean of its members' probabilities", () => {
  const mean = optim.ensemble([[[1, 0]], [[0.5, 0.5]]]);
  expect([...mean.data]).toEqual([0.75, 0.25]);
  expect(() => optim.ensemble([])).toThrow(expect.objectContaining({ code: "NO_MEMBERS" }));
});

test("T27 a snapshot schedule starts each of its cycles at the full rate and keeps one model per cycle", () => {
  const { rate, snapshots } = optim.snapshotSchedule(300, 3, 0.1);
  expect([1, 101, 201].map(rate)).toEqual([0.1, 0.1, 0.1]);
  expect(rate(100)).toBeLessThan(1e-4);
  expect(snapshots).toEqual([100, 200, 300]);
});

test("T31 the folds' validation parts are disjoint, cover all examples, and are not trained on", () => {
  const folds = optim.kFold(23, 5, new Rng(2));
  const validated = folds.flatMap(({ validation }) => validation);
  expect(validated.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 23 }, (_, i) => i));
  for (const { train, validation } of folds) {
    expect(train.length + validation.length).toBe(23);
    expect(train.filter((i) => validation.includes(i))).toEqual([]);
    expect([4, 5]).toContain(validation.length);
  }
  expect(() => optim.kFold(3, 4, new Rng(1))).toThrow(expect.objectContaining({ code: "FOLDS" }));
});
