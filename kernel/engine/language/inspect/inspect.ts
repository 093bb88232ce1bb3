// Inspection: signature and documentation of what stands at the cursor.
import type { Inspection } from "../../contract.ts";
import { toDocument } from "../cell-document.ts";
import { draftOfText } from "../draft.ts";
import { aliasPattern } from "../history/history.ts";
import { positionAt } from "../lsp/text-edit.ts";
import type { Notebook } from "../notebook.ts";

const patience = 3_000; // ms

/** What is known of the name at the cursor; front ends also ask one past its end. */
export async function inspectCode(
  notebook: Notebook,
  code: string,
  cursor: number,
  detail: 0 | 1,
): Promise<Inspection | undefined> {
  const at = nameAt(code, cursor) ?? calleeAt(code, cursor);
  if (at === undefined) return undefined;
  const { answer } = await notebook.ask(draftOfText(code), {
    method: "textDocument/hover",
    params: (document) => ({ position: toDocument(document, positionAt(code, at.start)) }),
    signal: AbortSignal.timeout(patience),
  });
  const hover = answer as { readonly contents?: { readonly value?: string } } | null;
  const text = hover?.contents?.value;
  if (text === undefined || text === unknownHover) return undefined;
  const source = detail === 1 ? sourceOf(notebook, at.name) : undefined;
  const markdown = tidy(text) + (source === undefined ? "" : `\n\n${fenced(source)}`);
  return { data: { "text/plain": toPlain(markdown), "text/markdown": markdown } };
}

/** What the compiler says of a name that nobody declared. */
const unknownHover = "```typescript\nany\n```\n";

/** The name around the cursor, or the one that ends there. */
function nameAt(code: string, cursor: number): { start: number; name: string } | undefined {
  const before = /[\p{ID_Continue}$]*$/u.exec(code.slice(0, cursor))?.[0] ?? "";
  const after = /^[\p{ID_Continue}$]*/u.exec(code.slice(cursor))?.[0] ?? "";
  const name = before + after;
  return /^[\p{ID_Start}$_]/u.test(name) ? { start: cursor - before.length, name } : undefined;
}

/** The name of the function whose arguments are being written. */
function calleeAt(code: string, cursor: number): { start: number; name: string } | undefined {
  let closed = 0;
  for (let index = cursor - 1; index >= 0; index -= 1) {
    const character = code[index] ?? "";
    if (")]}".includes(character)) closed += 1;
    else if ("([{".includes(character)) {
      const callee = closed === 0 && character === "(" && called.exec(code.slice(0, index));
      if (callee) return { start: callee.index, name: callee[1] ?? "" };
      closed = Math.max(0, closed - 1);
    } else if (character === ";" && closed === 0) return undefined;
  }
  return undefined;
}

const called = /([\p{ID_Start}$_][\p{ID_Continue}$]*)(?:<[^<>()]*>)?\s*$/u;

/** Names of earlier cells reach a cell by an import that the user did not write: it is not shown. */
function tidy(markdown: string): string {
  return markdown
    .replace(/^\(alias\) /gm, "")
    .replace(/^import [\w$]+\n(?=```)/gm, "")
    .replaceAll(aliasPattern, "$1")
    .trim();
}

function sourceOf({ history }: Notebook, name: string): string | undefined {
  const known = history.find(name);
  if (known === undefined || known.declaration.text.startsWith("import ")) return undefined;
  return known.declaration.text.replace(/^\/\*\*[^]*?\*\/\n/, "");
}

function fenced(code: string): string {
  return `\`\`\`typescript\n${code}\n\`\`\``;
}

/** Markdown without its signs, for consoles and for JupyterLab's completer. */
function toPlain(markdown: string): string {
  return markdown
    .replace(/^```\w*\n?/gm, "")
    .replace(/\*\*([^*]+)\*\*/g, "$1")
    .replace(/^\*@(\w+)\*/gm, "@$1")
    .replace(/`([^`\n]+)`/g, "$1")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
