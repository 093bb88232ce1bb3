// Groups in transposed layers: the adjoint of the grouped convolution, over one, two and three axes.
import { expect, test } from "vitest";
import * as backprop from "../../../kernel/helpers/backprop/index.ts";
import * as ops from "../../../kernel/helpers/ops/index.ts";
import { mul, sum, type Tensor } from "../../../kernel/helpers/tensor/index.ts";
import { faultOf } from "../../support/codes.ts";
import { randomLike, worstError } from "../../support/gradients.ts";
import "../../support/tensors.ts";

interface Layer {
  readonly spread: (x: Tensor, w: Tensor, b: Tensor | undefined, groups: number) => Tensor;
  /** The convolution that is transposed. */
  readonly conv: (x: Tensor, w: Tensor, groups: number) => Tensor;
  readonly back: (g: Tensor, x: Tensor, w: Tensor, groups: number) => backprop.LayerGradients;
  readonly size: readonly number[];
  readonly taps: readonly number[];
}

const o1 = { stride: 2, padding: 1, outputPadding: 1 } as const;
const o2 = { stride: [3, 2], padding: [1, 0], dilation: [1, 2] } as const;
const stride3 = [1, 2, 1] as const;
const o3 = { stride: stride3, padding: [0, 1, 0], outputPadding: [0, 1, 0] } as const;
const p2 = [[1, 1], [0, 0]] as const; // prettier-ignore
const p3 = [[0, 0], [1, 1], [0, 0]] as const; // prettier-ignore
const layers: Readonly<Record<string, Layer>> = {
  convTranspose1d: {
    spread: (x, w, b, groups) => ops.convTranspose1d(x, w, b, { ...o1, groups }),
    conv: (x, w, groups) => ops.conv1d(x, w, undefined, { stride: 2, padding: 1, fit: "floor", groups }),
    back: (g, x, w, groups) => backprop.convTranspose1dBackward(g, x, w, { ...o1, groups }),
    size: [5], taps: [3],
  },
  convTranspose2d: {
    spread: (x, w, b, groups) => ops.convTranspose2d(x, w, b, { ...o2, groups }),
    conv: (x, w, groups) => ops.conv2d(x, w, undefined, { ...o2, padding: p2, groups }),
    back: (g, x, w, groups) => backprop.convTranspose2dBackward(g, x, w, { ...o2, groups }),
    size: [4, 3], taps: [2, 3],
  },
  convTranspose3d: {
    spread: (x, w, b, groups) => ops.convTranspose3d(x, w, b, { ...o3, groups }),
    conv: (x, w, groups) => ops.conv3d(x, w, undefined, { stride: stride3, padding: p3, fit: "floor", groups }),
    back: (g, x, w, groups) => backprop.convTranspose3dBackward(g, x, w, { ...o3, groups }),
    size: [2, 3, 2], taps: [2, 3, 1],
  },
}; // prettier-ignore
const names = Object.entries(layers);

/** Channels `from` to `to`, a view. */
function channels(t: Tensor, from: number, to: number): Tensor {
  const front = t.shape.slice(0, -1);
  return t.lo(...front.map(() => 0), from).hi(...front, to - from);
}

/** groups · perOut channels out, groups · perIn channels in. */
const shapes = ({ size, taps }: Layer, groups: number, perOut: number, perIn: number) =>
  [[2, ...size, groups * perIn], [...taps, perOut, groups * perIn], [groups * perOut]] as const; // prettier-ignore

test.each(names)("C23 C24 %s in groups is split, spread, concatenate", (_, layer) => {
  // the last two are one channel per group, and large enough for the SIMD way
  for (const [groups, perOut, perIn] of [[2, 3, 2], [3, 2, 1], [4, 1, 3], [2, 24, 40]] as const) {
    const [xs, ws, bs] = shapes(layer, groups, perOut, perIn);
    const [x, w, b] = [randomLike(xs, 1), randomLike(ws, 2), randomLike(bs, 3)];
    const whole = layer.spread(x, w, b, groups);
    expect(whole.shape.at(-1)).toBe(groups * perOut);
    for (let group = 0; group < groups; group += 1) {
      const [first, last] = [group * perIn, (group + 1) * perIn];
      const own = b.lo(group * perOut).hi(perOut);
      const alone = layer.spread(channels(x, first, last), channels(w, first, last), own, 1);
      expect(channels(whole, group * perOut, (group + 1) * perOut)).toBeCloseToTensor(alone);
    }
  }
}); // prettier-ignore

test.each(names)("C24 %s in groups is the adjoint of the grouped convolution: ⟨Ay, x⟩ = ⟨y, Aᵀx⟩", (_, layer) => {
  for (const [groups, perOut, perIn] of [[2, 3, 2], [3, 1, 2]] as const) {
    const [xs, ws] = shapes(layer, groups, perOut, perIn);
    const [x, w] = [randomLike(xs, 4), randomLike(ws, 5)];
    const spread = layer.spread(x, w, undefined, groups);
    const y = randomLike(spread.shape, 6);
    const ay = layer.conv(y, w, groups);
    expect(ay.shape).toEqual(x.shape);
    expect(sum(mul(ay, x))).toBeCloseTo(sum(mul(y, spread)), 9);
  }
}); // prettier-ignore

test.each(names)("C24 %s in groups: its gradients agree with differences", (_, layer) => {
  for (const [groups, perOut, perIn] of [[2, 2, 3], [3, 1, 1]] as const) {
    const [xs, ws, bs] = shapes(layer, groups, perOut, perIn);
    const [x, w, b] = [randomLike(xs, 7), randomLike(ws, 8), randomLike(bs, 9)];
    const g = randomLike(layer.spread(x, w, b, groups).shape, 10);
    const grads = layer.back(g, x, w, groups);
    expect(worstError((at) => layer.spread(at, w, b, groups), x, g, grads.gradInput)).toBeLessThan(1e-6);
    expect(worstError((at) => layer.spread(x, at, b, groups), w, g, grads.gradFilters)).toBeLessThan(1e-6);
    expect(worstError((at) => layer.spread(x, w, at, groups), b, g, grads.gradBias)).toBeLessThan(1e-6);
  }
}); // prettier-ignore

test("C24 groups that do not divide the channels are refused, with both numbers", async () => {
  const fault = await faultOf(() =>
    ops.convTranspose2d(randomLike([1, 2, 2, 4], 1), randomLike([2, 2, 1, 4], 2), undefined, { groups: 3 }),
  ); // prettier-ignore
  expect(fault.code).toBe("BAD_OPTIONS");
  expect(fault.given).toBe("groups 3, filters [2, 2, 1, 4]");
});
