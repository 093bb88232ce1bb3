// A new last layer for other classes, and the old weights for everything else.
import { OptionError } from "../../../core/index.ts";
import { isWhole } from "../../arithmetic/index.ts";
import type { Graph, Node } from "./graph.ts";
import { checkGraph } from "./refuse.ts";
import { outputShape, type Shape } from "./shapes.ts";

/**
 * The graph with a new head: the last layer with weights in front of its (first) output gets `classes` units, another name,
 * so that no old weights are taken for its own, and is trainable; all other layers are as they were.
 *
 * @param classes units of the new layer, ≥ 1
 * @param name    of the new layer (default "head")
 * @throws OptionError BAD_OPTIONS, NO_HEAD
 * @example summary(replaceHead(lenet5(), 3)).trainable // 61,706 − 850 + (84 + 1)·3 = 61111
 */
export function replaceHead(graph: Graph, classes: number, name = "head"): Graph {
  checkGraph("replaceHead", graph);
  checkClasses(graph, classes, name);
  const head = headOf(graph);
  const { layer } = head;
  const renewed =
    layer.op === "conv" ? { ...layer, outChannels: classes } : { ...layer, units: classes };
  const nodes: Node[] = [];
  for (const node of graph.nodes) {
    if (node.id < head.id || node.layer.op === "input") {
      nodes.push(node);
      continue;
    }
    const inputShapes = node.inputs.map((id): Shape => nodes[id]?.shape ?? []);
    const isHead = node.id === head.id;
    const own = isHead ? { ...node, layer: renewed, name, frozen: false } : node;
    const changed = isHead || inputShapes.some((shape, i) => shape.at(-1) !== node.inputShapes[i]?.at(-1)); // prettier-ignore
    // what does not hang on the head keeps its size, windows that were rounded included
    const shape = changed
      ? outputShape(own.name, isHead ? renewed : node.layer, inputShapes, "floor")
      : node.shape;
    nodes.push({ ...own, inputShapes, shape });
  }
  return { ...graph, nodes };
}

type Head = Node & { readonly layer: Extract<Node["layer"], { readonly op: "conv" | "dense" }> };

/** Back from the output over layers without weights. */
function headOf(graph: Graph): Head {
  let node = graph.nodes[graph.outputs[0] ?? -1];
  while (node !== undefined && node.inputs.length === 1) {
    if (isHead(node) && node.weights === node.id) return node;
    if (!passing.has(node.layer.op)) break;
    node = graph.nodes[node.inputs[0] ?? -1];
  }
  throw new OptionError({
    code: "NO_HEAD",
    summary: `replaceHead: ${graph.name} does not end in a layer that could be replaced.`,
    given: `${node?.layer.op ?? "nothing"} "${node?.name ?? ""}" before the output`,
    expected: "a dense layer or a convolution with weights of its own, then activations or pooling at most",
    fix: "cut the graph where its features are, and add a dense layer",
  }); // prettier-ignore
}

const isHead = (node: Node): node is Head => node.layer.op === "dense" || node.layer.op === "conv";

const passing: ReadonlySet<string> = new Set([
  "activation", "averagePool", "adaptiveAveragePool", "dropout", "flatten", "globalAveragePool", "globalMaxPool", "maxPool",
]); // prettier-ignore

function checkClasses(graph: Graph, classes: number, name: string): void {
  const taken = graph.nodes.some((node) => node.name === name);
  if (isWhole(classes, 1) && !taken) return;
  throw new OptionError({
    code: "BAD_OPTIONS",
    summary: `replaceHead: ${taken ? "the new layer needs a name of its own" : "the number of classes makes no sense"}.`,
    given: taken ? `name "${name}"` : `classes ${String(classes)}`,
    expected: taken ? "a name that no layer has" : "a whole number ≥ 1",
    fix: taken ? `replaceHead(graph, ${classes}, "head2")` : "replaceHead(graph, 10), for example",
  });
}
