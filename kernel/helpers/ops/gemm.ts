// Matrix product for convolutions, in 4x4 tiles whose sixteen sums stay in registers.
import type { FloatArray } from "../tensor/index.ts";

/** A matrix as the product reads it: row-major float64, so that one compiled loop serves every type. */
export interface Product {
  /** [rows, inner] */
  readonly a: Float64Array;
  /** [inner, columns] */
  readonly b: Float64Array;
  /** Start value per column. */
  readonly bias: Float64Array;
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  /** Written at `start + row · rowStep + column`. */
  readonly out: FloatArray;
  readonly start: number;
  readonly rowStep: number;
}

/**
 * out[r, c] = bias[c] + Σ_p a[r, p] · b[p, c], summed in the order of p, so that it equals the plain loops exactly.
 *
 * Per step of p a tile reads 4 + 4 numbers for 16 products:
 *
 *            b[p, c .. c+3]
 *   a[r   ]   s00 s01 s02 s03
 *   a[r+1 ]   s10 s11 s12 s13
 *   a[r+2 ]   s20 s21 s22 s23
 *   a[r+3 ]   s30 s31 s32 s33
 */
export function multiplyInto(product: Product): void {
  const { rows, columns } = product;
  const tiledRows = rows - (rows % 4);
  const tiledColumns = columns - (columns % 4);
  const panel = new Float64Array(product.inner * 4);
  for (let c = 0; c < tiledColumns; c += 4) {
    packColumns(product, c, panel);
    for (let r = 0; r < tiledRows; r += 4) tile(product, panel, r, c);
  }
  for (let r = 0; r < rows; r += 1) {
    for (let c = r < tiledRows ? tiledColumns : 0; c < columns; c += 1) single(product, r, c);
  }
}

function single(
  { a, b, bias, inner, columns, out, start, rowStep }: Product,
  r: number,
  c: number,
): void {
  let total = bias[c] ?? Number.NaN;
  const row = r * inner;
  for (let p = 0; p < inner; p += 1) {
    total += (a[row + p] ?? Number.NaN) * (b[p * columns + c] ?? Number.NaN);
  }
  out[start + r * rowStep + c] = total;
}

/** Copies columns c to c + 3 of b side by side, so that a tile reads them in one stream. */
function packColumns({ b, inner, columns }: Product, c: number, panel: Float64Array): void {
  for (let p = 0; p < inner; p += 1) {
    for (let i = 0; i < 4; i += 1) panel[4 * p + i] = b[p * columns + c + i] ?? Number.NaN;
  }
}

function tile(
  { a, bias, inner, out, start, rowStep }: Product,
  panel: Float64Array,
  r: number,
  c: number,
): void {
  const nan = Number.NaN;
  const bias0 = bias[c] ?? nan;
  const bias1 = bias[c + 1] ?? nan;
  const bias2 = bias[c + 2] ?? nan;
  const bias3 = bias[c + 3] ?? nan;
  let [s00, s01, s02, s03] = [bias0, bias1, bias2, bias3];
  let [s10, s11, s12, s13] = [bias0, bias1, bias2, bias3];
  let [s20, s21, s22, s23] = [bias0, bias1, bias2, bias3];
  let [s30, s31, s32, s33] = [bias0, bias1, bias2, bias3];
  const row0 = r * inner;
  const row1 = row0 + inner;
  const row2 = row1 + inner;
  const row3 = row2 + inner;
  for (let p = 0; p < inner; p += 1) {
    const b0 = panel[4 * p] ?? nan;
    const b1 = panel[4 * p + 1] ?? nan;
    const b2 = panel[4 * p + 2] ?? nan;
    const b3 = panel[4 * p + 3] ?? nan;
    const a0 = a[row0 + p] ?? nan;
    s00 += a0 * b0;
    s01 += a0 * b1;
    s02 += a0 * b2;
    s03 += a0 * b3;
    const a1 = a[row1 + p] ?? nan;
    s10 += a1 * b0;
    s11 += a1 * b1;
    s12 += a1 * b2;
    s13 += a1 * b3;
    const a2 = a[row2 + p] ?? nan;
    s20 += a2 * b0;
    s21 += a2 * b1;
    s22 += a2 * b2;
    s23 += a2 * b3;
    const a3 = a[row3 + p] ?? nan;
    s30 += a3 * b0;
    s31 += a3 * b1;
    s32 += a3 * b2;
    s33 += a3 * b3;
  }
  const at = start + r * rowStep + c;
  store(out, at, s00, s01, s02, s03);
  store(out, at + rowStep, s10, s11, s12, s13);
  store(out, at + 2 * rowStep, s20, s21, s22, s23);
  store(out, at + 3 * rowStep, s30, s31, s32, s33);
}

function store(out: FloatArray, at: number, v0: number, v1: number, v2: number, v3: number): void {
  out[at] = v0;
  out[at + 1] = v1;
  out[at + 2] = v2;
  out[at + 3] = v3;
}
