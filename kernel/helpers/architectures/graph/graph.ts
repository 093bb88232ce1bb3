import { ShapeError } from "../../../core/index.ts";
import type { Fit, Layer } from "./layers.ts";
import { checkLayer } from "./refuse.ts";
import { outputShape, type Shape } from "./shapes.ts";

/** The output of a node; only the graph that made it can use it. */
export interface Value {
  readonly node: number;
  /** [H, W, C] of a map, [C] of a vector; the batch is not part of it. */
  readonly shape: Shape;
}

/** One place of the graph where a layer is applied. */
export interface Node {
  readonly id: number;
  /** Path of the layer, for example `layer1.0.conv1`; shared layers have the same path. */
  readonly name: string;
  readonly layer: Layer | { readonly op: "input" };
  readonly inputs: readonly number[];
  readonly inputShapes: readonly Shape[];
  readonly shape: Shape;
  /** Id of the first node with the same weights; its own id unless the layer is shared. */
  readonly weights: number;
  /** True: training leaves the weights as they are (`freeze`). */
  readonly frozen?: boolean;
}

/** An architecture: nodes in the order in which they are computed. */
export interface Graph {
  readonly name: string;
  readonly nodes: readonly Node[];
  readonly outputs: readonly number[];
}

/**
 * Collects the nodes of an architecture; sizes are checked as each layer is added.
 *
 * @example
 * const g = new GraphBuilder("tiny", [28, 28, 1]);
 * g.build(g.apply("conv", conv(8, 3), g.input)).nodes.length // 2
 */
export class GraphBuilder {
  readonly name: string;
  readonly input: Value;
  readonly fit: Fit;
  readonly #nodes: Node[] = [];
  readonly #scope: string[] = [];

  /** `fit` holds for every window that does not say otherwise (default 'strict'). */
  constructor(name: string, inputShape: Shape, fit: Fit = "strict") {
    this.name = name;
    this.fit = fit;
    checkInputShape(name, inputShape);
    this.#nodes.push({
      id: 0,
      name: "input",
      layer: { op: "input" },
      inputs: [],
      inputShapes: [],
      shape: inputShape,
      weights: 0,
    });
    this.input = { node: 0, shape: inputShape };
  }

  /** Adds a layer; `shareWith` re-uses the weights of an earlier application of the same layer. */
  apply(name: string, layer: Layer, inputs: Value | readonly Value[], shareWith?: Value): Value {
    const list = isList(inputs) ? inputs : [inputs];
    const path = [...this.#scope, name].join(".");
    const inputShapes = list.map(({ shape }) => shape);
    checkLayer(`${this.name} ${path}`, layer, inputShapes[0] ?? []);
    const shape = outputShape(`${this.name} ${path}`, layer, inputShapes, this.fit);
    const id = this.#nodes.length;
    const weights = shareWith === undefined ? id : this.#nodeOf(shareWith).weights;
    const inputIds = list.map(({ node }) => node);
    this.#nodes.push({ id, name: path, layer, inputs: inputIds, inputShapes, shape, weights });
    return { node: id, shape };
  }

  /** Names the layers added by `body` `name.…`. */
  scope<T>(name: string, body: () => T): T {
    this.#scope.push(name);
    try {
      return body();
    } finally {
      this.#scope.pop();
    }
  }

  build(...outputs: readonly Value[]): Graph {
    return { name: this.name, nodes: [...this.#nodes], outputs: outputs.map(({ node }) => node) };
  }

  #nodeOf(value: Value): Node {
    const node = this.#nodes[value.node];
    if (node === undefined) throw new RangeError(`no node ${value.node} in ${this.name}`);
    return node;
  }
}

function isList(inputs: Value | readonly Value[]): inputs is readonly Value[] {
  return Array.isArray(inputs);
}

function checkInputShape(name: string, shape: Shape): void {
  if (
    (shape.length === 1 || shape.length === 3) &&
    shape.every((n) => Number.isInteger(n) && n > 0)
  )
    return;
  throw new ShapeError({
    code: "GRAPH_INPUT",
    summary: `${name}: the input is not the shape of one example.`,
    given: `[${shape.join(", ")}]`,
    expected: "[H, W, C] or [C], whole numbers ≥ 1, without the batch",
    fix: "for 224 × 224 colour images pass [224, 224, 3]",
  });
}
