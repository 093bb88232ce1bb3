import {
  filterGradientOver,
  inputGradientOver,
  matrixLattice,
  planDense,
} from "../../ops/index.ts";
import {
  allocate,
  asTensor,
  checkSameShape,
  commonDtype,
  wrap,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";

/** Gradients of a layer with weights. */
export interface LayerGradients {
  readonly gradInput: Tensor;
  readonly gradFilters: Tensor;
  readonly gradBias: Tensor;
}

/**
 * Gradients of a dense layer: gradInput = gradOutput·Wᵀ, gradFilters = xᵀ·gradOutput, gradBias = Σ_n gradOutput.
 *
 * @param gradOutput [N, out]
 * @param x          [N, in], the layer's input
 * @param weights    [in, out]
 * @returns gradInput [N, in], gradFilters [in, out], gradBias [out]; sums over the batch, not means
 * @throws ShapeError WRONG_RANK, EMPTY, DENSE_SIZES, SHAPES_DIFFER
 * @example denseBackward([[1, 2]], [[3]], [[10, 20]]).gradInput.data // Float64Array [50]
 */
export function denseBackward(
  gradOutput: TensorLike,
  x: TensorLike,
  weights: TensorLike,
): LayerGradients {
  const names = ["x", "weights"] as const;
  const { left: input, right: w } = planDense("denseBackward", names, x, weights);
  const gradient = asTensor(gradOutput, "denseBackward", "gradOutput");
  const [rows = 0, inner = 0] = input.shape;
  const columns = w.shape[1] ?? 0;
  checkSameShape("denseBackward", [rows, columns], gradient.shape);
  const lattice = matrixLattice(rows, inner, columns);
  const dtype = commonDtype(input, w, gradient);
  const gradInput = allocate(input.size, dtype);
  const gradFilters = allocate(w.size, dtype);
  inputGradientOver({ lattice, filters: w.data, gradOutput: gradient.data, gradInput });
  filterGradientOver({ lattice, input: input.data, gradOutput: gradient.data, gradFilters });
  return {
    gradInput: wrap(gradInput, input.shape),
    gradFilters: wrap(gradFilters, w.shape),
    gradBias: sumOverAllButLast(gradient),
  };
}

/** […, K] → [K]. */
export function sumOverAllButLast(t: Tensor): Tensor {
  const last = t.shape.at(-1) ?? 0;
  const out = allocate(last, commonDtype(t));
  for (let row = 0; row < t.size; row += last) {
    for (let k = 0; k < last; k += 1) out[k] = (out[k] ?? 0) + (t.data[row + k] ?? 0);
  }
  return wrap(out, [last]);
}
