// A loop that shows how far it has come.
import { OptionError } from "../../../core/index.ts";
import { short } from "../model/faults.ts";
import { progressBar, type BarOptions } from "./bar.ts";

/** Words and length of the loop. */
export interface ProgressOptions extends BarOptions {
  /** How many there will be, where the list cannot tell. */
  readonly total?: number;
}

/**
 * The same things, one by one, with a bar below the cell: how many are done, how fast, and how long it will take.
 * The bar always ends at the true count, after `break`, an error and Stop too.
 *
 * @param things a list, a Set, a generator, something asynchronous for `for await`; or a number n for 0 to n − 1
 * @throws OptionError PROGRESS_THINGS; PROGRESS_TOTAL
 * @example [...progress([3, 5, 7])] // [3, 5, 7]
 */
export function progress(
  count: number,
  options?: ProgressOptions,
): Generator<number, void, undefined>;
export function progress<Thing>(
  things: Iterable<Thing>,
  options?: ProgressOptions,
): Generator<Thing, void, undefined>;
export function progress<Thing>(
  things: AsyncIterable<Thing>,
  options?: ProgressOptions,
): AsyncGenerator<Thing, void, undefined>;
export function progress<Thing>(
  things: number | Iterable<Thing> | AsyncIterable<Thing>,
  options: ProgressOptions = {},
): Generator<Thing | number, void, undefined> | AsyncGenerator<Thing, void, undefined> {
  if (typeof things === "number" && Number.isInteger(things) && things >= 0)
    return walk(upTo(things), { total: things, ...options });
  if (typeof things === "object" && things !== null && Symbol.asyncIterator in things)
    return walkAsync(things, options);
  check(things);
  return walk(things, options);
}

function* walk<Thing>(
  things: Iterable<Thing>,
  { total = lengthOf(things), ...words }: ProgressOptions,
): Generator<Thing, void, undefined> {
  const bar = progressBar(total, words);
  try {
    for (const thing of things) {
      yield thing;
      bar.update();
    }
  } finally {
    bar.close();
  }
}

async function* walkAsync<Thing>(
  things: AsyncIterable<Thing>,
  { total = lengthOf(things), ...words }: ProgressOptions,
): AsyncGenerator<Thing, void, undefined> {
  const bar = progressBar(total, words);
  try {
    for await (const thing of things) {
      yield thing;
      bar.update();
    }
  } finally {
    bar.close();
  }
}

function* upTo(count: number): Generator<number, void, undefined> {
  for (let index = 0; index < count; index += 1) yield index;
}

/** Lists, Sets and Maps know how many they hold. */
function lengthOf(things: object): number | undefined {
  for (const name of ["length", "size"]) {
    const count: unknown = Reflect.get(Object(things), name);
    if (typeof count === "number") return count;
  }
  return undefined;
}

function check(things: unknown): asserts things is Iterable<unknown> {
  if (things !== null && things !== undefined && Symbol.iterator in Object(things)) return;
  throw new OptionError({
    code: "PROGRESS_THINGS",
    summary: "progress: it needs something to walk through.",
    given: `progress(${short(things)})`,
    expected: "a list, a Set, a generator, something for `for await`, or a whole number from 0",
    fix: "pass the list that the loop walks through",
  });
}
