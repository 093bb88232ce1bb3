import type { Tensor, TensorLike } from "../../tensor/index.ts";
import type { Network } from "./network.ts";

/** Length of the loss's gradient by one layer's parameters. */
export interface GradientNorm {
  readonly layer: string;
  readonly norm: number;
}

/**
 * How much of the gradient reaches each layer: √Σg² over its parameters, from the first layer to the last.
 *
 * In a plain net it is a product of as many factors as layers lie behind it and shrinks or grows with depth; a shortcut
 * adds 1 to each factor: ∂L/∂x_l = ∂L/∂x_L · (1 + ∂/∂x_l ΣF).
 *
 * @param labels class numbers [N]
 * @throws as `lossGradients`
 * @source He et al., arXiv:1603.05027, equation 5
 * @example gradientNorms(network([denseLayer("fc", { filters: [[0, 0]] })]), [[1]], [0])[0].norm // √(0.5² + 0.5²) = 0.707106781187
 */
export function gradientNorms(
  net: Network,
  x: TensorLike,
  labels: TensorLike | readonly number[],
): readonly GradientNorm[] {
  const { gradients } = net.lossGradients(x, labels);
  let at = 0;
  return net.layers.flatMap(({ name, parameters }) => {
    const own: readonly Tensor[] = gradients.slice(at, at + parameters.length);
    at += own.length;
    if (own.length === 0) return [];
    const squares = own.reduce((sum, { data }) => sum + data.reduce((s, g) => s + g * g, 0), 0);
    return [{ layer: name, norm: Math.sqrt(squares) }];
  });
}
