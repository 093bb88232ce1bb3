// The notebook's names: properties of the real global object.
import { scopeSymbol, type NotebookScope } from "../contract.ts";
import type { Script } from "./job.ts";

/** Keeps the names that cells have declared, and publishes them under `scopeSymbol`. */
export class Scope implements NotebookScope {
  readonly #declared = new Set<string>();
  readonly #globals: Record<string, unknown> = globalThis as unknown as Record<string, unknown>;

  constructor() {
    Object.defineProperty(globalThis, scopeSymbol, { value: this, configurable: true });
  }

  has(name: string): boolean {
    return this.#declared.has(name) && name in this.#globals;
  }

  get(name: string): unknown {
    return this.has(name) ? this.#globals[name] : undefined;
  }

  /**
   * Makes room for the names of a script: each becomes a writable property, and an accessor of Node's (`navigator`,
   * `crypto`) gives way to the cell's own.
   *
   * @returns what to call when the script failed: names that it never reached are taken away again
   */
  declare({ names, resets, declared }: Script): () => void {
    const fresh: string[] = [];
    for (const name of names) {
      const present = Object.getOwnPropertyDescriptor(this.#globals, name);
      if (present === undefined) fresh.push(name);
      else if (present.writable === true || present.configurable !== true) continue;
      Object.defineProperty(this.#globals, name, {
        value: undefined,
        writable: true,
        enumerable: true,
        configurable: true,
      });
    }
    for (const name of resets) this.#globals[name] = undefined;
    const added = declared.filter((name) => !this.#declared.has(name));
    for (const name of added) this.#declared.add(name);
    return () => {
      for (const name of fresh)
        if (this.#globals[name] === undefined && Reflect.deleteProperty(this.#globals, name))
          this.#declared.delete(name);
    };
  }
}
