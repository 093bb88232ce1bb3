// Whether code of the user's would catch an exception. V8 cannot tell: to it the engine catches every one.
import type { Debugger } from "node:inspector";
import { parseSync } from "../oxc.ts";
import { lineStarts } from "../rewrite/slices.ts";
import { isNode, type TreeNode, walk } from "../tree.ts";
import type { Inspector } from "./inspector.ts";
import type { Position } from "./scripts.ts";

/** A place in a script where a call stands. */
export interface CallSite extends Position {
  readonly scriptId: string;
}

interface Guards {
  readonly lines: readonly number[];
  readonly functions: readonly Range[];
  /** `try` blocks that have a `catch`. */
  readonly tries: readonly Range[];
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Reads scripts when they are asked about. */
export class Catchers {
  readonly #inspector: Inspector;
  readonly #guards = new Map<string, Promise<Guards>>();

  constructor(inspector: Inspector) {
    this.#inspector = inspector;
  }

  /** True when one of the calls, innermost first, stands in a `try` with a `catch` of its own function. */
  async isCaught(calls: readonly CallSite[]): Promise<boolean> {
    for (const call of calls) if (await this.#catches(call)) return true;
    return false;
  }

  async #catches({ scriptId, lineNumber, columnNumber = 0 }: CallSite): Promise<boolean> {
    let found = this.#guards.get(scriptId);
    if (found === undefined) {
      found = this.#read(scriptId);
      this.#guards.set(scriptId, found);
    }
    const { lines, functions, tries } = await found;
    const at = (lines[lineNumber] ?? 0) + columnNumber;
    const home = innermost(functions, at);
    return tries.some(
      (range) => holds(range, at) && (home === undefined || range.start > home.start),
    );
  }

  async #read(scriptId: string): Promise<Guards> {
    const { scriptSource } = await this.#inspector.post<Debugger.GetScriptSourceReturnType>(
      "Debugger.getScriptSource",
      { scriptId },
    );
    const functions: Range[] = [];
    const tries: Range[] = [];
    const visit = (node: TreeNode): void => {
      if (/Function/u.test(node.type)) functions.push({ start: node.start, end: node.end });
      const { block, handler } = node;
      if (node.type === "TryStatement" && handler !== null && isNode(block)) tries.push(block);
    };
    // Node's own files use `return` at their top: what cannot be read catches nothing
    const { program } = parseSync("script.js", scriptSource, { lang: "js", sourceType: "module" });
    walk(program as unknown as TreeNode, visit);
    return { lines: lineStarts(scriptSource), functions, tries };
  }
}

function innermost(ranges: readonly Range[], at: number): Range | undefined {
  return ranges
    .filter((range) => holds(range, at))
    .reduce<Range | undefined>(
      (best, range) => (best === undefined || range.start > best.start ? range : best),
      undefined,
    );
}

function holds({ start, end }: Range, at: number): boolean {
  return at >= start && at < end;
}
