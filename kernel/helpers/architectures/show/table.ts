import type { Summary, SummaryRow } from "../graph/summary.ts";

const count = (n: number): string => n.toLocaleString("en-US");

/**
 * A summary as an aligned text table, conventions on top and totals below.
 *
 * @example formatSummary(summary(lenet5())).includes("61,706") // true
 */
export function formatSummary(result: Summary): string {
  const header = ["layer", "kind", "output", "parameters", "MACs", "sees (pixels)"];
  const rows = result.rows.map(cells);
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((text, column) => {
        const width = widths[column] ?? 0;
        return column < 3 ? text.padEnd(width) : text.padStart(width);
      })
      .join("  ")
      .trimEnd();
  return [
    `${result.name} (${result.conventions})`,
    line(header),
    line(widths.map((width) => "─".repeat(width))),
    ...rows.map(line),
    line(widths.map((width) => "─".repeat(width))),
    `parameters: ${count(result.trainable)} trainable` +
      (result.frozen > 0 ? `, ${count(result.frozen)} frozen` : "") +
      (result.nonTrainable > 0
        ? `, ${count(result.nonTrainable)} moving statistics (Keras' total ${count(result.trainable + result.frozen + result.nonTrainable)})`
        : ""),
    `MACs: ${count(result.macs)}   outputs: ${(result.activationBytes / 2 ** 20).toFixed(2)} MiB`,
  ].join("\n");
}

function cells(row: SummaryRow): readonly string[] {
  const parameters =
    row.sharesWith === undefined
      ? row.trainable + row.frozen + row.nonTrainable === 0
        ? ""
        : row.frozen > 0
          ? `${count(row.frozen)} frozen`
          : count(row.trainable)
      : `(${row.sharesWith})`;
  const [height, width] = row.receptiveField ?? [];
  const field =
    height === undefined || width === undefined
      ? ""
      : height.size === width.size
        ? `${height.size}`
        : `${height.size}×${width.size}`;
  return [
    row.name,
    row.op,
    `[${row.outputShape.join(", ")}]`,
    parameters,
    row.macs === 0 ? "" : count(row.macs),
    field,
  ];
}
