// A declaration that lives in the history, and how it is written there.
import type { Declaration } from "./declaration.ts";

/** A declaration in the history. Its mentions of other names are bound late, or pinned to what they meant at a time. */
export interface Unit {
  readonly declaration: Declaration;
  /** Names that a later cell took over, with the private names that stand for them since. */
  readonly aliases: Map<string, string>;
  /**
   * Undefined: names mean what they mean now. Otherwise the units they are bound to; a name without an entry is a
   * global.
   */
  pins: Map<string, readonly Unit[]> | undefined;
}

/** The units that a name means where it is mentioned: one, or a value and a type of one name. */
export type Resolve = (unit: Unit, name: string) => readonly Unit[];

/** The name under which a unit declares `name`. */
export function writtenName({ aliases }: Unit, name: string): string {
  return aliases.get(name) ?? name;
}

const mentions = new WeakMap<Declaration, ReadonlySet<string>>();

/** The names a declaration mentions, its own among them. */
export function mentionedNames(declaration: Declaration): ReadonlySet<string> {
  let names = mentions.get(declaration);
  if (names === undefined) {
    names = new Set(declaration.references.map(({ name }) => name));
    mentions.set(declaration, names);
  }
  return names;
}

/** The unit's text, with private names where a name no longer means what it meant. */
export function writeUnit(unit: Unit, resolve: Resolve): string {
  const { text, references } = unit.declaration;
  const renamed = new Map(unit.aliases);
  for (const name of unit.pins?.keys() ?? []) {
    for (const target of resolve(unit, name)) {
      const written = writtenName(target, name);
      if (written !== name) renamed.set(name, written);
    }
  }
  if (renamed.size === 0) return text;
  let written = "";
  let end = 0;
  for (const { name, start, shorthand } of references) {
    const alias = renamed.get(name);
    if (alias === undefined) continue;
    written += text.slice(end, start) + (shorthand ? `${name}: ${alias}` : alias);
    end = start + name.length;
  }
  return written + text.slice(end);
}
