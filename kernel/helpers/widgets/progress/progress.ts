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
 * The bar always ends at the true count, after `break` and after an error too.
 *
 * @param things a list, a Set, a generator, or something asynchronous for `for await`
 * @throws OptionError PROGRESS_THINGS; PROGRESS_TOTAL
 * @example [...progress([3, 5, 7])] // [3, 5, 7]
 */
export function progress<Thing>(
  things: Iterable<Thing>,
  options?: ProgressOptions,
): Generator<Thing, void, undefined>;
export function progress<Thing>(
  things: AsyncIterable<Thing>,
  options?: ProgressOptions,
): AsyncGenerator<Thing, void, undefined>;
export function progress<Thing>(
  things: Iterable<Thing> | AsyncIterable<Thing>,
  options: ProgressOptions = {},
): Generator<Thing, void, undefined> | AsyncGenerator<Thing, void, undefined> {
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

/** Lists, Sets and Maps know how many they hold. */
function lengthOf(things: object): number | undefined {
  for (const name of ["length", "size"]) {
    const count: unknown = Reflect.get(Object(things), name);
    if (typeof count === "number") return count;
  }
  return undefined;
}

function check(things: unknown): void {
  if (things !== null && things !== undefined && Symbol.iterator in Object(things)) return;
  const count = typeof things === "number" ? things : undefined;
  throw new OptionError({
    code: "PROGRESS_THINGS",
    summary: "progress: it needs something to walk through.",
    given: `progress(${short(things)})`,
    expected: "a list, a Set, a generator, or something for `for await`",
    fix:
      count === undefined
        ? "pass the list that the loop walks through"
        : `write progress(Array.from({ length: ${count} }, (_, i) => i)), or progressBar(${count}) and its update()`,
  });
}
