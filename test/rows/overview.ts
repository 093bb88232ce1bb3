// The rows as text: each with the tests that show it, then those that nothing shows yet.
import type { RowsRun } from "./run.ts";
import type { Rows } from "./syllabus/row.ts";

const belongs = (mode: string): boolean => /[HA]/.test(mode);

/** What a run says about every row: its passed and failed tests, then what nothing shows, by what the library owes. */
export function overview(rows: Rows, { shown }: Pick<RowsRun, "shown">): string {
  const lines: string[] = [];
  const missing: string[] = [];
  for (const [row, [mode, item]] of Object.entries(rows)) {
    const tests = shown.get(row);
    if (!tests || tests.passed.length + tests.failed.length === 0) {
      missing.push(row);
      continue;
    }
    lines.push(`${row.padEnd(4)} ${item} (${mode})`);
    lines.push(...tests.passed.map((title) => `     passed  ${title}`));
    lines.push(...tests.failed.map((title) => `     FAILED  ${title}`));
  }
  const list = (wanted: boolean): string =>
    missing
      .filter((row) => belongs(rows[row]?.[0] ?? "") === wanted)
      .map((row) => `${row.padEnd(4)} ${rows[row]?.[1] ?? ""} (${rows[row]?.[0] ?? ""})`)
      .join("\n") || "none";
  const total = Object.keys(rows).length;
  return [
    ...lines,
    "",
    "Nothing shows yet, by hand or arithmetic (H, A):",
    list(true),
    "",
    "Nothing shows yet, by a trained model or a reading (L, F):",
    list(false),
    "",
    `${total - missing.length} of ${total} rows are shown`,
  ].join("\n");
}
