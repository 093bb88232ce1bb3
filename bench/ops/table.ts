// GFLOP/s of each contender on each case, with the ratio to the naive loops.
import { flops, type OpCase } from "./cases.ts";
import type { Timing } from "./measure.ts";

/** One column. */
export interface Column {
  readonly id: string;
  readonly title: string;
}

/** Timings by case and contender. */
export type Timings = ReadonlyMap<string, ReadonlyMap<string, Timing>>;

export function opsTable(
  cases: readonly OpCase[],
  columns: readonly Column[],
  timings: Timings,
): string {
  const head = ["GFLOP/s (× naive)", "MFLOP", ...columns.map(({ title }) => title)];
  const body = cases.map((it) => {
    const row = timings.get(it.id);
    const naive = row?.get("naive");
    return [
      `${it.title}: [${it.input.join(", ")}] * [${it.filters.join(", ")}]`,
      (flops(it) / 1e6).toFixed(1),
      ...columns.map(({ id }) => cell(row?.get(id), naive, flops(it))),
    ];
  });
  return [head, head.map(() => "---"), ...body]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}

function cell(timing: Timing | undefined, naive: Timing | undefined, work: number): string {
  if (timing === undefined) return "–";
  if (typeof timing === "string") return timing;
  const speed = (work / timing / 1e9).toFixed(2);
  return typeof naive === "number" ? `${speed} (${(naive / timing).toFixed(1)})` : speed;
}

/** Issue 5's two targets: at least 3.5 × naive, and not behind tfjs on WASM. */
export function opsVerdicts(cases: readonly OpCase[], timings: Timings): string[] {
  const ratios = (other: string): { title: string; ratio: number }[] =>
    cases.flatMap(({ id, title }) => {
      const fast = timings.get(id)?.get("fast");
      const time = timings.get(id)?.get(other);
      return typeof fast === "number" && typeof time === "number"
        ? [{ title, ratio: time / fast }]
        : [];
    });
  const verdict = (other: string, name: string, least: number): string => {
    const found = ratios(other);
    const missed = found.filter(({ ratio }) => ratio < least);
    const list = missed.map(({ title, ratio }) => `${title} (${ratio.toFixed(2)})`).join(", ");
    return `convlab/ops ≥ ${least} × ${name}: ${found.length - missed.length} of ${found.length} cases${list === "" ? "" : `; missed: ${list}`}.`;
  };
  return [verdict("naive", "naive", 3.5), verdict("tfjs-wasm", "tfjs wasm", 1)];
}
