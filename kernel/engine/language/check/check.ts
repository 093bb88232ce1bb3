// The type check of one cell.
import type { EngineOptions } from "../../contract.ts";
import { topLevelDeclarations } from "../../declarations.ts";
import type { ParsedCell } from "../../parse.ts";
import type { CheckProblem, CheckReport } from "../contract.ts";
import { draftOfCell } from "../draft.ts";
import { NoAnswer } from "../lsp/watchdog.ts";
import { positionAt } from "../lsp/text-edit.ts";
import type { Notebook } from "../notebook.ts";
import { isAllowedImport } from "../workspace/allowed-imports.ts";
import { findImports } from "../workspace/imports.ts";
import { type Diagnostic, toProblems } from "./diagnostics.ts";
import { learnTypes } from "./learned-types.ts";
import { nearestName } from "./nearest-name.ts";

const defaultLimit = 5_000; // ms

/** Checks a cell whose syntax is right against the notebook so far. */
export async function checkCell(
  notebook: Notebook,
  cell: ParsedCell,
  { allowedImports, checkLimit }: EngineOptions,
  signal?: AbortSignal,
): Promise<CheckReport> {
  const refused = refusedImports(cell, allowedImports);
  if (refused.length > 0) return report(refused);
  if (cell.isPlain || asksForNoCheck(cell)) return { status: "skipped", problems: [] };
  const draft = draftOfCell(cell);
  try {
    const { answer, document } = await notebook.ask(draft, {
      method: "textDocument/diagnostic",
      params: () => ({}),
      limit: checkLimit ?? defaultLimit,
      signal,
    });
    const { items } = answer as { readonly items: readonly Diagnostic[] };
    const context = {
      document,
      code: cell.code,
      created: createdNames(cell),
      moduleOf: (name: string) => notebook.imports.moduleOf(name),
      isKnown: (name: string) => notebook.history.find(name) !== undefined,
      nearestTo: (name: string) => nearestName(name, notebook.history.names()),
    };
    const problems = toProblems(items, context);
    if (problems.length === 0) notebook.learn(cell, await learnTypes(notebook, cell));
    return report(problems);
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    notebook.markIndigestible(cell);
    return { status: error.reason === "gone" ? "unavailable" : "timeout", problems: [] };
  }
}

function report(problems: readonly CheckProblem[]): CheckReport {
  return { status: problems.length > 0 ? "errors" : "clean", problems };
}

/** `// @ts-nocheck` above the first statement. */
function asksForNoCheck({ comments, program }: ParsedCell): boolean {
  const first = program.body[0]?.start ?? Infinity;
  return comments.some(
    ({ value, start, type }) =>
      type === "Line" && start < first && /^\/?\s*@ts-nocheck\b/.test(value),
  );
}

/** Names that the cell assigns to without declaring them. */
function createdNames({ program }: ParsedCell): ReadonlySet<string> {
  const assigned = topLevelDeclarations(program).filter(({ kind }) => kind === "assignment");
  return new Set(assigned.map(({ name }) => name));
}

/** Our own number for an import that the lab does not allow; TypeScript's begin at 1000. */
const refusedImport = 1;

function refusedImports(
  { code, program }: ParsedCell,
  allowed: readonly string[] | undefined,
): CheckProblem[] {
  if (allowed === undefined) return [];
  return findImports(program)
    .filter(({ specifier }) => !isAllowedImport(specifier, allowed))
    .map(({ specifier, start, end }) => {
      const from = positionAt(code, start);
      const to = positionAt(code, end);
      return {
        message: `This lab does not allow "${specifier}".`,
        help: `Its cells may import ${allowed.map((name) => `"${name}"`).join(", ")}: what is missing is yours to write.`,
        code: refusedImport,
        line: from.line + 1,
        column: from.character + 1,
        endLine: to.line + 1,
        endColumn: to.character + 1,
      };
    });
}
