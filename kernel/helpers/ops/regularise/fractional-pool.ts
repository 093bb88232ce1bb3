import { OptionError } from "../../../core/index.ts";
import {
  allocate,
  asTensor,
  checkRank,
  commonDtype,
  sizeOf,
  wrap,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";
import { checkFilled, checkWhole } from "../checks.ts";

/**
 * Bounds of fractional pooling along one axis: b_i = ⌈α·(i + u)⌉ with α = n/out, so that steps are 1 or 2 where 1 < α < 2.
 *
 * @param n   input size
 * @param out output size, out ≤ n
 * @param u   in (0, 1): where the pattern starts
 * @returns out + 1 bounds from 0 to n
 * @throws OptionError FRACTIONAL_SIZE, BAD_OPTIONS
 * @source Graham, arXiv:1412.6071, section 2
 * @example fractionalBounds(5, 3, 0.5) // [0, 2, 4, 5]
 */
export function fractionalBounds(n: number, out: number, u: number): readonly number[] {
  checkWhole("fractionalBounds", { n: { value: n, from: 1 }, out: { value: out, from: 1 } });
  if (!(out >= 1 && out <= n && u > 0 && u < 1)) {
    throw new OptionError({
      code: "FRACTIONAL_SIZE",
      summary: `fractionalBounds: ${n} pixels cannot be pooled to ${out} like this.`,
      given: `n = ${n}, out = ${out}, u = ${u}`,
      expected: "1 ≤ out ≤ n and 0 < u < 1",
      fix: `take u = 0.5, and out between ${Math.ceil(n / 2)} and ${n}`,
    });
  }
  const alpha = n / out;
  const start = Math.ceil(alpha * u);
  return Array.from({ length: out + 1 }, (_, i) => {
    if (i === 0) return 0;
    return i === out ? n : Math.min(n - (out - i), Math.max(i, Math.ceil(alpha * (i + u)) - start));
  });
}

/**
 * Fractional max pooling with given bounds: disjoint windows [b_i, b_{i+1}), or overlapping ones [b_i, b_{i+1}].
 *
 * @param x       [N, H, W, C]
 * @param rows    bounds of the height, rising from 0 to H
 * @param columns bounds of the width, rising from 0 to W
 * @returns [N, rows − 1, columns − 1, C]
 * @throws ShapeError WRONG_RANK, EMPTY; OptionError FRACTIONAL_BOUNDS
 * @source Graham, arXiv:1412.6071
 * @example fractionalMaxPool([[[[1], [3], [2]]]], [0, 1], [0, 2, 3]).data // Float64Array [3, 2]
 */
export function fractionalMaxPool(
  x: TensorLike,
  rows: readonly number[],
  columns: readonly number[],
  options: { readonly overlapping?: boolean } = {},
): Tensor {
  const plan = planFractional("fractionalMaxPool", x, rows, columns, options);
  const input = plan.input.data;
  const out = allocate(sizeOf(plan.outShape), commonDtype(plan.input)).fill(-Infinity);
  forEachFractionalTap(plan, (to, from) => {
    out[to] = Math.max(out[to] ?? -Infinity, input[from] ?? 0);
  });
  return wrap(out, plan.outShape);
}

/** A fractional pooling layer, checked. */
export interface FractionalPlan {
  readonly input: Tensor;
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  /** 1 where windows overlap. */
  readonly extra: 0 | 1;
  readonly outShape: readonly number[];
}

/** Checks a fractional pooling layer's arguments. */
export function planFractional(
  who: string,
  x: TensorLike,
  rows: readonly number[],
  columns: readonly number[],
  { overlapping = false }: { readonly overlapping?: boolean },
): FractionalPlan {
  const input = asTensor(x, who, "x");
  checkRank(who, "x", input.shape, ["N", "H", "W", "C"]);
  checkFilled(who, "x", input);
  const [batch = 0, height = 0, width = 0, channels = 0] = input.shape;
  checkBounds(who, "rows", rows, height);
  checkBounds(who, "columns", columns, width);
  const outShape = [batch, rows.length - 1, columns.length - 1, channels];
  return { input, rows, columns, extra: overlapping ? 1 : 0, outShape };
}

function checkBounds(who: string, name: string, bounds: readonly number[], size: number): void {
  const rising =
    Array.isArray(bounds) &&
    bounds.length >= 2 &&
    bounds[0] === 0 &&
    bounds.at(-1) === size &&
    bounds.every(
      (bound, i) => Number.isSafeInteger(bound) && (i === 0 || bound > (bounds[i - 1] ?? 0)),
    );
  if (rising) return;
  throw new OptionError({
    code: "FRACTIONAL_BOUNDS",
    summary: `${who}: the bounds of the ${name} do not cut the image into windows.`,
    given: `${name} ${JSON.stringify(bounds) ?? "missing"}, image size ${size}`,
    expected: `whole numbers that rise from 0 to ${size}`,
    fix: `fractionalBounds(${size}, ${Math.max(1, Math.floor(size / 1.5))}, 0.5), for example`,
  });
}

/** Calls `visit` for every pixel under every window: index of the output, index of the input. */
export function forEachFractionalTap(
  { input, rows, columns, extra }: FractionalPlan,
  visit: (to: number, from: number) => void,
): void {
  const [batch = 0, height = 0, width = 0, channels = 0] = input.shape;
  let to = 0;
  for (let n = 0; n < batch; n += 1) {
    for (let y = 0; y + 1 < rows.length; y += 1) {
      const bottom = Math.min(height, (rows[y + 1] ?? 0) + extra);
      for (let x = 0; x + 1 < columns.length; x += 1, to += channels) {
        const right = Math.min(width, (columns[x + 1] ?? 0) + extra);
        for (let i = rows[y] ?? 0; i < bottom; i += 1) {
          for (let j = columns[x] ?? 0; j < right; j += 1) {
            const from = ((n * height + i) * width + j) * channels;
            for (let c = 0; c < channels; c += 1) visit(to + c, from + c);
          }
        }
      }
    }
  }
}
