// Mends that can be carried out: an import that is missing, a name that is misspelt.
import type { DraftFix } from "../../contract.ts";
import type { ParsedCell } from "../../parse.ts";
import type { CheckProblem } from "../contract.ts";
import type { ImportIndex } from "../workspace/import-index.ts";

/** "Cannot find name", with or without a guess, and a shorthand `{ name }` that means nothing. */
const unknownNames: ReadonlySet<number> = new Set([2304, 2552, 2503, 18004]);

/** Misspelt names, members and properties: what is underlined is the wrong word itself. */
const misspelt: ReadonlySet<number> = new Set([2552, 2551, 2561, 2724]);

/** The name that a problem calls unknown, or undefined. */
export function unknownNameOf({ code }: CheckProblem, quoted: string): string | undefined {
  return unknownNames.has(code) ? quoted : undefined;
}

/** The change that mends a problem, or undefined where a person must think. */
export function fixFor(
  problem: CheckProblem,
  cell: ParsedCell,
  start: number,
  end: number,
  imports: Pick<ImportIndex, "moduleOf">,
): DraftFix | undefined {
  const name = unknownNameOf(problem, cell.code.slice(start, end));
  const module = name === undefined ? undefined : imports.moduleOf(name);
  if (name !== undefined && module !== undefined) return importFix(cell, name, module);
  const guess = /Did you mean (?:to write )?'([\w$]+)'\?$/.exec(problem.message)?.[1];
  if (guess === undefined || !misspelt.has(problem.code)) return undefined;
  return { title: `Change to \`${guess}\``, start, end, text: guess };
}

/** Adds a name to the cell's import of its module, or an import to the cell. */
function importFix(cell: ParsedCell, name: string, module: string): DraftFix {
  const fix = { title: `Import \`${name}\` from "${module}"`, imports: name };
  let place = startOfCode(cell.code);
  for (const statement of cell.program.body) {
    if (statement.type !== "ImportDeclaration") continue;
    const last = statement.specifiers.at(-1);
    const isSame = statement.source.value === module && statement.importKind !== "type";
    if (isSame && last?.type === "ImportSpecifier")
      return { ...fix, start: last.end, end: last.end, text: `, ${name}` };
    place = afterLine(cell.code, statement.end);
  }
  const text = `import { ${name} } from "${module}";\n`;
  const isAfterText = place > 0 && cell.code[place - 1] !== "\n";
  return { ...fix, start: place, end: place, text: isAfterText ? `\n${text.trimEnd()}` : text };
}

/** Behind a first line that is a magic such as `%%js`. */
function startOfCode(code: string): number {
  return code.trimStart().startsWith("%%") ? afterLine(code, 0) : 0;
}

function afterLine(code: string, offset: number): number {
  const end = code.indexOf("\n", offset);
  return end === -1 ? code.length : end + 1;
}
