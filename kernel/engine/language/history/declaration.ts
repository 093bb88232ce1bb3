// A top-level declaration of a cell as the history keeps it.
import type { Reference } from "./references.ts";

/** A declared name and where it lives: as a value, as a type, or (a class, an enum, an import) as both. */
export interface DeclaredName {
  readonly name: string;
  readonly value: boolean;
  readonly type: boolean;
}

/** What kind of value a name is, for the line that brings it into a later cell. */
type Binding = "let" | "const" | "other";

/** One top-level declaration of a cell: its text without `export`, and the names it declares and mentions. */
export interface Declaration {
  readonly names: readonly DeclaredName[];
  readonly text: string;
  readonly references: readonly Reference[];
  readonly binding: Binding;
  /**
   * True: a value that was computed once, so its type is that of the moment. False: a function, class or type, which
   * follows later redeclarations of the names it mentions, as it does when it runs.
   */
  readonly computed: boolean;
  /** `x = 1` for a name that nobody declared: it counts only where the name is still free. */
  readonly created?: boolean;
}

/** A piece of text with the names it mentions. */
export type Fragment = Pick<Declaration, "text" | "references">;

/** A declaration of names whose types are unknown. */
export function opaque(names: readonly DeclaredName[]): Declaration {
  const parts = names.flatMap(({ name, value, type }) => [
    ...(value ? [`declare let ${name}: any;`] : []),
    // However many type arguments it takes.
    ...(type ? [`type ${name}<A = any, B = any, C = any, D = any> = any;`] : []),
  ]);
  return { names, text: parts.join(" "), references: [], binding: "let", computed: true };
}

/** A piece of a cell. */
export function cut(
  code: string,
  start: number,
  end: number,
  references: readonly Reference[],
): Fragment {
  return {
    text: code.slice(start, end),
    references: references.map((reference) => ({ ...reference, start: reference.start - start })),
  };
}

/** The same with a text before it. */
export function prefixed(prefix: string, { text, references }: Fragment): Fragment {
  return {
    text: prefix + text,
    references: references.map((reference) => ({
      ...reference,
      start: reference.start + prefix.length,
    })),
  };
}

/** Overloads, merging interfaces, a constant and a type of one name: one declaration for each name. */
export function mergeSameNames(declarations: readonly Declaration[]): Declaration[] {
  const merged: Declaration[] = [];
  for (const declaration of declarations) {
    const index = merged.findIndex(({ names }) =>
      names.some(({ name }) => declaration.names.some((other) => other.name === name)),
    );
    const earlier = merged[index];
    if (earlier === undefined) merged.push(declaration);
    else merged[index] = join(earlier, declaration);
  }
  return merged;
}

function join(first: Declaration, second: Declaration): Declaration {
  const prefix = `${first.text}\n`;
  const moved = prefixed(prefix, second);
  const names = new Map(first.names.map((name) => [name.name, name]));
  for (const { name, value, type } of second.names) {
    const known = names.get(name);
    names.set(name, {
      name,
      value: value || known?.value === true,
      type: type || known?.type === true,
    });
  }
  return {
    names: [...names.values()],
    text: moved.text,
    references: [...first.references, ...moved.references],
    binding: first.binding === second.binding ? first.binding : "other",
    computed: first.computed || second.computed,
  };
}
