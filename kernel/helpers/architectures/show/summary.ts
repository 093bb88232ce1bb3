import type { Graph } from "../graph/graph.ts";
import { summarize, type Summary } from "../graph/summary.ts";
import { formatSummary } from "./table.ts";

/**
 * Shapes, parameters, MACs, memory and receptive field of every layer, and their totals; shows itself as a table.
 *
 * @example summary(lenet5()).trainable // 61706
 */
export function summary(graph: Graph): Summary {
  const result = summarize(graph);
  const bundle = () => ({ "text/plain": formatSummary(result) });
  return Object.defineProperty(result, Symbol.for("Jupyter.display"), { value: bundle });
}
