import { ShapeError } from "../../../core/index.ts";
import {
  allocate,
  asTensor,
  checkRank,
  commonDtype,
  formatShape,
  wrap,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";
import { correlateOver } from "../fast/correlate.ts";
import { matrixLattice } from "../fast/lattice.ts";

/**
 * Fully connected layer: out[n,j] = bias[j] + Σ_i x[n,i] · weights[i,j].
 *
 * @param x       [N, in]
 * @param weights [in, out]
 * @param bias    [out] (default none)
 * @returns [N, out]
 * @throws ShapeError WRONG_RANK, DENSE_SIZES, DENSE_BIAS
 * @example dense([[1, 2]], [[3], [4]], [5]).data // Float64Array [16]
 */
export function dense(x: TensorLike, weights: TensorLike, bias?: TensorLike): Tensor {
  const input = asTensor(x, "dense", "x");
  const w = asTensor(weights, "dense", "weights");
  const b = bias === undefined ? undefined : asTensor(bias, "dense", "bias");
  checkDense(input, w, b);
  return matmul(input, w, b);
}

/**
 * Matrix product: out[i,j] = Σ_p a[i,p] · b[p,j] (+ bias[j]).
 *
 * @param a [rows, inner]
 * @param b [inner, columns]
 * @throws ShapeError WRONG_RANK, DENSE_SIZES
 * @example matmul([[1, 2]], [[3], [4]]).data // Float64Array [11]
 */
export function matmul(a: TensorLike, b: TensorLike, bias?: Tensor): Tensor {
  const left = asTensor(a, "matmul", "a");
  const right = asTensor(b, "matmul", "b");
  checkDense(left, right, bias, "matmul");
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

function checkDense(x: Tensor, w: Tensor, b: Tensor | undefined, who = "dense"): void {
  checkRank(who, who === "dense" ? "x" : "a", x.shape, ["N", "in"]);
  checkRank(who, who === "dense" ? "weights" : "b", w.shape, ["in", "out"]);
  if (x.shape[1] !== w.shape[0]) {
    throw new ShapeError({
      code: "DENSE_SIZES",
      summary: `${who}: each row has ${x.shape[1]} numbers, but the weights expect ${w.shape[0]}.`,
      given: `${formatShape(x.shape)} and ${formatShape(w.shape)}`,
      expected: "as many columns on the left as rows on the right",
      fix: `make the weights [${x.shape[1]}, ${w.shape[1]}], or flatten the input first`,
    });
  }
  if (b !== undefined && (b.shape.length !== 1 || b.shape[0] !== w.shape[1])) {
    throw new ShapeError({
      code: "DENSE_BIAS",
      summary: `${who}: there must be one bias per output, and there are ${w.shape[1]}.`,
      given: `bias of shape ${formatShape(b.shape)}`,
      expected: `bias of shape [${w.shape[1]}]`,
    });
  }
}
