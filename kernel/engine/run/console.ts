// console, process.stdout and process.stderr of the cells.
import { Console } from "node:console";
import { Writable } from "node:stream";
import type { Output } from "./output.ts";
import { plainLine } from "./plain-line.ts";
import { replaceProperty } from "./replace.ts";
import { hasColours } from "./show/colours.ts";

/** A stream that hands every write on at once, whole and in order: a loop's output is seen while it loops. */
class CellStream extends Writable {
  readonly #output: Output;
  readonly #name: "stdout" | "stderr";
  readonly #decoder = new TextDecoder();
  readonly columns = 100;
  /** True while the console prints an object: where colours are wanted trees have them, plain numbers and text none. */
  isColoured = false;
  readonly fd: number;

  constructor(output: Output, name: "stdout" | "stderr") {
    super({ decodeStrings: false });
    this.#output = output;
    this.#name = name;
    this.fd = name === "stdout" ? 1 : 2;
  }

  /** Node's buffering would tie the text to the run that drains it, not to the one that writes. */
  override write(
    chunk: unknown,
    encoding?: BufferEncoding | ((error: Error | null | undefined) => void),
    callback?: (error: Error | null | undefined) => void,
  ): boolean {
    if (typeof chunk === "string") this.#output.write(this.#name, chunk);
    else if (chunk instanceof Uint8Array)
      this.#output.write(this.#name, this.#decoder.decode(chunk, { stream: true }));
    else
      throw new TypeError(
        `process.${this.#name}.write: expected a string or bytes, got ${typeof chunk}`,
      );
    const done = typeof encoding === "function" ? encoding : callback;
    if (done) process.nextTick(done, null);
    return true;
  }

  override end(chunk?: unknown): this {
    if (typeof chunk === "string" || chunk instanceof Uint8Array) this.write(chunk);
    return this; // like Node's own, it cannot be closed
  }

  get isTTY(): boolean {
    return this.isColoured;
  }

  getColorDepth(): number {
    return 8;
  }

  hasColors(count = 16): boolean {
    return count <= 256;
  }
}

/** Where each method prints. */
const quick = { log: 0, info: 0, debug: 0, warn: 1, error: 1 } as const;

/**
 * Prints what needs no formatting as Node does, without its detours. In a group, and where a value is an object or a symbol
 * or the first text may be a pattern, Node prints.
 */
function printQuickly(own: Console, streams: readonly [CellStream, CellStream]): void {
  let depth = 0;
  const { group, groupCollapsed, groupEnd } = own;
  Object.assign(own, {
    group: (...values: unknown[]) => {
      group(...values);
      depth += 1;
    },
    groupCollapsed: (...values: unknown[]) => {
      groupCollapsed(...values);
      depth += 1;
    },
    groupEnd: () => {
      groupEnd();
      depth = Math.max(0, depth - 1);
    },
  });
  for (const name of Object.keys(quick) as (keyof typeof quick)[]) {
    const print = own[name].bind(own) as (...values: unknown[]) => void;
    const stream = streams[quick[name]];
    own[name] = (...values: unknown[]): void => {
      const line = depth === 0 ? plainLine(values) : undefined;
      if (line === undefined) print(...values);
      else stream.write(`${line}\n`);
    };
  }
}

const printing = ["log", "info", "debug", "warn", "error", "dir", "dirxml", "trace"] as const;

function colourTrees(
  own: Console,
  name: (typeof printing)[number],
  streams: readonly CellStream[],
): void {
  const print = own[name].bind(own) as (...values: unknown[]) => void;
  own[name] = (...values: unknown[]): void => {
    const isTree = values.some((value) => typeof value === "object" && value !== null);
    for (const stream of streams) stream.isColoured = isTree;
    try {
      print(...values);
    } finally {
      for (const stream of streams) stream.isColoured = false;
    }
  };
}

/** Replaces `console`, `process.stdout` and `process.stderr`; returns what puts the old ones back. */
export function installConsole(output: Output, clear: () => void): () => void {
  const stdout = new CellStream(output, "stdout");
  const stderr = new CellStream(output, "stderr");
  const own = new Console({ stdout, stderr, colorMode: "auto", ignoreErrors: false });
  if (hasColours) for (const name of printing) colourTrees(own, name, [stdout, stderr]);
  printQuickly(own, [stdout, stderr]);
  own.clear = clear;
  const undo = [
    replaceProperty(process, "stdout", stdout),
    replaceProperty(process, "stderr", stderr),
    replaceProperty(globalThis, "console", own),
  ];
  return () => undo.forEach((put) => put());
}
