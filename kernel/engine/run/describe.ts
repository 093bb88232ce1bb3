// An error as the reader of a notebook sees it: name, message, the line with a caret, the calls, and its causes.
import { inspect } from "node:util";
import type { CellError } from "../contract.ts";
import { excerpt, headline, placeText } from "../excerpt.ts";
import type { CellRecord, Frame } from "./cells.ts";
import { mendOf } from "./mends.ts";
import { frameLine, type Stacks } from "./stack.ts";

const deepestCause = 5;
const mostCalls = 12;

/**
 * Describes anything that was thrown.
 *
 * @param thrown what was thrown, an Error or not
 * @param cell the cell that runs; `position` is its own line even where a function of an earlier cell threw
 */
export function describeError(thrown: unknown, stacks: Stacks, cell?: CellRecord): CellError {
  const name = nameOf(thrown);
  const message = messageOf(thrown);
  const frames = framesOf(thrown, stacks);
  const own = frames.find(({ place }) => place !== undefined && place.cell === cell)?.place;
  return {
    name,
    message,
    traceback: lines(thrown, stacks, cell, 0),
    ...(own === undefined ? {} : { position: { line: own.line, column: own.column } }),
  };
}

/** An error that the engine itself reports at a place that it knows. */
export function errorAt(name: string, message: string, frames: readonly Frame[]): CellError {
  const place = frames.find((frame) => frame.place !== undefined)?.place;
  return {
    name,
    message,
    traceback: [headline(name, message), ...picture(frames, undefined)],
    ...(place === undefined ? {} : { position: { line: place.line, column: place.column } }),
  };
}

function lines(
  thrown: unknown,
  stacks: Stacks,
  cell: CellRecord | undefined,
  depth: number,
): string[] {
  const frames = framesOf(thrown, stacks);
  const found = [
    ...headline(nameOf(thrown), messageOf(thrown)).split("\n"),
    ...picture(frames, cell),
    ...detailsOf(thrown),
    ...mendFor(thrown),
  ];
  if (depth >= deepestCause || !(thrown instanceof Error)) return found;
  if (thrown instanceof AggregateError)
    for (const [index, error] of thrown.errors.slice(0, 10).entries())
      found.push(
        "",
        `Error ${index + 1} of ${thrown.errors.length}:`,
        ...lines(error, stacks, cell, depth + 1),
      );
  const { cause } = thrown;
  if (cause !== undefined && cause !== thrown)
    found.push("", "Caused by:", ...lines(cause, stacks, undefined, depth + 1));
  return found;
}

/** The line where it happened, the line of the running cell that led there, and the calls between. */
function picture(frames: readonly Frame[], cell: CellRecord | undefined): string[] {
  const first = frames.find(({ place }) => place !== undefined)?.place;
  if (first === undefined)
    return frames.length === 0 ? [] : ["", ...frames.slice(0, mostCalls).map(frameLine)];
  const shown = [first];
  const own = frames.find(({ place }) => place?.cell === cell)?.place;
  if (cell !== undefined && own !== undefined && first.cell !== cell) shown.push(own);
  const pictures = shown.flatMap((place) => [
    "",
    placeText(place.cell.label, place),
    ...excerpt(place.cell.source, place),
  ]);
  const calls = frames.length > 1 ? ["", ...frames.slice(0, mostCalls).map(frameLine)] : [];
  const left = frames.length - mostCalls;
  return [...pictures, ...calls, ...(left > 0 ? [`    … ${left} more`] : [])];
}

function framesOf(thrown: unknown, stacks: Stacks): readonly Frame[] {
  return typeof thrown === "object" && thrown !== null ? stacks.of(thrown) : [];
}

function nameOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return "Uncaught";
  const own: unknown = readSafely(() => thrown.name);
  const made: unknown = readSafely(() => thrown.constructor.name);
  // class MyError extends Error {} leaves name "Error"; the class says more
  if (own === "Error" && typeof made === "string" && made !== "") return made;
  return typeof own === "string" && own !== "" ? own : "Error";
}

/** V8 quotes the code that it ran: `Cannot destructure property 'a' of 'convlab$declare(...)'`. */
const declaring = /'convlab\$declare\(\.\.\.\)'/u;

function messageOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return inspect(thrown, { depth: 3 });
  const message: unknown = readSafely(() => thrown.message);
  return typeof message === "string"
    ? message.replace(declaring, "the value")
    : inspect(message, { depth: 1 });
}

/** Fields that a program put on the error, as `code`; ours are in the message already. */
function detailsOf(thrown: unknown): string[] {
  if (!(thrown instanceof Error) || "given" in thrown) return [];
  const skipped = new Set(["name", "message", "stack", "cause", "errors"]);
  const fields = Object.entries(Object.getOwnPropertyDescriptors(thrown)).filter(
    ([key, { enumerable, value }]) =>
      enumerable === true && !skipped.has(key) && value !== undefined,
  );
  return fields.slice(0, 8).map(([key, { value }]) => `  ${key}: ${inspect(value, { depth: 1 })}`);
}

const builtIn: ReadonlySet<unknown> = new Set([TypeError, RangeError, ReferenceError, SyntaxError]);

/** Only of errors that the language itself throws: what a program throws speaks for itself. */
function mendFor(thrown: unknown): string[] {
  if (!(thrown instanceof Error) || !builtIn.has(readSafely(() => thrown.constructor))) return [];
  const mend = mendOf(messageOf(thrown));
  return mend === undefined ? [] : [`  to mend   ${mend}`];
}

function readSafely(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    return `(unreadable: ${typeof error})`; // a getter of the user's threw; the error is still shown
  }
}
