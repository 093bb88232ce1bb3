// What the cells so far have declared, as modules that the compiler reads beside the current cell.
//
// A name that is declared again is replaced. Functions, classes and types follow the new meaning of what they mention,
// because that is what happens when they run. A variable does not: it was computed with the old meaning, so the old
// declarations that its type needs are kept under private names.
import { Chunks, type ModuleText } from "./chunks.ts";
import { LiveNames } from "./live-names.ts";
import { mentionedNames, type Resolve, type Unit } from "./unit.ts";
import { type Declaration, opaque } from "./declaration.ts";

/** How a name of an earlier cell is brought into a later one. */
export interface KnownName {
  readonly name: string;
  readonly declaration: Declaration;
  /** The module that exports it. */
  readonly module: string;
  /** Whether the name is declared as a value and as a type, and how the value is bound. */
  readonly value: Declaration | undefined;
  readonly type: Declaration | undefined;
}

/** The declarations of all cells so far. */
export class History {
  readonly #chunks = new Chunks();
  readonly #live = new LiveNames();
  /** Units that came with the last commits, not yet known to be digestible. */
  readonly #unproven = new Set<Unit>();
  /** Units of which no name is left to later cells; something that lives still needs them. */
  #retired: readonly Unit[] = [];
  #aliasCount = 0;

  /** Every name that a later cell can use. */
  names(): ReadonlySet<string> {
    return this.#live.all();
  }

  /** What is known of a name, or undefined. */
  find(name: string): KnownName | undefined {
    const value = this.#live.value(name);
    const type = this.#live.type(name);
    const unit = value ?? type;
    const module = unit && this.#chunks.moduleOf(unit);
    if (unit === undefined || module === undefined) return undefined;
    const { declaration } = unit;
    return { name, declaration, module, value: value?.declaration, type: type?.declaration };
  }

  /** Takes in what a cell declares. */
  commit(declarations: readonly Declaration[]): void {
    const fresh = declarations.filter(
      (declaration) =>
        !this.#live.isKnown(declaration) &&
        !(declaration.created === true && declaration.names.some(({ name }) => this.find(name))),
    );
    const replaced = this.#live.replacedBy(fresh);
    if (replaced.size > 0) this.#keepOldMeanings(replaced);
    const added = fresh.map((declaration) => this.#add(declaration));
    for (const unit of added) {
      if (unit.declaration.computed) unit.pins = this.#live.bind(unit.declaration);
    }
    for (const name of [...replaced.values()].flatMap((names) => [...names])) {
      for (const unit of this.#chunks.mentioning(name)) this.#chunks.touch(unit);
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
    for (const unit of this.#unproven) {
      const { names } = unit.declaration;
      const safe: Unit = { declaration: opaque(names), aliases: unit.aliases, pins: new Map() };
      for (const user of this.#usersOf(unit)) {
        this.#chunks.touch(user);
        user.pins = user.pins && withSubstitutes(user.pins, new Map([[unit, safe]]));
      }
      this.#chunks.replace(unit, safe);
      this.#live.substitute(unit, safe);
    }
    this.#unproven.clear();
    return true;
  }

  /** The names of all modules. */
  get modules(): readonly string[] {
    return this.#chunks.modules;
  }

  /** The modules that may have changed since the last call. */
  takeChanges(): ModuleText[] {
    return this.#chunks.takeChanges(this.#resolve);
  }

  readonly #resolve: Resolve = (unit, name) =>
    unit.pins ? (unit.pins.get(name) ?? []) : this.#live.meaning(name);

  /** Before names are taken over: pins everything that must go on meaning the old declarations. */
  #keepOldMeanings(replaced: ReadonlyMap<Unit, ReadonlySet<string>>): void {
    const affected = closure(replaced.keys(), (unit) => this.#usersOf(unit));
    const clones = new Map<Unit, Unit>();
    for (const unit of affected) {
      if (unit.pins || replaced.has(unit)) continue;
      const names = unit.declaration.names.map(({ name }) => name);
      const aliases = new Map(names.map((name) => [name, this.#newAlias(name)]));
      clones.set(unit, { declaration: unit.declaration, aliases, pins: undefined });
    }
    for (const [unit, clone] of clones) {
      clone.pins = withSubstitutes(this.#live.bind(unit.declaration), clones);
    }
    for (const [unit, names] of replaced) {
      unit.pins ??= this.#live.bind(unit.declaration);
      for (const name of names) unit.aliases.set(name, this.#newAlias(name));
    }
    for (const unit of affected) {
      this.#chunks.touch(unit);
      unit.pins = unit.pins && withSubstitutes(unit.pins, clones);
    }
    for (const [unit, clone] of clones) this.#chunks.add(clone, unit);
    this.#retired = [...this.#retired, ...replaced.keys(), ...clones.values()];
  }

  /** The units that mean this one by a name they mention. */
  #usersOf(unit: Unit): Unit[] {
    return unit.declaration.names.flatMap(({ name }) =>
      this.#chunks.mentioning(name).filter((other) => this.#resolve(other, name).includes(unit)),
    );
  }

  #usedBy(unit: Unit): Unit[] {
    if (unit.pins) return [...unit.pins.values()].flat();
    return [...mentionedNames(unit.declaration)].flatMap((name) => this.#live.meaning(name));
  }

  #add(declaration: Declaration): Unit {
    const unit: Unit = { declaration, aliases: new Map(), pins: undefined };
    // Where a unit is replaced, the new one takes its place; a value and a type of one name share a module.
    const old = declaration.names.flatMap(({ name }) => this.#live.meaning(name))[0];
    this.#chunks.add(unit, old);
    this.#live.set(unit);
    this.#unproven.add(unit);
    return unit;
  }

  /** Forgets what no live name needs any more. */
  #sweep(): void {
    const retired = new Set(this.#retired.filter((unit) => !this.#live.has(unit)));
    const used = [...retired].filter((unit) =>
      this.#usersOf(unit).some((user) => !retired.has(user)),
    );
    const needed = closure(used, (unit) => this.#usedBy(unit).filter((each) => retired.has(each)));
    for (const unit of retired) {
      if (needed.has(unit)) continue;
      this.#chunks.remove(unit);
      this.#unproven.delete(unit);
    }
    this.#retired = [...needed];
  }

  #newAlias(name: string): string {
    this.#aliasCount += 1;
    return `${name}$${this.#aliasCount}`;
  }
}

/** The private name that stands for an earlier version of a declaration; see `History`. */
export const aliasPattern: RegExp = /\b([\w$]+)\$\d+\b/g;

function withSubstitutes(
  pins: ReadonlyMap<string, readonly Unit[]>,
  substitutes: ReadonlyMap<Unit, Unit>,
): Map<string, readonly Unit[]> {
  return new Map(
    [...pins].map(([name, units]) => [name, units.map((unit) => substitutes.get(unit) ?? unit)]),
  );
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
