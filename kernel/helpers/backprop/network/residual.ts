import { add, zeros, type Tensor } from "../../tensor/index.ts";
import type { Layer, LayerBackward, LayerPass } from "./layer.ts";
import type { ReluRule, Window } from "./model.ts";

/**
 * A residual block: out = F(x) + S(x), with S(x) = x if there is no shortcut.
 *
 * The gradient by x is the sum of both ways, so it contains gradOutput itself where the shortcut is the identity. Rectifiers
 * inside follow the rule of an explanation like all others.
 *
 * @param body     layers of F, which keep the shape if there is no shortcut
 * @param shortcut layers of S (default none)
 * @throws ShapeError SHAPES_DIFFER when F(x) and S(x) differ
 * @source He, Zhang, Ren & Sun, arXiv:1512.03385
 * @example residualLayer("block1", [reluLayer("relu")]).run(tensor([[-1, 2]])).output.data // Float64Array [-1, 4]
 */
export function residualLayer(
  name: string,
  body: readonly Layer[],
  shortcut: readonly Layer[] = [],
): Layer {
  return joined(name, body, shortcut, (_x, main, side) => ({
    output: add(main.output, side.output),
    parts: (g) => ({ main: g, beside: g }),
  }));
}

/** How a block joins its ways, and how it parts a gradient between F(x), the layers beside F, and x itself. */
type Join = (
  x: Tensor,
  main: LayerPass,
  beside: LayerPass,
) => {
  readonly output: Tensor;
  readonly parts: (g: Tensor) => {
    readonly main: Tensor;
    readonly beside?: Tensor;
    readonly direct?: Tensor;
  };
};

/** @internal A block of layers F with others beside them: a shortcut, or a gate. */
export function joined(
  name: string,
  body: readonly Layer[],
  beside: readonly Layer[],
  join: Join,
): Layer {
  const inner = [...body, ...beside];
  return {
    name,
    kind: "residual",
    seesAll: inner.some((layer) => layer.seesAll === true),
    parameters: inner.flatMap((layer) => layer.parameters),
    withParameters: (parameters) => {
      const renewed = renew(inner, parameters);
      return joined(name, renewed.slice(0, body.length), renewed.slice(body.length), join);
    },
    window: (shape) => windowOfAll(body, shape),
    run: (x) => {
      const [main, other] = [runAll(body, x), runAll(beside, x)];
      const { output, parts } = join(x, main, other);
      return {
        output,
        backward: (g, relu) => {
          const by = parts(g);
          const first = main.backward(by.main, relu);
          const second = by.beside && other.backward(by.beside, relu);
          const ways = [by.direct, second?.gradInput].filter((way) => way !== undefined);
          return {
            gradInput: ways.reduce((sum, way) => add(sum, way), first.gradInput),
            gradParameters: [...first.gradParameters, ...(second?.gradParameters ?? [])],
          };
        },
      };
    },
  };
}

/** Layers one after the other, as one. */
function runAll(layers: readonly Layer[], x: Tensor): LayerPass {
  const passes: LayerPass[] = [];
  for (const layer of layers) passes.push(layer.run(passes.at(-1)?.output ?? x));
  return {
    output: passes.at(-1)?.output ?? x,
    backward: (gradOutput, relu): LayerBackward => backThrough(passes, gradOutput, relu),
  };
}

/** Gradients through several runs, from the last to the first. */
export function backThrough(
  passes: readonly LayerPass[],
  gradOutput: Tensor,
  relu: ReluRule,
): LayerBackward {
  let gradInput = gradOutput;
  const gradParameters: (readonly Tensor[])[] = [];
  for (const pass of passes.toReversed()) {
    const back = pass.backward(gradInput, relu);
    gradInput = back.gradInput;
    gradParameters.unshift(back.gradParameters);
  }
  return { gradInput, gradParameters: gradParameters.flat() };
}

/** The layers with other parameters, taken in order. */
export function renew(layers: readonly Layer[], parameters: readonly Tensor[]): Layer[] {
  let at = 0;
  return layers.map((layer) => {
    const own = parameters.slice(at, at + layer.parameters.length);
    at += own.length;
    return own.length === 0 ? layer : layer.withParameters(own);
  });
}

/** Windows of layers in a row as one: spans grow by (span − 1)·jump, padding by before·jump, strides multiply. */
function windowOfAll(layers: readonly Layer[], inputShape: readonly number[]): Window {
  let shape = inputShape;
  let all: Window = { span: [1, 1], stride: [1, 1], before: [0, 0] };
  for (const layer of layers) {
    const own = layer.window?.(shape);
    if (own !== undefined) {
      const join = (at: 0 | 1): readonly [number, number, number] => [
        all.span[at] + (own.span[at] - 1) * all.stride[at],
        all.stride[at] * own.stride[at],
        all.before[at] + own.before[at] * all.stride[at],
      ];
      const [down, across] = [join(0), join(1)];
      all = {
        span: [down[0], across[0]],
        stride: [down[1], across[1]],
        before: [down[2], across[2]],
      };
    }
    shape = layer.run(zeros([1, ...shape.slice(1)])).output.shape;
  }
  return all;
}
