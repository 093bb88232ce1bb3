// What each name means now: a value and a type may come from two cells.
import type { Declaration } from "./declaration.ts";
import { mentionedNames, type Unit } from "./unit.ts";

/** The names that later cells can use. */
export class LiveNames {
  readonly #values = new Map<string, Unit>();
  readonly #types = new Map<string, Unit>();

  all(): ReadonlySet<string> {
    return new Set([...this.#values.keys(), ...this.#types.keys()]);
  }

  /** True while a name of the unit means it. */
  has(unit: Unit): boolean {
    return unit.declaration.names.some(
      ({ name }) => this.#values.get(name) === unit || this.#types.get(name) === unit,
    );
  }

  value(name: string): Unit | undefined {
    return this.#values.get(name);
  }

  type(name: string): Unit | undefined {
    return this.#types.get(name);
  }

  /** The units that a name means: none, one, or a value and a type. */
  meaning(name: string): Unit[] {
    const value = this.#values.get(name);
    const type = this.#types.get(name);
    if (value === undefined) return type === undefined ? [] : [type];
    return type === undefined || type === value ? [value] : [value, type];
  }

  /** What the names that a declaration mentions mean now. */
  bind(declaration: Declaration): Map<string, readonly Unit[]> {
    const bound = new Map<string, readonly Unit[]>();
    for (const name of mentionedNames(declaration)) {
      const units = this.meaning(name);
      if (units.length > 0) bound.set(name, units);
    }
    return bound;
  }

  /** From now on, the names of a unit mean it. */
  set(unit: Unit): void {
    for (const { name, value, type } of unit.declaration.names) {
      if (value) this.#values.set(name, unit);
      if (type) this.#types.set(name, unit);
    }
  }

  /** One unit stands for another in whatever meanings that has left. */
  substitute(old: Unit, unit: Unit): void {
    for (const names of [this.#values, this.#types]) {
      for (const [name, live] of names) if (live === old) names.set(name, unit);
    }
  }

  /** The units that lose a name to one of these declarations, with the names they lose. */
  replacedBy(declarations: readonly Declaration[]): Map<Unit, Set<string>> {
    const replaced = new Map<Unit, Set<string>>();
    for (const { name, value, type } of declarations.flatMap(({ names }) => names)) {
      for (const unit of [value && this.#values.get(name), type && this.#types.get(name)]) {
        if (!unit) continue;
        const names = replaced.get(unit) ?? new Set();
        replaced.set(unit, names.add(name));
      }
    }
    return replaced;
  }

  /** A function or type that is declared again with the same text goes on living: nothing changed. */
  isKnown(declaration: Declaration): boolean {
    if (declaration.computed) return false;
    return declaration.names.every(({ name, value, type }) => {
      const units = [value && this.#values.get(name), type && this.#types.get(name)];
      return units.every(
        (unit) =>
          unit === false || (unit !== undefined && unit.declaration.text === declaration.text),
      );
    });
  }
}
