import { ShapeError } from "../../../core/index.ts";
import {
  allocate,
  asTensor,
  checkRank,
  checkSameShape,
  commonDtype,
  formatShape,
  wrap,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";
import { checkFilled, checkWhole } from "../checks.ts";

/**
 * Locally connected layer: a convolution whose filters are not shared, one set for each output pixel.
 *
 * out[n,y,x,k] = bias[y,x,k] + Σ_{i,j,c} input[n, y·s + i, x·s + j, c] · weights[y,x,i,j,c,k]
 *
 * @param input   [N, H, W, C]
 * @param weights [outH, outW, kH, kW, C, K]; they decide the output's size
 * @param bias    [outH, outW, K] (default none)
 * @param options stride ≥ 1 (default 1)
 * @returns [N, outH, outW, K]
 * @throws ShapeError WRONG_RANK, EMPTY, LOCAL_SIZES, SHAPES_DIFFER; OptionError BAD_OPTIONS
 * @source LeCun, "Generalization and network design strategies" (1989)
 * @example locallyConnected([[[[2], [3]]]], [[[[[[10]]]], [[[[100]]]]]]).data // Float64Array [20, 300]
 */
export function locallyConnected(
  input: TensorLike,
  weights: TensorLike,
  bias?: TensorLike,
  { stride = 1 }: { readonly stride?: number } = {},
): Tensor {
  const plan = planLocal("locallyConnected", input, weights, stride);
  const b = bias === undefined ? undefined : asTensor(bias, "locallyConnected", "bias");
  if (b) checkSameShape("locallyConnected (bias)", plan.outShape.slice(1), b.shape);
  const [, outH, outW, filters] = plan.outShape;
  const [x, w] = [plan.input.data, plan.weights.data];
  const out = allocate(
    plan.outShape.reduce((a, n) => a * n),
    commonDtype(plan.input, plan.weights),
  );
  const perImage = outH * outW * filters;
  for (let i = 0; i < out.length; i += 1) out[i] = b?.data[i % perImage] ?? 0;
  forEachLocalTap(plan, (to, from, weight) => {
    for (let c = 0; c < plan.channels; c += 1) {
      const value = x[from + c] ?? Number.NaN;
      for (let k = 0; k < filters; k += 1) {
        out[to + k] = (out[to + k] ?? 0) + value * (w[weight + c * filters + k] ?? Number.NaN);
      }
    }
  });
  return wrap(out, plan.outShape);
}

/** Sizes of a locally connected layer, checked. */
export interface LocalPlan {
  readonly input: Tensor;
  readonly weights: Tensor;
  readonly stride: number;
  readonly channels: number;
  readonly outShape: readonly [number, number, number, number];
}

/** Checks a locally connected layer's arguments. */
export function planLocal(
  who: string,
  input: TensorLike,
  weights: TensorLike,
  stride: number,
): LocalPlan {
  const x = asTensor(input, who, "input");
  const w = asTensor(weights, who, "weights");
  checkRank(who, "input", x.shape, ["N", "H", "W", "C"]);
  checkRank(who, "weights", w.shape, ["outH", "outW", "kH", "kW", "C", "K"]);
  checkFilled(who, "input", x);
  checkFilled(who, "weights", w);
  checkWhole(who, { stride: { value: stride, from: 1 } });
  checkSizes(who, x, w, stride);
  const [batch = 0, , , channels = 0] = x.shape;
  const [outH = 0, outW = 0, , , , filters = 0] = w.shape;
  return { input: x, weights: w, stride, channels, outShape: [batch, outH, outW, filters] };
}

/** Calls `visit` for every tap of every output pixel: first number of the output, of the input, of the weights. */
export function forEachLocalTap(
  { input, weights, stride, channels, outShape }: LocalPlan,
  visit: (to: number, from: number, weight: number) => void,
): void {
  const [, height = 0, width = 0] = input.shape;
  const [, , kH = 0, kW = 0] = weights.shape;
  const [batch, outH, outW, filters] = outShape;
  for (let n = 0; n < batch; n += 1) {
    for (let place = 0; place < outH * outW; place += 1) {
      const top = Math.floor(place / outW) * stride;
      const left = (place % outW) * stride;
      for (let i = 0; i < kH; i += 1) {
        for (let j = 0; j < kW; j += 1) {
          const from = ((n * height + top + i) * width + left + j) * channels;
          const tap = (place * kH + i) * kW + j;
          visit((n * outH * outW + place) * filters, from, tap * channels * filters);
        }
      }
    }
  }
}

function checkSizes(who: string, x: Tensor, w: Tensor, stride: number): void {
  const [, height = 0, width = 0, channels = 0] = x.shape;
  const [outH = 0, outW = 0, kH = 0, kW = 0, inChannels = 0] = w.shape;
  const fits =
    (outH - 1) * stride + kH <= height &&
    (outW - 1) * stride + kW <= width &&
    inChannels === channels;
  if (fits) return;
  const [most, across] = [
    Math.floor((height - kH) / stride) + 1,
    Math.floor((width - kW) / stride) + 1,
  ];
  throw new ShapeError({
    code: "LOCAL_SIZES",
    summary: `${who}: the weights reach beyond the image, or expect other channels.`,
    given: `input ${formatShape(x.shape)}, weights ${formatShape(w.shape)}, stride ${stride}`,
    expected: "(outH − 1)·stride + kH ≤ H, the same for the width, and equal channels",
    fix: `for this image and filter: outH = ${most}, outW = ${across}, C = ${channels}`,
  });
}
