// Random numbers that are the same on every machine and in every run.
import { OptionError } from "../../core/index.ts";
import { allocate, checkShape, sizeOf } from "./shape.ts";
import { checkNumber } from "./check-number.ts";
import { wrap } from "./create.ts";
import type { Tensor, TensorOptions } from "./types.ts";

/**
 * A stream of random numbers: xoshiro128**, 32 bits a step, seeded through SplitMix32. Equal seeds, equal streams.
 *
 * @source Blackman & Vigna, "Scrambled linear pseudorandom number generators", arXiv:1805.01407
 * @example new Rng(7).integer(10) // a whole number from 0 to 9, the same in every run
 */
export class Rng {
  readonly #state = new Uint32Array(4);
  /** The second normal number of a pair, kept for the next call. */
  #spare: number | undefined;

  constructor(seed: number) {
    if (!Number.isSafeInteger(seed)) {
      throw new OptionError({
        code: "BAD_SEED",
        summary: "Rng: the seed is not a whole number.",
        given: `seed ${seed}`,
        expected: "a whole number, for example 1",
        fix: "new Rng(1)",
      });
    }
    // High and low half both count, so that large seeds differ too.
    let mix = (seed >>> 0) ^ Math.imul(Math.floor(seed / 2 ** 32) >>> 0, 0x9e3779b1);
    for (let i = 0; i < 4; i += 1) {
      mix = (mix + 0x9e3779b9) >>> 0;
      let word = Math.imul(mix ^ (mix >>> 16), 0x21f0aaad);
      word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
      this.#state[i] = (word ^ (word >>> 15)) >>> 0;
    }
  }

  /** 32 random bits as a whole number from 0 to 2³² − 1. */
  next32(): number {
    const [a = 0, b = 0, c = 0, d = 0] = this.#state;
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const third = c ^ a;
    const fourth = d ^ b;
    this.#state[1] = b ^ third;
    this.#state[0] = a ^ fourth;
    this.#state[2] = third ^ (b << 9);
    this.#state[3] = rotateLeft(fourth, 11);
    return result;
  }

  /** A number in [0, 1), evenly spread, with 53 random bits. */
  uniform(): number {
    return ((this.next32() >>> 5) * 2 ** 26 + (this.next32() >>> 6)) / 2 ** 53;
  }

  /** A whole number from 0 to `below` − 1, each as likely. */
  integer(below: number): number {
    checkNumber("integer", "below", below, { least: 1, whole: true });
    return Math.floor(this.uniform() * below);
  }

  /** A number of the standard normal distribution (mean 0, variance 1), by Box and Muller. */
  normal(): number {
    if (this.#spare !== undefined) {
      const kept = this.#spare;
      this.#spare = undefined;
      return kept;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    const angle = 2 * Math.PI * this.uniform();
    this.#spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }
}

function rotateLeft(word: number, by: number): number {
  return ((word << by) | (word >>> (32 - by))) >>> 0;
}

/** Where random tensors take their numbers from. */
export interface RandomOptions extends TensorOptions {
  /** A whole number, or a stream to go on with. */
  readonly seed: number | Rng;
}

/**
 * Random numbers evenly spread over [low, high).
 *
 * @param options seed (a number or an Rng), low (default 0), high (default 1), dtype
 * @example random([2, 3], { seed: 1 }).shape // [2, 3]
 */
export function random(
  shape: readonly number[],
  options: RandomOptions & { readonly low?: number; readonly high?: number },
): Tensor {
  checkSeed("random", options);
  const { low = 0, high = 1 } = options;
  checkNumber("random", "low", low);
  checkNumber("random", "high", high, { least: low });
  return fill("random", shape, options, (rng) => low + (high - low) * rng.uniform());
}

/**
 * Random numbers of the normal distribution.
 *
 * @param options seed (a number or an Rng), mean (default 0), std (default 1), dtype
 * @example randomNormal([4], { seed: 1, std: 0.01 }).shape // [4]
 */
export function randomNormal(
  shape: readonly number[],
  options: RandomOptions & { readonly mean?: number; readonly std?: number },
): Tensor {
  checkSeed("randomNormal", options);
  const { mean = 0, std = 1 } = options;
  checkNumber("randomNormal", "mean", mean);
  checkNumber("randomNormal", "std", std, { least: 0 });
  return fill("randomNormal", shape, options, (rng) => mean + std * rng.normal());
}

function checkSeed(who: string, options: RandomOptions): void {
  const seed: unknown = (options as RandomOptions | undefined)?.seed;
  if (seed instanceof Rng || typeof seed === "number") return; // the stream itself refuses a fraction
  throw new OptionError({
    code: "BAD_SEED",
    summary: `${who}: random numbers need a seed.`,
    given: seed === undefined ? "no seed" : `seed ${JSON.stringify(seed)}`,
    expected: "a whole number, or a stream: new Rng(1)",
    fix: `${who}([2, 3], { seed: 1 })`,
  });
}

function fill(
  who: string,
  shape: readonly number[],
  { seed, dtype = "float64" }: RandomOptions,
  draw: (rng: Rng) => number,
): Tensor {
  checkShape(who, shape);
  const rng = typeof seed === "number" ? new Rng(seed) : seed;
  const made = allocate(sizeOf(shape), dtype);
  for (let i = 0; i < made.length; i += 1) made[i] = draw(rng);
  return wrap(made, shape);
}

/**
 * 0 … n − 1 in random order (Fisher and Yates).
 *
 * @example shuffled(4, new Rng(1)).length // 4
 */
export function shuffled(n: number, rng: Rng): readonly number[] {
  checkNumber("shuffled", "n", n, { least: 0, whole: true });
  const order = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i -= 1) {
    const j = rng.integer(i + 1);
    [order[i], order[j]] = [order[j] ?? 0, order[i] ?? 0];
  }
  return order;
}
