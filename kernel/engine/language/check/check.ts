// The type check of one cell.
import type { EngineOptions } from "../../contract.ts";
import { topLevelDeclarations } from "../../declarations.ts";
import type { ParsedCell } from "../../parse.ts";
import type { CheckProblem, CheckReport } from "../contract.ts";
import { draftOfCell } from "../draft.ts";
import { NoAnswer } from "../lsp/watchdog.ts";
import { positionAt } from "../lsp/text-edit.ts";
import type { Notebook } from "../notebook.ts";
import type { Question } from "../question.ts";
import { isAllowedImport } from "../workspace/allowed-imports.ts";
import { findImports } from "../workspace/imports.ts";
import { type Diagnostic, toProblems } from "./diagnostics.ts";
import { withoutCascades } from "./cascades.ts";
import { ownFindings } from "./own-rules.ts";
import { arraysAt, learnTypes } from "./learned-types.ts";
import { nearestName } from "../../nearest-name.ts";

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
  try {
    const problems = await problemsOf(notebook, cell, {
      limit: checkLimit ?? defaultLimit,
      signal,
    });
    if (problems.length === 0) notebook.learn(cell, await learnTypes(notebook, cell));
    const notice = await notebook.takeNotice();
    return { ...report(problems), ...(notice === undefined ? {} : { notice }) };
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    notebook.markIndigestible(cell);
    return { status: error.reason === "gone" ? "unavailable" : "timeout", problems: [] };
  }
}

/** How the compiler is asked about a cell. */
interface Asking extends Pick<Question, "limit" | "signal" | "isDraft"> {
  /** Names besides those of earlier cells that a misspelt one may stand for. */
  readonly otherNames?: () => Iterable<string>;
}

/**
 * What the compiler has against a cell whose syntax is right.
 *
 * @throws NoAnswer; the reason of `signal` when it is aborted
 */
export async function problemsOf(
  notebook: Notebook,
  cell: ParsedCell,
  { otherNames = () => [], ...asking }: Asking,
): Promise<CheckProblem[]> {
  const { answer, document } = await notebook.ask(draftOfCell(cell), {
    method: "textDocument/diagnostic",
    params: () => ({}),
    ...asking,
  });
  const { items } = answer as { readonly items: readonly Diagnostic[] };
  const problems = toProblems(items, {
    document,
    code: cell.code,
    created: createdNames(cell),
    moduleOf: (name) => notebook.imports.moduleOf(name),
    isKnown: (name) => notebook.history.find(name) !== undefined,
    nearestTo: (name) => nearestName(name, [...notebook.history.names(), ...otherNames()]),
  });
  const own = await ownFindings(
    cell,
    (module) => notebook.imports.modules().includes(module),
    (places) => arraysAt(notebook, cell, places),
  );
  return [...withoutCascades(problems, cell), ...own].toSorted(
    (a, b) => a.line - b.line || a.column - b.column,
  );
}

function report(problems: readonly CheckProblem[]): CheckReport {
  return { status: problems.length > 0 ? "errors" : "clean", problems };
}

/** `// @ts-nocheck` above the first statement. */
export function asksForNoCheck({ comments, program }: ParsedCell): boolean {
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

/** Imports that the lab does not allow. */
export function refusedImports(
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
