// `const losses = []`: its type comes from what the cell pushes into it, which no later cell can see. `const data = [[…]]`:
// the compiler would read a thousand numbers for every later cell. So it is asked for the type once, where the cell ends.
import { parseCell, type ParsedCell } from "../../parse.ts";
import { toDocument } from "../cell-document.ts";
import { type Draft, draftOfCell } from "../draft.ts";
import { variablesToAskFor } from "../history/loose-types.ts";
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
  const names = variablesToAskFor(cell.program).slice(0, most);
  if (names.length === 0) return types;
  const draft = { ...draftOfCell(cell), code: `${cell.code}\n;${names.join(";")};` };
  const signal = AbortSignal.timeout(patience);
  let offset = cell.code.length + 2;
  try {
    for (const name of names) {
      const type = await typeAt(notebook, draft, offset, signal);
      if (type !== undefined && isLasting(type, notebook, draft)) types.set(name, type);
      offset += name.length + 1;
    }
  } catch {
    return types; // the cell itself is checked: the rest stays any[]
  }
  return types;
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
  const type = /^```typescript\n\w+ [^:]+: ([^]*?)\n```/.exec(text?.value ?? "")?.[1];
  return type === undefined || /^(?:any|never)\[\]$|\.\.\./.test(type) ? undefined : type;
}

/** False where a type mentions a name that a later cell would not know, or know as something else. */
function isLasting(type: string, { history }: Notebook, { redeclared }: Draft): boolean {
  const { errors, program } = parseCell(`type _ = ${type}`);
  const mentioned = errors.length > 0 ? undefined : findReferences(program);
  return (
    mentioned?.every(
      ({ name }) => name === "_" || lasting.has(name) || redeclared.has(name) || history.find(name),
    ) ?? false
  );
}
