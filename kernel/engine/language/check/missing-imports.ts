// Names that a cell uses without importing them: which module would bring them in.
import type { Draft } from "../draft.ts";
import type { Notebook } from "../notebook.ts";
import type { Diagnostic } from "./diagnostics.ts";

/** TypeScript's numbers for a name that nobody declared. */
const unknownNames: ReadonlySet<number> = new Set([2304, 2503, 2552, 2581, 2582, 2591]);
const patience = 400; // ms; the first search reads every package of the notebook
const most = 5;

/** The modules that export the unknown names of a report, the course's own first. */
export async function findMissingImports(
  notebook: Notebook,
  draft: Draft,
  diagnostics: readonly Diagnostic[],
  isAllowed: (specifier: string) => boolean,
): Promise<ReadonlyMap<string, string>> {
  const modules = new Map<string, string>();
  const unknown = diagnostics.filter(({ code }) => unknownNames.has(Number(code))).slice(0, most);
  for (const diagnostic of unknown) {
    const name = /'([^']+)'/.exec(diagnostic.message)?.[1];
    if (name === undefined || modules.has(name)) continue;
    const answer = await findFixes(notebook, draft, diagnostic);
    const titles = (answer as readonly { readonly title: string }[] | null) ?? [];
    const offered = titles
      .flatMap(
        ({ title }) => /^(?:Add import from|Update import from) "([^"]+)"$/.exec(title)?.[1] ?? [],
      )
      .filter((specifier) => isAllowed(specifier) && !specifier.startsWith("."));
    const best = offered.find((specifier) => specifier.startsWith("convlab/")) ?? offered[0];
    if (best !== undefined) modules.set(name, best);
  }
  return modules;
}

/** The compiler's own offers to mend a finding; none where they take too long, for they are only a courtesy. */
async function findFixes(
  notebook: Notebook,
  draft: Draft,
  diagnostic: Diagnostic,
): Promise<unknown> {
  const context = { diagnostics: [diagnostic], only: ["quickfix"] };
  try {
    const { answer } = await notebook.ask(draft, {
      method: "textDocument/codeAction",
      params: () => ({ range: diagnostic.range, context }),
      signal: AbortSignal.timeout(patience),
    });
    return answer;
  } catch {
    return null; // the check itself is done: its report stands
  }
}
