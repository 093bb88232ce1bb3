// The numbers that a graph is run with, by name.
import { OptionError, ShapeError } from "../../../core/index.ts";
import {
  full,
  randomNormal,
  Rng,
  sameShape,
  zeros,
  type DType,
  type Tensor,
} from "../../tensor/index.ts";
import type { Graph, Node } from "../graph/graph.ts";
import { pair } from "../graph/layers.ts";
import { checkGraph } from "../graph/refuse.ts";

/** What a tensor of weights is for. */
export type WeightPart = "filters" | "bias" | "scale" | "shift" | "mean" | "variance";

/** One tensor of weights of a graph. */
export interface WeightSpec {
  /** `layer1.0.conv1/filters`: the layer's name and the part. */
  readonly name: string;
  readonly layer: string;
  readonly part: WeightPart;
  /** Filters [kH, kW, C / groups, K], of a dense layer [C, K]; all others one number per channel. */
  readonly shape: readonly number[];
  /** False for batch norm's moving statistics, and for frozen layers. */
  readonly trainable: boolean;
}

/** Tensors by the names of `weightSpecs`. */
export type Weights = Readonly<Record<string, Tensor>>;

/**
 * Every tensor of weights that a graph has, shared ones once, in the order of computation.
 *
 * @example weightSpecs(lenet5()).map(({ name }) => name).slice(0, 2) // ["c1/filters", "c1/bias"]
 */
export function weightSpecs(graph: Graph): readonly WeightSpec[] {
  checkGraph("weightSpecs", graph);
  return graph.nodes
    .filter((node) => node.weights === node.id)
    .flatMap((node) =>
      partsOf(node).map(([part, shape]) => ({
        name: `${node.name}/${part}`,
        layer: node.name,
        part,
        shape,
        trainable: node.frozen !== true && part !== "mean" && part !== "variance",
      })),
    );
}

/** Parts of one node's weights, in the order in which TensorFlow.js lists those of its own layers. */
export function partsOf({
  layer,
  inputShapes,
}: Node): readonly (readonly [WeightPart, readonly number[]])[] {
  const channels = inputShapes[0]?.at(-1) ?? 0;
  switch (layer.op) {
    case "conv": {
      const shape = [...pair(layer.kernelSize), channels / layer.groups, layer.outChannels];
      return withBias(shape, layer.outChannels, layer.bias);
    }
    case "dense":
      return withBias([channels, layer.units], layer.units, layer.bias);
    case "batchNorm":
    case "layerNorm":
      return [
        ...(layer.scale ? [["scale", [channels]] as const] : []),
        ...(layer.shift ? [["shift", [channels]] as const] : []),
        ...(layer.op === "batchNorm"
          ? ([
              ["mean", [channels]],
              ["variance", [channels]],
            ] as const)
          : []),
      ];
    case "layerScale":
      return [["scale", [channels]]];
    case "tableConv": {
      const connections = layer.table.reduce((sum, row) => sum + row.length, 0);
      const shape = [layer.kernelSize, layer.kernelSize, connections];
      return withBias(shape, layer.table.length, true);
    }
    case "subsample":
      return [
        ["scale", [channels]],
        ["bias", [channels]],
      ];
    default:
      return [];
  }
}

function withBias(
  filters: number[],
  count: number,
  bias: boolean,
): readonly (readonly [WeightPart, readonly number[]])[] {
  return [["filters", filters], ...(bias ? [["bias", [count]] as const] : [])];
}

/**
 * Weights to start with: filters normal with variance 2 / inputs of a unit (He), scales 1, shifts and biases 0, moving
 * mean 0 and variance 1.
 *
 * @param options seed; dtype (default 'float64')
 * @source He et al., arXiv:1502.01852
 * @example initialWeights(lenet5(), { seed: 1 })["c1/filters"].shape // [5, 5, 1, 6]
 */
export function initialWeights(
  graph: Graph,
  { seed, dtype = "float64" }: { readonly seed: number | Rng; readonly dtype?: DType },
): Weights {
  const rng = typeof seed === "number" ? new Rng(seed) : seed;
  const draw = ({ part, shape }: WeightSpec): Tensor => {
    if (part === "filters") {
      const inputs = shape.slice(0, -1).reduce((product, n) => product * n, 1);
      return randomNormal(shape, { seed: rng, std: Math.sqrt(2 / inputs), dtype });
    }
    return part === "scale" || part === "variance"
      ? full(shape, 1, { dtype })
      : zeros(shape, { dtype });
  };
  return Object.fromEntries(weightSpecs(graph).map((spec) => [spec.name, draw(spec)]));
}

/**
 * Weights for a graph from those of another: what has the same name and shape is taken over, the very same tensors, and the
 * rest starts as `initialWeights` does.
 *
 * @param options seed; dtype (default 'float64')
 * @example adoptWeights(replaceHead(lenet5(), 3), {}, { seed: 1 })["head/bias"].shape // [3]
 */
export function adoptWeights(
  graph: Graph,
  from: Weights,
  options: { readonly seed: number | Rng; readonly dtype?: DType },
): Weights {
  const fresh = initialWeights(graph, options);
  const own = Object.entries(fresh).map(([name, start]) => {
    const old = from[name];
    return [name, old !== undefined && sameShape(old.shape, start.shape) ? old : start] as const;
  });
  return Object.fromEntries(own);
}

/** Refuses weights of which some are missing or have another shape. */
export function checkWeights(who: string, graph: Graph, weights: Weights): void {
  for (const { name, shape } of weightSpecs(graph)) {
    const tensor = weights[name];
    if (tensor === undefined) {
      throw new OptionError({
        code: "WEIGHTS_MISSING",
        summary: `${who}: ${graph.name} has no weights for ${name}.`,
        given: `${Object.keys(weights).length} tensors`,
        expected: `a tensor of shape [${shape.join(", ")}] named "${name}"`,
        fix: "start from initialWeights(graph, { seed: 1 })",
      });
    }
    if (sameShape(tensor.shape, shape)) continue;
    throw new ShapeError({
      code: "WEIGHTS_SHAPE",
      summary: `${who}: the weights ${name} have another shape than the layer.`,
      given: `[${tensor.shape.join(", ")}]`,
      expected: `[${shape.join(", ")}]`,
      fix: "compare with weightSpecs(graph)",
    });
  }
}
