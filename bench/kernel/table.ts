// The table: a line for each figure, a column for each kernel, ours first, losses like wins.
import type { Contender } from "./contenders.ts";
import { median, type Figure, type Findings, type Lookup, type Row, type Value } from "./row.ts";

/** All rounds of a row, by kernel. */
export type Measured = ReadonlyMap<string, readonly Findings[]>;

/** One figure with what every kernel reached. */
export interface Line {
  readonly figure: Figure;
  readonly values: Readonly<Record<string, Value | undefined>>;
  /** "met", "missed"; undefined where nothing is to be reached or what it compares with is not there. */
  readonly verdict: "met" | "missed" | undefined;
}

/**
 * Puts the rounds together: the median of those that measured, or the reason when fewer than half of them did.
 *
 * @param measured rounds by row and kernel
 */
export function makeLines(
  rows: readonly Row[],
  kernels: readonly Contender[],
  measured: ReadonlyMap<string, Measured>,
): Line[] {
  const cells = new Map<string, Value | undefined>();
  for (const row of rows)
    for (const { id } of kernels)
      for (const figure of row.figures) {
        const rounds = measured.get(row.id)?.get(id) ?? [];
        cells.set(`${figure.id} ${id}`, together(rounds.map((findings) => findings[figure.id])));
      }
  const lookup: Lookup = (figure, kernel) => {
    const value = cells.get(`${figure} ${kernel}`);
    return typeof value === "number" ? value : undefined;
  };
  return rows.flatMap(({ figures }) =>
    figures.map((figure) => ({
      figure,
      values: Object.fromEntries(kernels.map(({ id }) => [id, cells.get(`${figure.id} ${id}`)])),
      verdict: verdictOf(figure, cells.get(`${figure.id} convlab`), lookup),
    })),
  );
}

function together(values: readonly (Value | undefined)[]): Value | undefined {
  const measured = values.filter((value) => typeof value === "number");
  const reasons = values.filter((value) => typeof value === "string");
  return reasons.length > measured.length ? reasons[0] : median(measured);
}

function verdictOf(figure: Figure, ours: Value | undefined, lookup: Lookup): Line["verdict"] {
  if (figure.target === undefined || ours === undefined) return undefined;
  const holds = typeof ours === "number" ? figure.target.holds(ours, lookup) : false;
  return holds === undefined ? undefined : holds ? "met" : "missed";
}

/** The table as markdown: times and sizes of the others with their ratio to ours. */
export function toMarkdown(lines: readonly Line[], kernels: readonly Contender[]): string {
  const isOursThere = kernels.some(({ id }) => id === "convlab");
  const head = ["", ...kernels.map(({ title }) => title), "ours must reach", "verdict"];
  const body = lines.map(({ figure, values, verdict }) => {
    const ours = values["convlab"];
    return [
      figure.unit === "ms" || figure.unit === "MB"
        ? `${figure.title}, ${figure.unit}`
        : figure.title,
      ...kernels.map(({ id }) => {
        const text = format(values[id], figure);
        if (id === "convlab") return `**${text}**`;
        return text + (isOursThere ? ratio(values[id], ours, figure) : "");
      }),
      figure.target?.text ?? "–",
      verdict === undefined ? "–" : verdict === "met" ? "met" : "**missed**",
    ];
  });
  return [head, head.map(() => "---"), ...body]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}

function format(value: Value | undefined, { unit }: Figure): string {
  if (value === undefined) return "–";
  if (typeof value === "string") return value.replaceAll("|", "/");
  if (unit !== "ms" && unit !== "MB") return String(Math.round(value * 10) / 10);
  if (unit === "MB" || Math.abs(value) >= 100) return value.toFixed(0);
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
}

function ratio(value: Value | undefined, ours: Value | undefined, { unit }: Figure): string {
  if (unit !== "ms" || typeof value !== "number" || typeof ours !== "number" || ours <= 0)
    return "";
  return ` (${(value / ours).toFixed(value / ours >= 10 ? 0 : 2)}×)`;
}

/** One sentence: how many targets are met, and which are not. */
export function summary(lines: readonly Line[]): string {
  const met = lines.filter(({ verdict }) => verdict === "met").length;
  const missed = lines.filter(({ verdict }) => verdict === "missed");
  const names = missed.map(({ figure }) => figure.title).join("; ");
  return `${met} of ${met + missed.length} targets met.${names === "" ? "" : ` Missed: ${names}.`}`;
}
