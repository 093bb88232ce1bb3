import { formatShape } from "../../tensor/index.ts";
import type { Layer } from "./layer.ts";

/** What a notebook shows of a network instead of all its numbers: one line per layer, and the number of parameters. */
export function networkWords(layers: readonly Layer[]): string {
  const rows = layers.map(({ name, kind, parameters }) => {
    const count = parameters.reduce((sum, { size }) => sum + size, 0);
    const shapes = parameters.map(({ shape }) => formatShape(shape)).join(" + ");
    return [name, kind, shapes, count === 0 ? "" : String(count)] as const;
  });
  const widths = [0, 1, 2].map((column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  const lines = rows.map(([name, kind, shapes, count]) =>
    [name, kind, shapes]
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .concat(count)
      .join("  ")
      .trimEnd(),
  );
  const total = layers
    .flatMap(({ parameters }) => parameters)
    .reduce((sum, { size }) => sum + size, 0);
  return [`network of ${layers.length} layers, ${total} parameters`, ...lines].join("\n  ");
}
