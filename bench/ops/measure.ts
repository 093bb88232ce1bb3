// Times contenders by turns, after each has shown that it computes the same as the naive loops.
import { difference, type OpContender, type Prepared } from "./contenders.ts";
import type { OpCase } from "./cases.ts";

/** Float32 sums in other orders differ by no more than this part of the largest number. */
const tolerance = 1e-4;

/** Best time in seconds, or why there is none. */
export type Timing = number | string;

/**
 * Times one case: turns go round until each contender has had its share of time; the best of its runs counts, for what
 * disturbs a run only makes it longer.
 * @param share seconds for each contender
 */
export async function timeCase(
  it: OpCase,
  contenders: readonly OpContender[],
  share: number,
): Promise<{ timings: Map<string, Timing>; right: Float32Array }> {
  const timings = new Map<string, Timing>();
  const ready: { contender: OpContender; prepared: Prepared; spent: number; best: number }[] = [];
  let right: Float32Array | undefined;
  for (const contender of contenders) {
    const prepared = await contender.prepare(it);
    prepared.run();
    right ??= prepared.read().slice();
    const verdict = disagreement(right, prepared.read(), it);
    if (verdict !== undefined) timings.set(contender.id, verdict);
    else ready.push({ contender, prepared, spent: 0, best: Infinity });
    if (verdict !== undefined) prepared.dispose();
  }
  for (let unfinished = ready; unfinished.length > 0;) {
    for (const entry of unfinished) {
      await entry.contender.select?.();
      const started = performance.now();
      entry.prepared.run();
      const seconds = (performance.now() - started) / 1000;
      entry.spent += seconds;
      entry.best = Math.min(entry.best, seconds);
    }
    unfinished = unfinished.filter(({ spent }) => spent < share);
  }
  for (const { contender, prepared, best } of ready) {
    timings.set(contender.id, best);
    prepared.dispose();
  }
  return { timings, right: right ?? new Float32Array() };
}

/** Says so when a result is not the right one. */
export function disagreement(
  right: Float32Array,
  result: Float32Array,
  it: OpCase,
): string | undefined {
  const gap = difference(right, result, it);
  return gap <= tolerance ? undefined : `wrong: off by ${gap.toPrecision(2)}`;
}
