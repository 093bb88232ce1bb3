import fc from "fast-check";
import { expect, test } from "vitest";
import { Rng, random, randomNormal, toNested } from "../../../kernel/helpers/tensor/index.ts";
import { codeOf } from "../../support/codes.ts";

test("the stream is xoshiro128**: it follows the published recurrence", () => {
  // The reference in BigInt, from the state that the seed gives; the state is read back from equations of the first words.
  const mask = 0xffffffffn;
  const rotl = (x: bigint, k: bigint): bigint => ((x << k) | (x >> (32n - k))) & mask;
  const splitmix = (seed: bigint): bigint[] => {
    let z = seed;
    return [0, 1, 2, 3].map(() => {
      z = (z + 0x9e3779b9n) & mask;
      let t = ((z ^ (z >> 16n)) * 0x21f0aaadn) & mask;
      t = ((t ^ (t >> 15n)) * 0x735a2d97n) & mask;
      return t ^ (t >> 15n);
    });
  };
  let [a, b, c, d] = splitmix(42n) as [bigint, bigint, bigint, bigint];
  const expected = Array.from({ length: 100 }, () => {
    const result = (rotl((b * 5n) & mask, 7n) * 9n) & mask;
    const t = (b << 9n) & mask;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = rotl(d, 11n);
    return Number(result);
  });
  const rng = new Rng(42);
  expect(Array.from({ length: 100 }, () => rng.next32())).toEqual(expected);
});

test("equal seeds give equal tensors, other seeds others, large seeds too", () => {
  const of = (seed: number): unknown => toNested(random([4], { seed }));
  expect(of(1)).toEqual(of(1));
  expect(of(1)).not.toEqual(of(2));
  expect(of(2 ** 40)).not.toEqual(of(0));
  expect(of(-1)).not.toEqual(of(1));
});

test("a stream goes on where it stopped", () => {
  const rng = new Rng(3);
  expect(toNested(random([3], { seed: rng }))).not.toEqual(toNested(random([3], { seed: rng })));
});

test("uniform numbers lie in [low, high) and are spread evenly", () => {
  const { data } = random([20_000], { seed: 5, low: -1, high: 3 });
  expect(data.every((value) => value >= -1 && value < 3)).toBe(true);
  const mean = data.reduce((total, value) => total + value, 0) / data.length;
  expect(mean).toBeCloseTo(1, 1);
});

test("normal numbers have the mean and the spread that were asked for", () => {
  const { data } = randomNormal([20_000], { seed: 6, mean: 2, std: 0.5 });
  const mean = data.reduce((total, value) => total + value, 0) / data.length;
  const variance = data.reduce((total, value) => total + (value - mean) ** 2, 0) / data.length;
  expect(mean).toBeCloseTo(2, 1);
  expect(Math.sqrt(variance)).toBeCloseTo(0.5, 1);
});

test("integer reaches every number below its bound and no other", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), fc.integer(), (below, seed) => {
      const rng = new Rng(seed);
      const seen = new Set(Array.from({ length: below * 40 }, () => rng.integer(below)));
      return seen.size === below && [...seen].every((value) => value >= 0 && value < below);
    }),
    { seed: 1, numRuns: 30 },
  );
});

test("a seed that is not a whole number is refused", () => {
  expect(codeOf(() => new Rng(0.5))).toBe("BAD_SEED");
});
