// A notebook in an empty folder with the real language service, for tests that read like a notebook.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { EngineOptions } from "../../kernel/engine/contract.ts";
import {
  createLanguage,
  type CheckReport,
  type Language,
} from "../../kernel/engine/language/index.ts";
import { parseCell } from "../../kernel/engine/parse.ts";

/** A notebook whose cells are checked and then count as run. */
export interface TestNotebook {
  readonly language: Language;
  /** The notebook's folder. */
  readonly directory: string;
  /** Checks a cell and, unless it has errors, adds what it declares. */
  run(code: string): Promise<CheckReport>;
  /** The numbers of TypeScript's errors in a cell; nothing is added. */
  errors(code: string): Promise<number[]>;
  /** The texts offered at `|` in a text. */
  offers(text: string): Promise<string[]>;
  /** Writes a file of the notebook's folder. */
  write(name: string, text: string): void;
}

/** Opens a notebook that ends with the test. */
export function openNotebook(
  options: Partial<EngineOptions> = {},
  files: Readonly<Record<string, string>> = {},
): TestNotebook {
  const directory = mkdtempSync(join(tmpdir(), "convlab-test-"));
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), text);
  };
  for (const [name, text] of Object.entries(files)) write(name, text);
  const language = createLanguage({ directory, ...options });
  onTestFinished(async () => {
    await language.dispose();
    rmSync(directory, { recursive: true, force: true });
  });
  return {
    language,
    directory,
    write,
    async run(code) {
      const cell = parseCell(code);
      const report = await language.check(cell);
      if (report.status !== "errors") language.commit(cell);
      return report;
    },
    async errors(code) {
      const { status, problems } = await language.check(parseCell(code));
      if (status !== "clean" && status !== "errors") throw new Error(`not checked: ${status}`);
      return problems.map((problem) => problem.code);
    },
    async offers(text) {
      const cursor = text.lastIndexOf("|");
      const { matches } = await language.complete(
        text.slice(0, cursor) + text.slice(cursor + 1),
        cursor,
      );
      return matches.map((match) => match.text);
    },
  };
}

/** Runs cells that must all be clean. */
export async function runAll(notebook: TestNotebook, ...cells: string[]): Promise<void> {
  const faults = await faultsOf(notebook, ...cells);
  if (faults.length > 0) throw new Error(faults.join("\n"));
}

/** Runs cells and says what the compiler has against them: nothing, it is hoped. */
export async function faultsOf(notebook: TestNotebook, ...cells: string[]): Promise<string[]> {
  const faults: string[] = [];
  for (const code of cells) {
    const { status, problems } = await notebook.run(code);
    if (status !== "clean") faults.push(`${status} in ${code}: ${JSON.stringify(problems)}`);
  }
  return faults;
}

/** A cell with 2¹⁸ different types: many seconds of work for the compiler. */
export const slowTypes: string = `type F<S extends string, N extends 1[]> =
  N["length"] extends 18 ? S : F<\`\${S}a\`, [...N, 1]> | F<\`\${S}b\`, [...N, 1]>;
const slow: F<"", []> = null as never;`;
