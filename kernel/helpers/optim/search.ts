import { OptionError } from "../../core/index.ts";
import { type Rng, checkNumber } from "../tensor/index.ts";

/** A range of exponents of ten, low to high: `[-6, -3]` is 10⁻⁶ … 10⁻³. */
export type ExponentRange = readonly [low: number, high: number];

/** One trial of a search. */
export interface Trial<Name extends string> {
  readonly values: Readonly<Record<Name, number>>;
  readonly score: number;
}

/** A finished search, best trial first. */
export interface SearchResult<Name extends string> {
  readonly trials: readonly Trial<Name>[];
  readonly best: Trial<Name>;
  /** Settings whose best value lies in the outer tenth of its range: look further out there. */
  readonly nearBorder: readonly Name[];
}

/**
 * 10^u with u evenly spread over [low, high): as many trials between 0.001 and 0.01 as between 0.1 and 1.
 *
 * @example logUniform(-6, -3, new Rng(1)) // between 1e-6 and 1e-3
 */
export function logUniform(low: number, high: number, rng: Rng): number {
  checkNumber("logUniform", "low", low);
  checkNumber("logUniform", "high", high, { least: low });
  return 10 ** (low + (high - low) * rng.uniform());
}

/**
 * Random search: every trial draws every setting anew.
 *
 * @param score larger is better, for example validation accuracy
 * @source Bergstra & Bengio, JMLR 13 (2012)
 * @example randomSearch({ rate: [-4, -1] }, 20, new Rng(1), ({ rate }) => -rate).trials.length // 20
 */
export function randomSearch<Name extends string>(
  ranges: Readonly<Record<Name, ExponentRange>>,
  trials: number,
  rng: Rng,
  score: (values: Readonly<Record<Name, number>>) => number,
): SearchResult<Name> {
  checkTrials("randomSearch", trials);
  const names = namesOf(ranges);
  const drawn = Array.from({ length: trials }, () =>
    record(names, (name) => logUniform(ranges[name][0], ranges[name][1], rng)),
  );
  return judge(ranges, drawn, score);
}

/**
 * Grid search: `perSetting` values of each setting, evenly spread over its exponents, all combinations.
 *
 * @example gridSearch({ rate: [-4, -2], decay: [-3, -1] }, 3, ({ rate }) => rate).best.values.rate // 0.01
 */
export function gridSearch<Name extends string>(
  ranges: Readonly<Record<Name, ExponentRange>>,
  perSetting: number,
  score: (values: Readonly<Record<Name, number>>) => number,
): SearchResult<Name> {
  checkTrials("gridSearch", perSetting);
  const names = namesOf(ranges);
  let drawn: Partial<Record<Name, number>>[] = [{}];
  for (const name of names) {
    const [low, high] = ranges[name];
    const values = Array.from({ length: perSetting }, (_, i) =>
      perSetting === 1
        ? 10 ** ((low + high) / 2)
        : 10 ** (low + ((high - low) * i) / (perSetting - 1)),
    );
    drawn = drawn.flatMap((point) => values.map((value) => ({ ...point, [name]: value })));
  }
  return judge(ranges, drawn as Record<Name, number>[], score);
}

/**
 * The next, finer range of each setting: the exponents of the best quarter of the trials, a little widened.
 *
 * @example coarseToFine(gridSearch({ rate: [-4, -1] }, 4, ({ rate }) => -rate)).rate // [-4.1, -2.9]
 */
export function coarseToFine<Name extends string>(
  result: SearchResult<Name>,
): Readonly<Record<Name, ExponentRange>> {
  const kept = result.trials.slice(0, Math.max(2, Math.ceil(result.trials.length / 4)));
  return record(namesOf(result.best.values), (name) => {
    const exponents = kept.map(({ values }) => Math.log10(values[name]));
    const [low, high] = [Math.min(...exponents), Math.max(...exponents)];
    const margin = Math.max(0.1, 0.1 * (high - low));
    return [low - margin, high + margin] as const;
  });
}

function judge<Name extends string>(
  ranges: Readonly<Record<Name, ExponentRange>>,
  drawn: readonly Readonly<Record<Name, number>>[],
  score: (values: Readonly<Record<Name, number>>) => number,
): SearchResult<Name> {
  const trials = drawn
    .map((values) => ({ values, score: score(values) }))
    .toSorted((a, b) => b.score - a.score);
  const [best] = trials;
  if (best === undefined) throw new RangeError("a search has at least one trial");
  const nearBorder = namesOf(ranges).filter((name) => {
    const [low, high] = ranges[name];
    const place = (Math.log10(best.values[name]) - low) / (high - low);
    return place < 0.1 || place > 0.9;
  });
  return { trials, best, nearBorder };
}

function namesOf<Name extends string>(of: Readonly<Record<Name, unknown>>): Name[] {
  return Object.keys(of) as Name[];
}

function record<Name extends string, Value>(
  names: readonly Name[],
  value: (name: Name) => Value,
): Record<Name, Value> {
  return Object.fromEntries(names.map((name) => [name, value(name)])) as Record<Name, Value>;
}

function checkTrials(who: string, trials: number): void {
  if (Number.isInteger(trials) && trials >= 1) return;
  throw new OptionError({
    code: "TRIALS",
    summary: `${who}: the number of trials is not a whole number of at least 1.`,
    given: `${trials}`,
    expected: "for example 20",
  });
}
