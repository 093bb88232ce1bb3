// The notebook's names: `let`s of the one script scope that all cells share. V8 keeps their values in slots that compiled
// loops read and write as fast as local variables; a property of the global object takes two to seven times as long.
import { runInThisContext } from "node:vm";
import { scopeSymbol, type NotebookScope } from "../contract.ts";
import { unremembered } from "./compile.ts";
import type { Script } from "./job.ts";
import { replaceProperty } from "./replace.ts";

/** How to read each name that has a slot. A realm has one script scope, however many engines run in it. */
const slots = new Map<string, () => unknown>();

/** Keeps the names that cells have declared, and publishes them under `scopeSymbol`. */
export class Scope implements NotebookScope {
  readonly #declared = new Set<string>();
  readonly #globals: Record<string, unknown> = globalThis as unknown as Record<string, unknown>;

  constructor() {
    Object.defineProperty(globalThis, scopeSymbol, { value: this, configurable: true });
  }

  has(name: string): boolean {
    return this.#declared.has(name) && (slots.has(name) || name in this.#globals);
  }

  get(name: string): unknown {
    if (!this.has(name)) return undefined;
    const read = slots.get(name);
    return read === undefined ? this.#globals[name] : read();
  }

  /** The names that stand now, in the order in which cells declared them. */
  names(): string[] {
    return [...this.#declared].filter((name) => this.has(name));
  }

  /** Makes `name` a variable of the notebook, as a cell's `let` would. */
  put(name: string, value: unknown): void {
    this.#declare([name]);
    const assign = runInThisContext(`"use strict"; (value) => { ${name} = value; }`) as (
      value: unknown,
    ) => void;
    assign(value);
  }

  /** Gives scripts what they call when they reach a declaration; returns what takes it away again. */
  install(): () => void {
    const declare = (value: unknown, ...names: string[]): unknown => {
      this.#declare(names);
      return value;
    };
    const undo = [
      replaceProperty(globalThis, "convlab$declare", declare),
      replaceProperty(globalThis, "convlab$live", (name: string, read: () => unknown) => {
        this.#bind(name, read);
      }),
    ];
    return () => {
      for (const put of undo.reverse()) put();
    };
  }

  /**
   * Makes the names that a script has from its start: functions and `var`s, and what it assigns without declaring it.
   *
   * @returns what to call when the script failed: undeclared names that it never assigned are taken away again
   */
  prepare({ hoisted, assigned }: Script): () => void {
    this.#declare(hoisted);
    const fresh = assigned.filter((name) => !slots.has(name) && !(name in this.#globals));
    for (const name of fresh) this.#globals[name] = undefined;
    for (const name of assigned) this.#declared.add(name);
    return () => {
      for (const name of fresh)
        if (this.#globals[name] === undefined && Reflect.deleteProperty(this.#globals, name))
          this.#declared.delete(name);
    };
  }

  /**
   * An import of a file beside the notebook: each mention of the name reads what the file exports at that moment. A name
   * that has been a variable before keeps its slot, which hides any property: it gets the present value.
   */
  #bind(name: string, read: () => unknown): void {
    this.#declared.add(name);
    if (slots.has(name)) return runInThisContext(`(value) => { ${name} = value }`)(read());
    const set = (): never => {
      throw new TypeError(`\`${name}\` is an import: only its own file can change it.`);
    };
    Object.defineProperty(globalThis, name, {
      get: read,
      set,
      configurable: true,
      enumerable: true,
    });
  }

  #declare(names: readonly string[]): void {
    for (const name of names) {
      this.#declared.add(name);
      if (!slots.has(name)) makeSlot(name);
    }
  }
}

/** `let name;` in a script of its own: with a value from the start, V8 need not look whether it has one yet. */
function makeSlot(name: string): void {
  try {
    const makeReader = (): unknown => runInThisContext(`let ${name}; () => ${name}`);
    slots.set(name, unremembered(makeReader) as () => unknown);
  } catch (error) {
    // a name that the realm will not give up, as `undefined`: assigning to it tells the user
    if (!(error instanceof Error) || error.name !== "SyntaxError") throw error;
  }
}
