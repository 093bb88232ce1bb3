// `const losses = []`: its type comes from what the cell pushes into it, which no later cell can see. `const data = [[…]]`:
// the compiler would read a thousand numbers for every later cell. So it is asked for the type once, where the cell ends.
import { parseCell, type ParsedCell } from "../../parse.ts";
import { toDocument } from "../cell-document.ts";
import { type Draft, draftOfCell } from "../draft.ts";
import { namesWithTags, variablesToAskFor } from "../history/loose-types.ts";
import { findReferences } from "../history/references.ts";

import { positionAt } from "../lsp/text-edit.ts";
import type { Notebook } from "../notebook.ts";

const patience = 2_000; // ms; without an answer the type is any[]
const most = 8;
/** Type names that mean the same in every cell. */
const lasting: ReadonlySet<string> = new Set(
  "Array Map Set Promise Date RegExp Error Record Float32Array Float64Array Int32Array Uint8Array".split(
    " ",
  ),
);

/** The types of such variables of a cell, by name. */
export async function learnTypes(
  notebook: Notebook,
  cell: ParsedCell,
): Promise<ReadonlyMap<string, string>> {
  const types = new Map<string, string>();
  const tags = cell.lang === "tsx" ? namesWithTags(cell.program) : [];
  const names = [...new Set([...variablesToAskFor(cell.program), ...tags])].slice(0, most);
  if (names.length === 0) return types;
  // a function is asked for as the value of a variable: so its type is one, too
  const asked = names.map((name, index) => `const _${index}$ = ${name};`);
  const draft = { ...draftOfCell(cell), code: `${cell.code}\n;${asked.join("")}` };
  const signal = AbortSignal.timeout(patience);
  let offset = cell.code.length + 2;
  try {
    for (const [index, name] of names.entries()) {
      const type = await typeAt(notebook, draft, offset + "const ".length, signal);
      if (type !== undefined && isLasting(type, notebook, draft)) types.set(name, type);
      offset += asked[index]?.length ?? 0;
    }
  } catch {
    return types; // the cell itself is checked: the rest stays any[]
  }
  return types;
}

/** Those of the places, each the beginning of a name in the cell, whose type is an array. */
export async function arraysAt(
  notebook: Notebook,
  cell: ParsedCell,
  places: readonly number[],
): Promise<ReadonlySet<number>> {
  const arrays = new Set<number>();
  const draft = draftOfCell(cell);
  const signal = AbortSignal.timeout(patience);
  try {
    for (const place of places.slice(0, most)) {
      const type = await typeAt(notebook, draft, place, signal);
      if (type !== undefined && /\[\]$|^(?:Readonly)?Array<.*>$/.test(type)) arrays.add(place);
    }
  } catch {
    return arrays; // nothing is known, so nothing is held against the cell
  }
  return arrays;
}

async function typeAt(
  notebook: Notebook,
  draft: Draft,
  offset: number,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { answer } = await notebook.ask(draft, {
    method: "textDocument/hover",
    params: (document) => ({ position: toDocument(document, positionAt(draft.code, offset)) }),
    signal,
  });
  const text = (answer as { readonly contents?: { readonly value?: string } } | null)?.contents;
  const type = /^```typescript\n(?:\w+|\([\w ]+\)) [^:]+: ([^]*?)\n```/.exec(
    text?.value ?? "",
  )?.[1];
  return type === undefined || /^(?:any|never)\[\]$|\.\.\./.test(type) ? undefined : type;
}

/** False where a type mentions a name that a later cell would not know, or know as something else. */
function isLasting(type: string, { history }: Notebook, { redeclared }: Draft): boolean {
  const text = `type _ = ${type}`;
  const { errors, program } = parseCell(text);
  const mentioned = errors.length > 0 ? undefined : findReferences(program);
  return (
    mentioned?.every(
      ({ name, start }) =>
        name === "_" ||
        /^\??:/.test(text.slice(start + name.length)) || // a parameter
        lasting.has(name) ||
        redeclared.has(name) ||
        history.find(name),
    ) ?? false
  );
}
