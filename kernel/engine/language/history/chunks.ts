// The text of the history, cut into modules of bounded size: a commit changes one or two of them, so that the compiler's
// work for a cell does not grow with the notebook.
import { mentionedNames, type Resolve, type Unit, writeUnit, writtenName } from "./unit.ts";

/** Units per module: small enough to be read again in a millisecond, large enough to keep their number low. */
const chunkSize = 40;

interface Chunk {
  readonly module: string;
  readonly units: Unit[];
  /** Names that mean nothing yet; a later cell may declare them. */
  unknown: ReadonlySet<string>;
  changed: boolean;
}

/** One module of the history. */
export interface ModuleText {
  /** Its name as an import specifier without `./`. */
  readonly module: string;
  readonly text: string;
}

/** Units in their modules. */
export class Chunks {
  readonly #chunks: Chunk[] = [];
  readonly #home = new Map<Unit, Chunk>();
  readonly #mentioning = new Map<string, Set<Unit>>();

  /** All modules, in order. */
  get modules(): readonly string[] {
    return this.#chunks.map(({ module }) => module);
  }

  /** The module in which a unit is written. */
  moduleOf(unit: Unit): string | undefined {
    return this.#home.get(unit)?.module;
  }

  /** Adds a unit: right behind another one, or at the end. */
  add(unit: Unit, behind?: Unit): void {
    const chunk = (behind && this.#home.get(behind)) ?? this.#lastWithRoom();
    const place = behind ? chunk.units.indexOf(behind) + 1 : chunk.units.length;
    chunk.units.splice(place, 0, unit);
    this.#home.set(unit, chunk);
    chunk.changed = true;
    for (const name of mentionedNames(unit.declaration)) {
      const units = this.#mentioning.get(name);
      if (units) units.add(unit);
      else this.#mentioning.set(name, new Set([unit]));
    }
    const names = unit.declaration.names.map(({ name }) => name);
    for (const other of this.#chunks) {
      if (names.some((name) => other.unknown.has(name))) other.changed = true;
    }
  }

  /** Puts a unit in the place of another. */
  replace(old: Unit, unit: Unit): void {
    this.add(unit, old);
    this.remove(old);
  }

  /** Forgets a unit. */
  remove(unit: Unit): void {
    const chunk = this.#home.get(unit);
    if (chunk === undefined) return;
    chunk.units.splice(chunk.units.indexOf(unit), 1);
    chunk.changed = true;
    this.#home.delete(unit);
    for (const name of mentionedNames(unit.declaration)) this.#mentioning.get(name)?.delete(unit);
  }

  /** The units that mention a name, whatever they mean by it. */
  mentioning(name: string): readonly Unit[] {
    return [...(this.#mentioning.get(name) ?? [])];
  }

  /** The meaning of something that a unit mentions has changed. */
  touch(unit: Unit): void {
    const chunk = this.#home.get(unit);
    if (chunk) chunk.changed = true;
  }

  /** The modules that may have changed since the last call. */
  takeChanges(resolve: Resolve): ModuleText[] {
    return this.#chunks
      .filter(({ changed }) => changed)
      .map((chunk) => {
        chunk.changed = false;
        return { module: chunk.module, text: this.#write(chunk, resolve) };
      });
  }

  #write(chunk: Chunk, resolve: Resolve): string {
    const imports = new Map<string, Set<string>>();
    const exports = new Set<string>();
    const unknown = new Set<string>();
    const lines = chunk.units.map((unit) => {
      for (const { name } of unit.declaration.names) exports.add(writtenName(unit, name));
      for (const name of mentionedNames(unit.declaration)) {
        const targets = resolve(unit, name);
        if (targets.length === 0) unknown.add(name);
        for (const target of targets) {
          const home = this.#home.get(target);
          if (home === undefined || home === chunk) continue;
          const names = imports.get(home.module) ?? new Set();
          imports.set(home.module, names.add(writtenName(target, name)));
        }
      }
      return writeUnit(unit, resolve);
    });
    chunk.unknown = unknown;
    const header = [...imports].map(
      ([module, names]) => `import { ${[...names].join(", ")} } from "./${module}";`,
    );
    return [...header, ...lines, `export { ${[...exports].join(", ")} };`, ""].join("\n");
  }

  #lastWithRoom(): Chunk {
    const last = this.#chunks.at(-1);
    if (last && last.units.length < chunkSize) return last;
    const module = `history-${this.#chunks.length}`;
    const chunk = { module, units: [], unknown: new Set<string>(), changed: true };
    this.#chunks.push(chunk);
    return chunk;
  }
}
