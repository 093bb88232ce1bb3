// Which layers training may change: the recipes of transfer learning on a declared graph.
import { OptionError } from "../../../core/index.ts";
import type { Graph, Node } from "./graph.ts";
import { checkGraph } from "./refuse.ts";

/**
 * The graph with its first layers frozen: training leaves their weights as they are, and a frozen batch norm its moving
 * statistics, too. `summary` counts them apart, `weightSpecs` says which tensors are trainable, `toLayers` freezes the model.
 *
 * @param upTo the last frozen layer, or the scope that ends with it, in the order of computation (default: everything)
 * @throws OptionError NO_SUCH_LAYER
 * @source Yosinski et al., arXiv:1411.1792
 * @example summary(freeze(lenet5(), "c5")).trainable // 11014: (120 + 1)·84 + (84 + 1)·10
 */
export function freeze(graph: Graph, upTo?: string): Graph {
  checkGraph("freeze", graph);
  const last =
    upTo === undefined
      ? graph.nodes.length - 1
      : graph.nodes.findLastIndex((node) => belongs(node, upTo));
  if (last < 0) throw noSuchLayer("freeze", graph, upTo);
  return withFlags(graph, (node) => node.id <= last || node.frozen === true);
}

/**
 * The graph with its last layers trainable again: what is frozen before them stays so.
 *
 * Little data: `unfreeze(freeze(graph), "head")`; more data: `unfreeze(freeze(graph), "fc6")`, and so on.
 *
 * @param from the first trainable layer, or the scope that begins with it (default: everything)
 * @throws OptionError NO_SUCH_LAYER
 * @example summary(unfreeze(freeze(lenet5()), "output")).trainable // 850
 */
export function unfreeze(graph: Graph, from?: string): Graph {
  checkGraph("unfreeze", graph);
  const first = from === undefined ? 0 : graph.nodes.findIndex((node) => belongs(node, from));
  if (first < 0) throw noSuchLayer("unfreeze", graph, from);
  return withFlags(graph, (node) => node.id < first && node.frozen === true);
}

/** Is the node the layer of this name, or in the scope of this name? */
const belongs = (node: Node, name: string): boolean =>
  node.name === name || node.name.startsWith(`${name}.`);

/** Shared weights follow the layer that made them. */
function withFlags(graph: Graph, isFrozen: (node: Node) => boolean): Graph {
  const flags = graph.nodes.map(isFrozen);
  return {
    ...graph,
    nodes: graph.nodes.map((node) => ({ ...node, frozen: flags[node.weights] ?? false })),
  };
}

function noSuchLayer(who: string, graph: Graph, name: unknown): OptionError {
  const own = [...new Set(graph.nodes.slice(1).map((node) => node.name))];
  const shown = own.length > 12 ? [...own.slice(0, 6), "…", ...own.slice(-6)] : own;
  return new OptionError({
    code: "NO_SUCH_LAYER",
    summary: `${who}: ${graph.name} has no layer "${String(name)}".`,
    given: `"${String(name)}"`,
    expected: `one of ${shown.join(", ")}`,
    fix: "summary(graph) lists all names; the beginning of a path stands for all layers under it",
  });
}
