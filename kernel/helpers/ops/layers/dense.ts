import { ShapeError } from "../../../core/index.ts";
import {
  allocate,
  asTensor,
  checkRank,
  checkShape,
  commonDtype,
  formatShape,
  wrap,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";
import { checkFilled } from "../checks.ts";
import { correlateOver } from "../fast/correlate.ts";
import { matrixLattice } from "../fast/lattice.ts";

/**
 * Fully connected layer: out[n,j] = bias[j] + Σ_i x[n,i] · weights[i,j].
 *
 * @param x       [N, in]
 * @param weights [in, out]
 * @param bias    [out] (default none)
 * @returns [N, out]
 * @throws ShapeError WRONG_RANK, EMPTY, DENSE_SIZES, DENSE_BIAS
 * @example dense([[1, 2]], [[3], [4]], [5]).data // Float64Array [16]
 */
export function dense(x: TensorLike, weights: TensorLike, bias?: TensorLike): Tensor {
  const { left, right } = planDense("dense", ["x", "weights"], x, weights);
  const b = bias === undefined ? undefined : asTensor(bias, "dense", "bias");
  if (b) checkDenseBias(b, right);
  return multiply(left, right, b);
}

/**
 * Matrix product: out[i,j] = Σ_p a[i,p] · b[p,j].
 *
 * @param a [rows, inner]
 * @param b [inner, columns]
 * @throws ShapeError WRONG_RANK, EMPTY, DENSE_SIZES, SHAPE_TOO_LARGE
 * @example matmul([[1, 2]], [[3], [4]]).data // Float64Array [11]
 */
export function matmul(a: TensorLike, b: TensorLike): Tensor {
  const { left, right } = planDense("matmul", ["a", "b"], a, b);
  return multiply(left, right, undefined);
}

function multiply(left: Tensor, right: Tensor, bias: Tensor | undefined): Tensor {
  const [rows = 0, inner = 0] = left.shape;
  const columns = right.shape[1] ?? 0;
  const out = allocate(rows * columns, commonDtype(left, right));
  correlateOver({
    lattice: matrixLattice(rows, inner, columns),
    input: left.data,
    filters: right.data,
    bias: bias?.data,
    out,
  });
  return wrap(out, [rows, columns]);
}

/** Rows become columns. @example transpose([[1, 2]]).shape // [2, 1] */
export function transpose(matrix: TensorLike): Tensor {
  const m = asTensor(matrix, "transpose", "the matrix");
  checkRank("transpose", "the matrix", m.shape, ["rows", "columns"]);
  const [rows = 0, columns = 0] = m.shape;
  const out = allocate(m.size, commonDtype(m));
  for (let i = 0; i < rows; i += 1) {
    for (let j = 0; j < columns; j += 1) out[j * rows + i] = m.data[i * columns + j] ?? 0;
  }
  return wrap(out, [columns, rows]);
}

/** Checks a product's arguments: two matrices that fit together. */
export function planDense(
  who: string,
  names: readonly [string, string],
  a: TensorLike,
  b: TensorLike,
): { readonly left: Tensor; readonly right: Tensor } {
  const left = asTensor(a, who, names[0]);
  const right = asTensor(b, who, names[1]);
  checkRank(who, names[0], left.shape, ["N", "in"]);
  checkRank(who, names[1], right.shape, ["in", "out"]);
  checkFilled(who, names[0], left);
  checkFilled(who, names[1], right);
  if (left.shape[1] !== right.shape[0]) {
    throw new ShapeError({
      code: "DENSE_SIZES",
      summary: `${who}: each row has ${left.shape[1]} numbers, but ${names[1]} expects ${right.shape[0]}.`,
      given: `${formatShape(left.shape)} and ${formatShape(right.shape)}`,
      expected: "as many columns on the left as rows on the right",
      fix: `make ${names[1]} [${left.shape[1]}, ${right.shape[1]}], or flatten the input first`,
    });
  }
  checkShape(who, [left.shape[0] ?? 0, right.shape[1] ?? 0]);
  return { left, right };
}

function checkDenseBias(bias: Tensor, weights: Tensor): void {
  if (bias.shape.length === 1 && bias.shape[0] === weights.shape[1]) return;
  throw new ShapeError({
    code: "DENSE_BIAS",
    summary: `dense: there must be one bias per output, and there are ${weights.shape[1]}.`,
    given: `bias of shape ${formatShape(bias.shape)}`,
    expected: `bias of shape [${weights.shape[1]}]`,
    fix: `zeros([${weights.shape[1]}]), or leave the bias out`,
  });
}
