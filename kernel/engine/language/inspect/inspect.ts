// Inspection: signature and documentation of what stands at the cursor.
import type { Inspection } from "../../contract.ts";
import { toDocument } from "../cell-document.ts";
import type { ValueOf } from "../contract.ts";
import { type Draft, draftOfText } from "../draft.ts";
import { focusOnName } from "../focus.ts";
import { positionAt } from "../lsp/text-edit.ts";
import type { Notebook } from "../notebook.ts";
import { argumentAt } from "./argument.ts";
import { behindSignature, fenced, tidy, toPlain } from "./markdown.ts";
import { calleeAt, nameAt, type NamePlace } from "./places.ts";

const patience = 3_000; // ms

/** What is known of the name at the cursor, or of the call around it; front ends also ask one past its end. */
export async function inspectCode(
  notebook: Notebook,
  code: string,
  cursor: number,
  { detail, valueOf }: { readonly detail: 0 | 1; readonly valueOf?: ValueOf | undefined },
): Promise<Inspection | undefined> {
  const name = nameAt(code, cursor);
  const focus = name && focusOnName(code, name);
  const draft = focus?.draft ?? draftOfText(code);
  const at = name && focus ? { ...name, start: focus.offset } : (name ?? calleeAt(code, cursor));
  if (at === undefined) return undefined;
  const [hover, argument, value] = await Promise.all([
    hoverOf(notebook, draft, at),
    name ? undefined : argumentAt(notebook, draft, cursor, patience),
    isVariable(notebook, draft, at) ? valueOf?.(at.name) : undefined,
  ]);
  if (hover === undefined) return undefined;
  const source = detail === 1 ? sourceOf(notebook, at.name) : undefined;
  const more = argument ?? (value === undefined ? undefined : fenced(`${at.name} = ${value}`));
  const described = more === undefined ? hover : behindSignature(hover, more);
  const markdown = described + (source === undefined ? "" : `\n\n${fenced(source)}`);
  return { data: { "text/plain": toPlain(markdown), "text/markdown": markdown } };
}

async function hoverOf(
  notebook: Notebook,
  draft: Draft,
  at: NamePlace,
): Promise<string | undefined> {
  return (await hoverAt(notebook, draft, at.start)) ?? (await hoverElsewhere(notebook, draft, at));
}

async function hoverAt(
  notebook: Notebook,
  draft: Draft,
  start: number,
): Promise<string | undefined> {
  const { answer } = await notebook.ask(draft, {
    method: "textDocument/hover",
    params: (document) => ({ position: toDocument(document, positionAt(draft.code, start)) }),
    patience,
  });
  const text = (answer as { readonly contents?: { readonly value?: string } } | null)?.contents
    ?.value;
  return text === undefined || text === unknownHover ? undefined : tidy(text);
}

/** What the compiler says of a name that nobody declared. */
const unknownHover = "```typescript\nany\n```\n";

/** A type alone is no expression, and a name of the course may not be imported yet: it is looked up behind the text. */
async function hoverElsewhere(
  notebook: Notebook,
  draft: Draft,
  { start, name }: NamePlace,
): Promise<string | undefined> {
  if (draft.code[start - 1] === ".") return undefined;
  const isKnown = notebook.history.find(name) !== undefined || draft.redeclared.has(name);
  const module = isKnown ? undefined : notebook.imports.moduleOf(name);
  if (!isKnown && module === undefined) return undefined;
  const specifiers = module === undefined ? [] : [module];
  const before = `${draft.code}\n;${module === undefined ? "type _ = " : "import { "}`;
  const after = module === undefined ? ";" : ` } from "${module}";`;
  const longer = {
    ...draft,
    code: before + name + after,
    specifiers: [...draft.specifiers, ...specifiers],
  };
  const hover = await hoverAt(notebook, longer, before.length);
  if (hover === undefined || module === undefined) return hover;
  return behindSignature(hover, `To use it: \`import { ${name} } from "${module}";\``);
}

/** True for a variable of an earlier cell: it has a value that can be shown. */
function isVariable(
  { history }: Notebook,
  { code, redeclared }: Draft,
  { start, name }: NamePlace,
): boolean {
  const value = history.find(name)?.value;
  const isMember = /\.\s*$/.test(code.slice(0, start));
  return value !== undefined && value.binding !== "other" && !isMember && !redeclared.has(name);
}

function sourceOf({ history }: Notebook, name: string): string | undefined {
  const known = history.find(name);
  if (known === undefined || known.declaration.text.startsWith("import ")) return undefined;
  return known.declaration.text.replace(/^\/\*\*[^]*?\*\/\n/, "");
}
