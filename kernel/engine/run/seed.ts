// Chance and clock that repeat: with one seed, two runs of a notebook print the same.
import { replaceProperty } from "./replace.ts";

/** 2026-01-01T00:00:00Z, where every seeded notebook's clock starts; it moves 1 ms at each reading. */
const epoch = 1_767_225_600_000;

/** Seeds `Math.random` and replaces the clock; returns what puts the real ones back. */
export function installSeed(seed: string): () => void {
  let now = epoch;
  const tick = (): number => ++now;
  const RealDate = Date;
  const SeededDate = new Proxy(RealDate, {
    construct: (target, values: unknown[], newTarget) =>
      Reflect.construct(target, values.length === 0 ? [tick()] : values, newTarget) as object,
    apply: () => new RealDate(tick()).toString(),
    get: (target, key, receiver) => (key === "now" ? tick : Reflect.get(target, key, receiver)),
  });
  const undo = [
    replaceProperty(Math, "random", xoshiro(seed)),
    replaceProperty(globalThis, "Date", SeededDate),
    replaceProperty(performance, "now", () => tick() - epoch),
  ];
  return () => undo.forEach((put) => put());
}

/**
 * xoshiro128**, seeded by the text's FNV-1a hash through splitmix32; numbers in [0, 1) of 32 random bits.
 *
 * @source Blackman & Vigna, arXiv:1805.01407
 */
function xoshiro(seed: string): () => number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < seed.length; index++)
    hash = Math.imul(hash ^ seed.charCodeAt(index), 0x01000193);
  const splitmix = (): number => {
    hash = (hash + 0x9e3779b9) | 0;
    let mixed = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) | 0;
  };
  let [a, b, c, d] = [splitmix(), splitmix(), splitmix(), splitmix()];
  return () => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11);
    return (result >>> 0) / 2 ** 32;
  };
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
