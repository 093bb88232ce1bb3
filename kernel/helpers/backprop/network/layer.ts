import type { Tensor } from "../../tensor/index.ts";
import type { LayerInfo, ReluRule } from "./model.ts";

/** What a layer's backward pass gives. */
export interface LayerBackward {
  readonly gradInput: Tensor;
  /** One for each of the layer's parameters, in their order. */
  readonly gradParameters: readonly Tensor[];
}

/** A layer's run on one input. */
export interface LayerPass {
  readonly output: Tensor;
  backward(gradOutput: Tensor, relu: ReluRule): LayerBackward;
}

/** A layer of a network: it knows its parameters, but keeps nothing of a run. */
export interface Layer extends LayerInfo {
  /** Trainable tensors. */
  readonly parameters: readonly Tensor[];
  /** The same layer with other parameters. */
  withParameters(parameters: readonly Tensor[]): Layer;
  run(x: Tensor): LayerPass;
}

/** Parts of a layer without parameters. */
export interface FixedLayer extends LayerInfo {
  run(x: Tensor): { readonly output: Tensor; backward(g: Tensor, relu: ReluRule): Tensor };
}

/** A layer from its forward and backward function, without parameters. */
export function fixedLayer({ run, ...info }: FixedLayer): Layer {
  const layer: Layer = {
    ...info,
    parameters: [],
    withParameters: () => layer,
    run: (x) => {
      const { output, backward } = run(x);
      return {
        output,
        backward: (g, relu) => ({ gradInput: backward(g, relu), gradParameters: [] }),
      };
    },
  };
  return layer;
}
