// Modules that exist in this process alone: no file holds them, the resolver answers for them.
import { replaceProperty } from "../replace.ts";

/** Makers of the modules by name; each is called when a cell first imports the module. */
export type OfferedModules = Readonly<Record<string, () => object>>;

/** Answers imports of the offered modules. */
export class Offered {
  readonly #makers: OfferedModules;
  readonly #made = new Map<string, object>();
  #undo: (() => void) | undefined;

  constructor(makers: OfferedModules) {
    this.#makers = makers;
  }

  /** The URL of an offered module, undefined for any other name. */
  url(specifier: string): string | undefined {
    return Object.hasOwn(this.#makers, specifier) ? `convlab:${specifier}` : undefined;
  }

  /** The text of the module at such a URL: it takes its exports from a property of the global object. */
  source(url: string): string | undefined {
    const name = url.startsWith("convlab:") ? url.slice("convlab:".length) : "";
    const make = this.#makers[name];
    if (make === undefined) return undefined;
    const made = this.#made.get(name) ?? make();
    this.#made.set(name, made);
    this.#undo ??= replaceProperty(globalThis, property, (each: string) => this.#made.get(each));
    const names = Object.keys(made).join(", ");
    return `export const { ${names} } = globalThis[${JSON.stringify(property)}](${JSON.stringify(name)});`;
  }

  /** Takes the modules away again. */
  dispose(): void {
    this.#undo?.();
  }
}

const property = "convlab.modules";
