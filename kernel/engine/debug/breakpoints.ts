// Breakpoints by the user's lines: kept by source, and set in each script of that source as soon as V8 has read it.
import type { Debugger } from "node:inspector";
import { CourseError } from "../../core/index.ts";
import { readLines, type CodeLines } from "./code-lines.ts";
import type { Breakpoint, TakenBreakpoint } from "./contract.ts";
import { breakpointCondition } from "./expressions.ts";
import type { Inspector } from "./inspector.ts";
import type { Scripts, UserScript } from "./scripts.ts";

/** A cell that was run more often keeps its breakpoints in the newest runs. */
const mostRuns = 50;

interface Stored {
  readonly breakpoints: readonly Breakpoint[];
  /** V8's names of what was set, to be removed again. */
  readonly set: string[];
}

/** All breakpoints of a debugger. They outlive the process that runs the cells. */
export class Breakpoints {
  readonly #stored = new Map<string, Stored>();

  has(source: string): boolean {
    return (this.#stored.get(source)?.breakpoints.length ?? 0) > 0;
  }

  /** Replaces those of a source, in the scripts that are there. */
  async replace(
    source: string,
    breakpoints: readonly Breakpoint[],
    code: string | undefined,
    { inspector, scripts }: { inspector: Inspector; scripts: Scripts },
  ): Promise<TakenBreakpoint[]> {
    const before = this.#stored.get(source);
    const running = (await scripts.all()).filter((script) => script.source === source);
    const text = code ?? running.at(-1)?.info.source;
    const lines = text === undefined ? undefined : readLines(text);
    const taken = breakpoints.map((breakpoint) => take(breakpoint, lines));
    const kept = breakpoints.flatMap((breakpoint, index) => {
      const { isTaken, line = breakpoint.line } = taken[index] ?? { isTaken: false };
      return isTaken ? [{ ...breakpoint, line }] : [];
    });
    this.#stored.set(source, { breakpoints: kept, set: [] });
    for (const breakpointId of before?.set ?? [])
      await quietly(inspector.post("Debugger.removeBreakpoint", { breakpointId }));
    for (const script of running.slice(-mostRuns)) await this.bind(script, inspector);
    return taken;
  }

  /** Sets the breakpoints of a script that V8 has just read, or that is there already. */
  async bind(script: UserScript, inspector: Inspector): Promise<void> {
    const stored = this.#stored.get(script.source);
    if (stored === undefined || stored.breakpoints.length === 0) return;
    const start = { scriptId: script.id, lineNumber: 0, columnNumber: 0 };
    const found = await quietly(
      inspector.post<Debugger.GetPossibleBreakpointsReturnType>("Debugger.getPossibleBreakpoints", {
        start,
      }),
    );
    const spots = toSpots(found?.locations ?? [], script);
    const { statements } = readLines(script.info.source);
    for (const { line, condition, logMessage } of stored.breakpoints) {
      const spot = spotFor(line, spots, statements);
      if (spot === undefined) continue;
      const { location } = spot;
      const text = breakpointCondition(condition, logMessage);
      const params = text === undefined ? { location } : { location, condition: text };
      const set = await quietly(
        inspector.post<Debugger.SetBreakpointReturnType>("Debugger.setBreakpoint", params),
      );
      if (set !== undefined) stored.set.push(set.breakpointId);
    }
  }

  /** A fresh process knows none of V8's names. */
  forgetScripts(): void {
    for (const { set } of this.#stored.values()) set.length = 0;
  }
}

function take(breakpoint: Breakpoint, lines: CodeLines | undefined): TakenBreakpoint {
  const { line, condition, logMessage } = breakpoint;
  try {
    breakpointCondition(condition, logMessage);
  } catch (error) {
    if (!(error instanceof CourseError)) throw error;
    return { line, isTaken: false, message: error.message };
  }
  if (lines === undefined) return { line, isTaken: true }; // a text that nobody has shown yet
  const found = lines.atOrAfter(line);
  return found === undefined
    ? { line, isTaken: false, message: "No code stands on this line or below it." }
    : { line: found, isTaken: true };
}

/** A position where V8 can stop, and the user's place of it. */
interface Spot {
  readonly location: Debugger.Location;
  readonly offset: number;
  readonly line: number;
}

function toSpots(locations: readonly Debugger.BreakLocation[], script: UserScript): Spot[] {
  return locations
    .flatMap(({ scriptId, lineNumber, columnNumber = 0 }) => {
      const location = { scriptId, lineNumber, columnNumber };
      const place = script.spot(location);
      return place === undefined ? [] : [{ location, offset: place.offset, line: place.line }];
    })
    .sort((one, other) => one.offset - other.offset);
}

/**
 * Where to stop for a line: at the statement that begins on it, be its first position further down (`const a =` and the
 * value on the next line); else at the first position on the line; else at the next one below.
 */
function spotFor(
  line: number,
  spots: readonly Spot[],
  statements: CodeLines["statements"],
): Spot | undefined {
  const [statement] = statements.filter((each) => each.line === line);
  const inStatement =
    statement && spots.find(({ offset }) => offset >= statement.start && offset < statement.end);
  return inStatement ?? spots.find((spot) => spot.line >= line);
}

/** A script may be collected at any time: then there is nothing to set or to remove. */
async function quietly<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof CourseError && error.code === "DEBUG_INSPECTOR") return undefined;
    throw error;
  }
}
