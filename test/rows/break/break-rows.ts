// Breaks rows, one at a time, and asks whether the tests of each notice.
import { Rng } from "../../../kernel/helpers/tensor/index.ts";
import { runRows, type RowsRun } from "../run.ts";
import { drawBreak } from "./draw.ts";
import { functionOf } from "./own-function.ts";

interface Broken {
  readonly row: string;
  /** What was broken: a place of the code with its mistake, or the function whose results are off. */
  readonly name: string;
  /** Tests of the row that failed; none means that nothing would notice. */
  readonly failed: readonly string[];
}

/** Which rows, and how: a mistake at one place of the code, or every number that a function gives back a little off. */
interface Wish {
  readonly rows: readonly string[];
  readonly seed: number;
  readonly way: "code" | "result";
}

/** Rows that can be broken: some test shows them, and calls the library. */
export function breakable(run: RowsRun): readonly string[] {
  return [...run.shown.keys()].filter((row) => functionOf(row, run) !== undefined);
}

/** `count` of the rows, drawn by `seed`. */
export function drawRows(rows: readonly string[], count: number, seed: number): readonly string[] {
  const rng = new Rng(seed);
  const left = [...rows];
  return Array.from({ length: Math.min(count, rows.length) }, () =>
    left.splice(rng.integer(left.length), 1),
  ).flat();
}

/** Breaks each row once. What is drawn for a row depends on the seed and the row alone. */
export async function* breakRows(root: string, run: RowsRun, wish: Wish): AsyncGenerator<Broken> {
  for (const row of wish.rows) {
    const rng = new Rng(wish.seed * 1009 + [...row].reduce((sum, c) => sum * 31 + c.charCodeAt(0), 7)); // prettier-ignore
    const drawn = wish.way === "code" ? drawBreak(root, row, run, rng) : undefined;
    const name = drawn?.words ?? functionOf(row, run);
    if (name === undefined) continue;
    const files = run.shown.get(row)?.files ?? [];
    const after = await runRows(root, { files, row, broken: drawn ?? name });
    if (after.isEnded) {
      yield { row, name, failed: ["they came to no end"] };
      continue;
    }
    const noticed = after.brokenFiles.filter((file) => files.includes(file));
    yield { row, name, failed: [...(after.shown.get(row)?.failed ?? []), ...noticed] };
  }
}
