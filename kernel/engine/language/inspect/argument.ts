// The argument that is being written inside the brackets of a call.
import type { Draft } from "../draft.ts";
import { toDocument } from "../cell-document.ts";
import { positionAt } from "../lsp/text-edit.ts";
import type { Notebook } from "../notebook.ts";
import { fenced } from "./markdown.ts";

type Text = string | { readonly value: string };

interface SignatureHelp {
  readonly signatures: readonly {
    readonly label: string;
    readonly parameters?: readonly { readonly label: string; readonly documentation?: Text }[];
  }[];
  readonly activeSignature?: number;
  readonly activeParameter?: number;
}

/** A paragraph on the argument at the cursor, and the other forms that the function has; undefined outside of calls. */
export async function argumentAt(
  notebook: Notebook,
  draft: Draft,
  cursor: number,
  patience: number,
): Promise<string | undefined> {
  const { answer } = await notebook.ask(draft, {
    method: "textDocument/signatureHelp",
    params: (document) => ({
      position: toDocument(document, positionAt(draft.code, cursor)),
      context: { triggerKind: 1, isRetrigger: false },
    }),
    patience,
  });
  const help = answer as SignatureHelp | null;
  const active = help?.activeSignature ?? 0;
  const index = help?.activeParameter ?? 0;
  const parameter = help?.signatures[active]?.parameters?.[index];
  if (help === null || parameter === undefined) return undefined;
  const { label, documentation } = parameter;
  const about = typeof documentation === "object" ? documentation.value : documentation;
  const now = `**Argument ${index + 1}:** \`${label}\`${about ? ` — ${about}` : ""}`;
  const others = help.signatures.filter((_, each) => each !== active).map((each) => each.label);
  return others.length === 0 ? now : `${now}\n\nOther forms:\n${fenced(others.join("\n"))}`;
}
