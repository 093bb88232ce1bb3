// Completion: members, arguments and modules from the compiler, names of earlier cells from our own list.
import type { Completion, CompletionItem } from "../../contract.ts";
import { toDocument } from "../cell-document.ts";
import { draftOfText } from "../draft.ts";
import { positionAt } from "../lsp/text-edit.ts";
import type { Notebook } from "../notebook.ts";
import { isAllowedImport } from "../workspace/allowed-imports.ts";
import { kindOfName, kindWord } from "./kinds.ts";

const patience = 1_000; // ms; JupyterLab gives a provider no longer
/** A popup with more is of no use, and costs the page time. */
const most = 1_000;

interface RawItem {
  readonly label: string;
  readonly kind?: number;
  readonly sortText?: string;
  readonly insertText?: string;
  readonly detail?: string;
  readonly labelDetails?: { readonly detail?: string; readonly description?: string };
  readonly data?: { readonly autoImport?: { readonly moduleSpecifier?: string } };
}

/** What may stand at the cursor. */
export async function completeCode(
  notebook: Notebook,
  code: string,
  cursor: number,
  allowedImports: readonly string[] | undefined,
): Promise<Completion> {
  const start = cursor - (/[\p{ID_Continue}$]*$/u.exec(code.slice(0, cursor))?.[0].length ?? 0);
  const typed = code.slice(start, cursor);
  const { answer } = await notebook.ask(draftOfText(code), {
    method: "textDocument/completion",
    params: (document) => ({
      position: toDocument(document, positionAt(code, cursor)),
      context: { triggerKind: 1 },
    }),
    signal: AbortSignal.timeout(patience),
  });
  const raw = ((answer as { readonly items?: readonly RawItem[] } | null)?.items ?? []).filter(
    (item) => matches(item.label, typed) && isOffered(item, allowedImports),
  );
  const names = isNamePosition(answer) ? knownNames(notebook, typed) : [];
  const known = new Set(names.map(({ text }) => text));
  const others = raw
    .toSorted((a, b) => rank(a).localeCompare(rank(b)) || a.label.localeCompare(b.label))
    .map(toItem)
    .filter(({ text }) => !known.has(text));
  return { matches: [...names, ...others].slice(0, most), start, end: cursor };
}

/** Letter case is forgiven, as JupyterLab's own filter does. */
function matches(label: string, typed: string): boolean {
  return label.toLowerCase().startsWith(typed.toLowerCase());
}

function isOffered({ data }: RawItem, allowed: readonly string[] | undefined): boolean {
  const specifier = data?.autoImport?.moduleSpecifier;
  if (specifier === undefined) return true;
  return !specifier.startsWith("./history") && isAllowedImport(specifier, allowed);
}

/** True where any name may stand: the compiler then lists the global ones. */
function isNamePosition(answer: unknown): boolean {
  const items = (answer as { readonly items?: readonly RawItem[] } | null)?.items ?? [];
  return items.some(({ label }) => label === "globalThis" || label === "Promise");
}

function knownNames({ history }: Notebook, typed: string): CompletionItem[] {
  return [...history.names()]
    .filter((name) => matches(name, typed))
    .toSorted()
    .flatMap((name) => {
      const known = history.find(name);
      return known === undefined ? [] : [{ text: name, kind: kindOfName(known) }];
    });
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
