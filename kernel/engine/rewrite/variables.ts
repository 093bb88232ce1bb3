// Variable declarations at the top of a cell become assignments to names of the notebook.
import { boundNames } from "../declarations.ts";
import type { Expression, VariableDeclaration, VariableDeclarator } from "../parse.ts";
import { beginDeclare, declareCode, endDeclare } from "./declare.ts";
import type { EditedText } from "./edited-text.ts";

/** Every name that the declaration binds. */
export function namesOf(declaration: VariableDeclaration): string[] {
  return declaration.declarations.flatMap(({ id }) => boundNames(id)).map(({ name }) => name);
}

/** `const a = 1, b = 2` → `(a = $(1, "a"), b = $(2, "b"));`, a `var` without `$`; in the head of a loop without `();`. */
export function writeVariables(
  { kind, declarations }: VariableDeclaration,
  inHead: boolean,
  out: EditedText,
): void {
  const isVar = kind === "var"; // exists from the script's start, and keeps its value where none is given
  const parts = declarations.filter(({ init }) => init !== null || inHead || !isVar);
  if (parts.length === 0) {
    if (!inHead) out.add(";");
    return;
  }
  if (!inHead) out.add("(");
  for (const [index, part] of parts.entries()) {
    if (index > 0) out.add(", ");
    if (isVar) out.copy(part.start, part.end);
    else writeDeclarator(part, out);
  }
  if (!inHead) out.add(");\n");
}

function writeDeclarator({ id, init }: VariableDeclarator, out: EditedText): void {
  const names = boundNames(id).map(({ name }) => name);
  if (init === null) {
    out.copy(id.start, id.end);
    out.add(` = ${declareCode(names)}`);
  } else if (id.type === "Identifier" && takesItsName(init)) {
    out.add(`${declareCode(names)}, `);
    out.copy(id.start, init.end);
  } else {
    out.copy(id.start, init.start);
    out.add(beginDeclare);
    out.copy(init.start, init.end);
    out.add(endDeclare(names));
  }
}

/** `() => 1`, `function () {}`, `class {}`: it takes its name from the variable that it is assigned to, directly. */
function takesItsName(value: Expression): boolean {
  switch (value.type) {
    case "ParenthesizedExpression":
      return takesItsName(value.expression);
    case "ArrowFunctionExpression":
      return true;
    case "FunctionExpression":
    case "ClassExpression":
      return value.id === null;
    default:
      return false;
  }
}
