// Pooling by a norm: between the sum of a window (p = 1) and its maximum (p → ∞).
import {
  allocate,
  commonDtype,
  sizeOf,
  wrap,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";
import { checkRanges } from "../checks.ts";
import {
  forEachTap,
  planPool,
  type PoolOptions,
  type PoolOptions1d,
  type PoolOptions3d,
  type PoolPlan,
} from "./pool-plan.ts";

/** How a window moves (size, stride, padding, fit), and the norm that it takes. */
export type LpPoolOptions<Window = PoolOptions> = Omit<Window, "countPadding"> & {
  /** p ≥ 1 (default 2); 1 sums absolute values, a large p comes close to the largest of them. */
  readonly p?: number;
};

/**
 * LP pooling: the p-norm of each window, for each channel; the padding adds nothing.
 *
 * out[n,y,x,c] = (Σ |x[n,i,j,c]|ᵖ)^(1/p) over the window's pixels. A sum, not a mean: for non-negative pixels p = 1 is
 * `avgPool` times the pixels of a window. PyTorch's LPPool is the same where p is even or no pixel is negative.
 *
 * @param x [N, H, W, C]
 * @param options size, stride (default the size), padding, fit, p ≥ 1 (default 2)
 * @returns [N, outH, outW, C]
 * @throws as maxPool; OptionError BAD_OPTIONS
 * @source Sermanet, Chintala & LeCun, arXiv:1204.3968, section 2.1, without its Gaussian weights
 * @example lpPool([[[[3], [-4]]]], { size: [1, 2] }).data // Float64Array [5]
 */
export function lpPool(x: TensorLike, options: LpPoolOptions): Tensor {
  return windowNorms(planLp("lpPool", x, options, 2));
}

/**
 * `lpPool` over signals.
 *
 * @param x [N, L, C]
 * @returns [N, outL, C]
 * @throws as lpPool
 * @example lpPool1d([[[3], [-4], [1], [0]]], { size: 2 }).data // Float64Array [5, 1]
 */
export function lpPool1d(x: TensorLike, options: LpPoolOptions<PoolOptions1d>): Tensor {
  return windowNorms(planLp("lpPool1d", x, options, 1));
}

/**
 * `lpPool` over volumes.
 *
 * @param x [N, D, H, W, C]
 * @returns [N, outD, outH, outW, C]
 * @throws as lpPool
 * @example lpPool3d(ones([1, 2, 2, 2, 1]), { size: 2, p: 3 }).data // Float64Array [2]
 */
export function lpPool3d(x: TensorLike, options: LpPoolOptions<PoolOptions3d>): Tensor {
  return windowNorms(planLp("lpPool3d", x, options, 3));
}

/** @internal A pooling layer, checked, and its p. */
export interface LpPlan {
  readonly plan: PoolPlan;
  readonly p: number;
}

/** @internal Checks an LP pool's arguments and works out its sizes. */
export function planLp(
  who: string,
  x: TensorLike,
  options: LpPoolOptions | LpPoolOptions<PoolOptions1d> | LpPoolOptions<PoolOptions3d>,
  rank: 1 | 2 | 3,
): LpPlan {
  const { p = 2, ...window } = options;
  const plan = planPool(who, x, window, rank);
  // p = ∞ is maxPool of the absolute values, whose gradient goes to one pixel only
  checkRanges(who, { p: { value: p, from: 1, to: 1e4 } });
  return { plan, p };
}

/** @internal The norm of every window; each is divided by its largest pixel first, so that no power overflows. */
export function windowNorms({ plan, p }: LpPlan): Tensor {
  const { data } = plan.input;
  const count = sizeOf(plan.outShape);
  const largest = new Float64Array(count);
  forEachTap(plan, (to, from) => {
    const value = Math.abs(data[from] ?? 0);
    if (value > (largest[to] ?? 0) || Number.isNaN(value)) largest[to] = value;
  });
  const sums = new Float64Array(count);
  forEachTap(plan, (to, from) => {
    const top = largest[to] ?? 0;
    const share = top > 0 && top < Infinity ? Math.abs(data[from] ?? 0) / top : top;
    sums[to] = (sums[to] ?? 0) + share ** p;
  });
  const out = allocate(count, commonDtype(plan.input));
  sums.forEach((total, to) => {
    const top = largest[to] ?? 0;
    out[to] = top > 0 && top < Infinity ? top * total ** (1 / p) : top;
  });
  return wrap(out, plan.outShape);
}
