// Variables whose own text does not tell their type: it comes from what the cell assigns to them or pushes into them.
import type { Program, VariableDeclarator } from "../../parse.ts";
import type { Fragment } from "./declaration.ts";
import { containsJsx } from "./references.ts";

/** Characters of a value beyond which its type is kept in place of it: a table of numbers is one word as a type. */
const largeValue = 2_000;

/** True for a value that is long to read; functions are read for their own sake. */
export function isLargeValue(init: VariableDeclarator["init"]): boolean {
  if (init === null || /Function|Class/.test(init.type)) return false;
  return init.end - init.start > largeValue;
}

/** Variables that later cells know better by a type that the compiler tells: lists that begin empty, and large values. */
export function variablesToAskFor({ body }: Program): string[] {
  return body
    .map((statement) =>
      statement.type === "ExportNamedDeclaration" ? statement.declaration : statement,
    )
    .flatMap((statement) =>
      statement?.type === "VariableDeclaration" ? statement.declarations : [],
    )
    .flatMap(({ id, init }) => {
      if (id.type !== "Identifier" || id.typeAnnotation || init === null) return [];
      return isLargeValue(init) || looseType(init) === "any[]" ? [id.name] : [];
    });
}

/** Variables and functions in whose text a tag stands: later cells know them by their types alone. */
export function namesWithTags({ body }: Program): string[] {
  return body
    .map((statement) =>
      statement.type === "ExportNamedDeclaration" ? statement.declaration : statement,
    )
    .flatMap((statement) => {
      if (statement === null || !containsJsx(statement)) return [];
      if (statement.type === "FunctionDeclaration") return statement.id ? [statement.id.name] : [];
      if (statement.type !== "VariableDeclaration") return [];
      return statement.declarations.flatMap(({ id }) =>
        id.type === "Identifier" ? [id.name] : [],
      );
    });
}

/**
 * `let best = null`, `const losses = []`: the compiler finds the type from later assignments in the same cell, which the
 * next cell does not have; without an annotation it would be `null` or `never[]` there.
 */
export function looseType(init: VariableDeclarator["init"]): string | undefined {
  if (init === null || (init.type === "Literal" && init.value === null && init.raw === "null")) {
    return "any";
  }
  if (init.type === "Identifier" && init.name === "undefined") return "any";
  return init.type === "ArrayExpression" && init.elements.length === 0 ? "any[]" : undefined;
}

/** Writes a type behind the name that ends at `at`. */
export function annotated(
  text: string,
  references: Fragment["references"],
  at: number,
  type: string,
): Fragment {
  const insert = `: ${type}`;
  return {
    text: text.slice(0, at) + insert + text.slice(at),
    references: references.map((reference) =>
      reference.start < at ? reference : { ...reference, start: reference.start + insert.length },
    ),
  };
}
