import { costOf } from "../graph/cost.ts";
import type { Graph, Node } from "../graph/graph.ts";
import type { Shape } from "../graph/shapes.ts";

/** Layers drawn as one box: those whose names share their first parts. */
export interface Box {
  readonly name: string;
  /** What is inside: `conv`, or `3 layers`. */
  readonly label: string;
  readonly shape: Shape;
  readonly trainable: number;
  /** Indices of the boxes that it reads. */
  readonly inputs: readonly number[];
  /** Longest way from the input, in boxes: the row in which it is drawn. */
  readonly depth: number;
}

/**
 * Groups the nodes of a graph by the first `level` parts of their names (`layer1.0.conv1` at level 2: `layer1.0`).
 *
 * Boxes that would read each other in a circle do not arise: a name's layers lie together in the order of computation.
 */
export function groupNodes(graph: Graph, level: number): readonly Box[] {
  const keys = graph.nodes.map((node) => keyOf(node, level));
  const groups = Map.groupBy(graph.nodes, ({ id }) => keys[id] ?? "");
  const boxOf = new Map([...groups.keys()].map((key, index) => [key, index]));
  const depths: number[] = [];
  return [...groups].map(([key, members], index) => {
    const inputs = [
      ...new Set(
        members
          .flatMap((node) => node.inputs)
          .map((id) => boxOf.get(keys[id] ?? "") ?? 0)
          .filter((from) => from !== index),
      ),
    ];
    const depth =
      inputs.length === 0 ? 0 : 1 + Math.max(...inputs.map((from) => depths[from] ?? 0));
    depths.push(depth);
    const last = members.at(-1);
    return {
      name: key,
      label: members.length === 1 && last ? last.layer.op : `${members.length} layers`,
      shape: last?.shape ?? [],
      trainable: members
        .filter((node) => node.weights === node.id)
        .reduce((sum, node) => sum + costOf(node).trainable, 0),
      inputs,
      depth,
    };
  });
}

function keyOf({ name }: Node, level: number): string {
  return name.split(".").slice(0, level).join(".");
}
