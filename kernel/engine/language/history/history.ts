// What the cells so far have declared, as one module that the compiler reads beside the current cell.
//
// A name that is declared again is replaced. Functions, classes and types follow the new meaning of what they mention,
// because that is what happens when they run. A variable does not: it was computed with the old meaning, so the old
// declarations that its type needs are kept under private names.
import { type Unit, mentionedNames, writeUnit } from "./unit.ts";
import { type Declaration, opaque } from "./units.ts";

/** How a name of an earlier cell is brought into a later one. */
export interface KnownName {
  readonly name: string;
  readonly declaration: Declaration;
  /** Whether the name is declared as a value and as a type, and how the value is bound. */
  readonly value: Declaration | undefined;
  readonly type: Declaration | undefined;
}

type Space = "value" | "type";

/** The declarations of all cells so far. */
export class History {
  /** In the order of the text; a unit that replaces another takes its place, which keeps edits of the text small. */
  #units: Unit[] = [];
  readonly #live: Readonly<Record<Space, Map<string, Unit>>> = {
    value: new Map(),
    type: new Map(),
  };
  /** Units that came with the last commits, not yet known to be digestible. */
  #unproven = new Set<Unit>();
  #aliasCount = 0;

  /** Every name that a later cell can use. */
  names(): ReadonlySet<string> {
    return new Set([...this.#live.value.keys(), ...this.#live.type.keys()]);
  }

  /** What is known of a name, or undefined. */
  find(name: string): KnownName | undefined {
    const value = this.#live.value.get(name)?.declaration;
    const type = this.#live.type.get(name)?.declaration;
    const declaration = value ?? type;
    return declaration && { name, declaration, value, type };
  }

  /** Takes in what a cell declares. */
  commit(declarations: readonly Declaration[]): void {
    const fresh = declarations.filter(
      (declaration) =>
        !this.#isKnown(declaration) &&
        !(declaration.created === true && declaration.names.some(({ name }) => this.find(name))),
    );
    if (fresh.length === 0) return;
    const replaced = this.#replacedBy(fresh);
    if (replaced.size > 0) this.#keepOldMeanings(replaced);
    for (const declaration of fresh) this.#add(declaration);
    for (const unit of this.#unproven) {
      if (unit.declaration.computed && !unit.pins) unit.pins = this.#bind(unit.declaration);
    }
    if (replaced.size > 0) this.#sweep();
  }

  /** The compiler has digested everything so far. */
  prove(): void {
    this.#unproven.clear();
  }

  /** Makes what came since the last `prove` opaque: the compiler choked on it, and it would choke again. */
  quarantine(): boolean {
    if (this.#unproven.size === 0) return false;
    this.#units = this.#units.map((unit) => {
      if (!this.#unproven.has(unit)) return unit;
      const safe: Unit = {
        declaration: opaque(unit.declaration.names),
        aliases: unit.aliases,
        pins: new Map(),
      };
      for (const space of ["value", "type"] as const) {
        for (const [name, live] of this.#live[space]) {
          if (live === unit) this.#live[space].set(name, safe);
        }
      }
      return safe;
    });
    this.#unproven.clear();
    return true;
  }

  /** The module's text. */
  text(): string {
    const lines = this.#units.map((unit) => {
      const names = this.#exportedNames(unit);
      return writeUnit(unit) + (names.length > 0 ? `\nexport { ${names.join(", ")} };` : "");
    });
    return `${lines.join("\n")}\nexport {};\n`;
  }

  /** A function or type that is declared again with the same text goes on living: nothing changed. */
  #isKnown(declaration: Declaration): boolean {
    if (declaration.computed) return false;
    return declaration.names.every(({ name, value, type }) => {
      const units = [value && this.#live.value.get(name), type && this.#live.type.get(name)];
      return units.every(
        (unit) =>
          unit === false || (unit !== undefined && unit.declaration.text === declaration.text),
      );
    });
  }

  #replacedBy(declarations: readonly Declaration[]): Map<Unit, Set<string>> {
    const replaced = new Map<Unit, Set<string>>();
    for (const { name, value, type } of declarations.flatMap(({ names }) => names)) {
      for (const unit of [value && this.#live.value.get(name), type && this.#live.type.get(name)]) {
        if (!unit) continue;
        const names = replaced.get(unit) ?? new Set();
        replaced.set(unit, names.add(name));
      }
    }
    return replaced;
  }

  /** Before names are taken over: pins everything that must go on meaning the old declarations. */
  #keepOldMeanings(replaced: ReadonlyMap<Unit, ReadonlySet<string>>): void {
    const affected = this.#reaching(new Set(replaced.keys()));
    const clones = new Map<Unit, Unit>();
    for (const unit of affected) {
      if (unit.pins || replaced.has(unit)) continue;
      clones.set(unit, { declaration: unit.declaration, aliases: new Map(), pins: undefined });
    }
    for (const [unit, clone] of clones) {
      for (const { name } of unit.declaration.names) clone.aliases.set(name, this.#newAlias(name));
    }
    const toClone = (pins: Map<string, readonly Unit[]>): Map<string, readonly Unit[]> =>
      new Map(
        [...pins].map(([name, units]) => [name, units.map((unit) => clones.get(unit) ?? unit)]),
      );
    for (const [unit, names] of replaced) {
      unit.pins ??= this.#bind(unit.declaration);
      for (const name of names) unit.aliases.set(name, this.#newAlias(name));
    }
    for (const [unit, clone] of clones) {
      clone.pins = toClone(this.#bind(unit.declaration));
      this.#units.splice(this.#units.indexOf(unit), 0, clone);
    }
    for (const unit of this.#units) if (unit.pins) unit.pins = toClone(unit.pins);
  }

  /** The units whose meaning depends on one of `targets`, these included. */
  #reaching(targets: ReadonlySet<Unit>): Set<Unit> {
    const users = new Map<Unit, Unit[]>();
    for (const unit of this.#units) {
      for (const used of this.#usedBy(unit)) {
        const list = users.get(used);
        if (list) list.push(unit);
        else users.set(used, [unit]);
      }
    }
    return closure(targets, (unit) => users.get(unit) ?? []);
  }

  #usedBy({ declaration, pins }: Unit): Unit[] {
    return [...(pins ?? this.#bind(declaration)).values()].flat();
  }

  /** What the names a declaration mentions mean now. */
  #bind(declaration: Declaration): Map<string, readonly Unit[]> {
    const bound = new Map<string, readonly Unit[]>();
    for (const name of mentionedNames(declaration)) {
      const units = [this.#live.value.get(name), this.#live.type.get(name)].filter(
        (unit) => unit !== undefined,
      );
      if (units.length > 0) bound.set(name, units);
    }
    return bound;
  }

  #add(declaration: Declaration): void {
    const unit: Unit = { declaration, aliases: new Map(), pins: undefined };
    let place = this.#units.length;
    for (const { name, value, type } of declaration.names) {
      for (const space of spaces(value, type)) {
        const old = this.#live[space].get(name);
        if (old) place = Math.min(place, this.#units.indexOf(old) + 1);
        this.#live[space].set(name, unit);
      }
    }
    this.#units.splice(place, 0, unit);
    this.#unproven.add(unit);
  }

  /** Forgets what no live name needs any more. */
  #sweep(): void {
    const live = new Set([...this.#live.value.values(), ...this.#live.type.values()]);
    const needed = closure(live, (unit) => this.#usedBy(unit));
    this.#units = this.#units.filter((unit) => needed.has(unit));
    this.#unproven = new Set([...this.#unproven].filter((unit) => needed.has(unit)));
  }

  #exportedNames(unit: Unit): string[] {
    return unit.declaration.names
      .filter(({ name }) => {
        const value = this.#live.value.get(name);
        // A value and a type of one name from two cells are one export.
        return value === undefined ? this.#live.type.get(name) === unit : value === unit;
      })
      .map(({ name }) => name);
  }

  #newAlias(name: string): string {
    this.#aliasCount += 1;
    return `${name}$${this.#aliasCount}`;
  }
}

/** The private name that stands for an earlier version of a declaration; see `History`. */
export const aliasPattern: RegExp = /\b([\w$]+)\$\d+\b/g;

function spaces(value: boolean, type: boolean): Space[] {
  return [...(value ? (["value"] as const) : []), ...(type ? (["type"] as const) : [])];
}

function closure(start: Iterable<Unit>, next: (unit: Unit) => readonly Unit[]): Set<Unit> {
  const seen = new Set(start);
  const queue = [...seen];
  for (let unit = queue.pop(); unit !== undefined; unit = queue.pop()) {
    for (const other of next(unit)) {
      if (seen.has(other)) continue;
      seen.add(other);
      queue.push(other);
    }
  }
  return seen;
}
