// Completion: members, arguments and modules from the compiler, names of earlier cells from our own list.
import type { Completion, CompletionItem, EngineOptions } from "../../contract.ts";
import { toDocument } from "../cell-document.ts";
import { draftOfText } from "../draft.ts";
import { focusOnObject } from "../focus.ts";
import { parseCell } from "../../parse.ts";
import { positionAt } from "../lsp/text-edit.ts";
import type { Notebook } from "../notebook.ts";
import { importListAt, kindOfName, kindWord, signatureOfName } from "./kinds.ts";
import { modulePlace, modulesAt } from "./modules.ts";

const patience = 3_000; // ms; JupyterLab stops waiting after one second, a console does not
/** A popup with more is of no use, and costs the page time. */
const most = 1_000;

/** Letters typed before names are offered that still need an import. */
const leastForImports = 2;

interface RawItem {
  readonly label: string;
  readonly kind?: number;
  readonly sortText?: string;
  readonly insertText?: string;
  readonly detail?: string;
  readonly labelDetails?: { readonly detail?: string; readonly description?: string };
}

/** What may stand at the cursor. */
export async function completeCode(
  notebook: Notebook,
  code: string,
  cursor: number,
  { allowedImports, directory }: Pick<EngineOptions, "allowedImports" | "directory">,
): Promise<Completion> {
  const before = code.slice(0, cursor);
  const module = modulePlace(before);
  const typed = module?.part ?? /[\p{ID_Continue}$]*$/u.exec(before)?.[0] ?? "";
  const start = cursor - typed.length;
  const focus = module === undefined ? focusOnObject(code, start, cursor) : undefined;
  const draft = focus?.draft ?? draftOfText(closeText(code, cursor));
  const { answer } = await notebook.ask(draft, {
    method: "textDocument/completion",
    params: (document) => ({
      position: toDocument(document, positionAt(draft.code, focus?.offset ?? cursor)),
      context: { triggerKind: 1 },
    }),
    patience,
    isLarge: focus === undefined,
  });
  const items = (answer as { readonly items?: readonly RawItem[] } | null)?.items ?? [];
  if (module !== undefined) {
    const labels = [...notebook.imports.modules(), ...items.map(({ label }) => label)];
    return {
      matches: modulesAt(module, labels, directory, allowedImports),
      start,
      end: cursor,
    };
  }
  const raw = items.filter(({ label, insertText = label }) => {
    // `o["two words"]` would need the dot before it to go
    return matches(label, typed) && !insertText.startsWith("[");
  });
  const isName = isNamePosition(answer);
  const names = isName ? knownNames(notebook, typed) : [];
  const known = new Set(names.map(({ text }) => text));
  const others = raw
    .toSorted((a, b) => rank(a).localeCompare(rank(b)) || a.label.localeCompare(b.label))
    .map(importListAt(code, cursor) ? (item) => withKnownKind(toItem(item), notebook) : toItem)
    .filter(({ text }) => !known.has(text));
  for (const { text } of others) known.add(text);
  const imports =
    isName && typed.length >= leastForImports ? importable(notebook, typed, known) : [];
  return { matches: [...names, ...others, ...imports].slice(0, most), start, end: cursor };
}

/** Letter case is forgiven, as JupyterLab's own filter does. */
function matches(label: string, typed: string): boolean {
  return label.toLowerCase().startsWith(typed.toLowerCase());
}

/** A text whose end is still to be typed gets one: the compiler takes the cursor to be behind it otherwise. */
function closeText(code: string, cursor: number): string {
  const [error] = parseCell(code).errors;
  const quote = error?.message.startsWith("Unterminated string") && code[error.start];
  if (quote !== '"' && quote !== "'") return code;
  return code.slice(0, cursor) + quote + code.slice(cursor);
}

/** True where any name may stand: the compiler then lists the global ones. */
function isNamePosition(answer: unknown): boolean {
  const items = (answer as { readonly items?: readonly RawItem[] } | null)?.items ?? [];
  return items.some(({ label }) => label === "globalThis" || label === "Promise");
}

function knownNames(notebook: Notebook, typed: string): CompletionItem[] {
  const { history } = notebook;
  return [...history.names()]
    .filter((name) => matches(name, typed))
    .toSorted()
    .flatMap((name) => {
      const known = history.find(name);
      if (known === undefined) return [];
      const signature = signatureOfName(known);
      const kind = kindOfName(known);
      return [withKnownKind({ text: name, kind, ...(signature ? { signature } : {}) }, notebook)];
    });
}

/** Names that an import would bring in: accepting one and running the cell tells which line to add. */
function importable(
  { imports }: Notebook,
  typed: string,
  known: ReadonlySet<string>,
): CompletionItem[] {
  return imports
    .startingWith(typed)
    .filter(({ name }) => !known.has(name))
    .map(({ name, kind, specifier }) => ({
      text: name,
      kind,
      signature: `import { ${name} } from "${specifier}"`,
    }));
}

/** What an import brings in is no more than a name to the compiler; the index knows what the course's modules export. */
function withKnownKind(item: CompletionItem, { imports }: Notebook): CompletionItem {
  if (item.kind !== "alias" && item.kind !== "variable") return item;
  const kind = imports.kindOf(item.text);
  return kind === undefined ? item : { ...item, kind };
}

function rank({ sortText }: RawItem): string {
  return sortText ?? "";
}

function toItem({ label, insertText, kind, detail, labelDetails }: RawItem): CompletionItem {
  const signature = detail ?? labelDetails?.detail ?? labelDetails?.description;
  return {
    text: insertText ?? label,
    kind: kindWord(kind),
    ...(signature === undefined ? {} : { signature }),
  };
}
