// A declaration that lives in the history, and how it is written there.
import type { Declaration } from "./units.ts";

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

/** The names a declaration mentions, its own among them. */
export function mentionedNames({ references }: Declaration): ReadonlySet<string> {
  return new Set(references.map(({ name }) => name));
}

/** The unit's text, with private names where a name no longer means what it meant. */
export function writeUnit({ declaration, aliases, pins }: Unit): string {
  const renamed = new Map(aliases);
  for (const [name, units] of pins ?? []) {
    for (const unit of units) {
      const alias = unit.aliases.get(name);
      if (alias !== undefined) renamed.set(name, alias);
    }
  }
  if (renamed.size === 0) return declaration.text;
  const { text, references } = declaration;
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
