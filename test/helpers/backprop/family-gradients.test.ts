// Every layer's gradient against differences, on oblong images with odd strides, remainders and lopsided padding.
import { expect, test } from "vitest";
import * as backprop from "../../../kernel/helpers/backprop/index.ts";
import * as ops from "../../../kernel/helpers/ops/index.ts";
import { mul, Rng, sum, type Tensor } from "../../../kernel/helpers/tensor/index.ts";
import { worstError, randomLike, spaced } from "../../support/gradients.ts";
import "../../support/tensors.ts";

interface Layer {
  readonly run: (x: Tensor, w: Tensor, b: Tensor) => Tensor;
  readonly back: (g: Tensor, x: Tensor, w: Tensor) => backprop.LayerGradients;
  readonly x: readonly number[];
  readonly w: readonly number[];
  readonly b: readonly number[];
}

const conv1d = { stride: 3, dilation: 2, padding: [0, 2], fit: "floor", groups: 2 } as const;
const conv3d = {
  stride: [1, 2, 3], dilation: [2, 1, 1], padding: [[1, 0], [0, 2], [1, 1]], fit: "floor", groups: 2,
} as const; // prettier-ignore
const conv2d = { stride: [3, 2], padding: [[0, 2], [1, 0]], dilation: [1, 2], fit: "floor" } as const; // prettier-ignore
const spread1d = { stride: 3, padding: 1, dilation: 2, outputPadding: 2 } as const;
const spread2d = { stride: [3, 2], padding: [1, 0], dilation: [1, 2], outputPadding: [2, 1] } as const; // prettier-ignore
const spread3d = { stride: [1, 2, 3], padding: [0, 1, 1], outputPadding: [0, 1, 2] } as const;

const layers: Readonly<Record<string, Layer>> = {
  conv1d: {
    run: (x, w, b) => ops.conv1d(x, w, b, conv1d),
    back: (g, x, w) => backprop.conv1dBackward(g, x, w, conv1d),
    x: [2, 12, 4], w: [3, 2, 6], b: [6],
  },
  conv2d: {
    run: (x, w, b) => ops.conv2d(x, w, b, conv2d),
    back: (g, x, w) => backprop.conv2dBackward(g, x, w, conv2d),
    x: [2, 8, 7, 3], w: [3, 2, 3, 4], b: [4],
  },
  conv3d: {
    run: (x, w, b) => ops.conv3d(x, w, b, conv3d),
    back: (g, x, w) => backprop.conv3dBackward(g, x, w, conv3d),
    x: [2, 4, 5, 6, 2], w: [2, 3, 2, 1, 4], b: [4],
  },
  convTranspose1d: {
    run: (x, w, b) => ops.convTranspose1d(x, w, b, spread1d),
    back: (g, x, w) => backprop.convTranspose1dBackward(g, x, w, spread1d),
    x: [2, 5, 3], w: [3, 2, 3], b: [2],
  },
  convTranspose2d: {
    run: (x, w, b) => ops.convTranspose2d(x, w, b, spread2d),
    back: (g, x, w) => backprop.convTranspose2dBackward(g, x, w, spread2d),
    x: [2, 3, 4, 3], w: [2, 3, 2, 3], b: [2],
  },
  convTranspose3d: {
    run: (x, w, b) => ops.convTranspose3d(x, w, b, spread3d),
    back: (g, x, w) => backprop.convTranspose3dBackward(g, x, w, spread3d),
    x: [1, 2, 3, 2, 2], w: [2, 3, 2, 3, 2], b: [3],
  },
  depthwiseConv1d: {
    run: (x, w, b) => ops.depthwiseConv1d(x, w, b, { stride: 2, padding: [2, 0], fit: "floor" }),
    back: (g, x, w) => backprop.depthwiseConv1dBackward(g, x, w, { stride: 2, padding: [2, 0], fit: "floor" }),
    x: [2, 9, 3], w: [3, 3, 2], b: [6],
  },
  depthwiseConv2d: {
    run: (x, w, b) => ops.depthwiseConv2d(x, w, b, conv2d),
    back: (g, x, w) => backprop.depthwiseConv2dBackward(g, x, w, conv2d),
    x: [2, 8, 7, 3], w: [3, 2, 3, 2], b: [6],
  },
  locallyConnected: {
    run: (x, w, b) => ops.locallyConnected(x, w, b, { stride: 2 }),
    back: (g, x, w) => backprop.locallyConnectedBackward(g, x, w, { stride: 2 }),
    x: [2, 6, 8, 2], w: [2, 3, 3, 2, 2, 3], b: [2, 3, 3],
  },
  dense: {
    run: ops.dense,
    back: backprop.denseBackward,
    x: [5, 7], w: [7, 3], b: [3],
  },
}; // prettier-ignore

test.each(Object.entries(layers))(
  "C24 %s: gradInput, gradFilters and gradBias agree with differences",
  (_, layer) => {
    const [x, w, b] = [randomLike(layer.x, 1), randomLike(layer.w, 2), randomLike(layer.b, 3)];
    const g = randomLike(layer.run(x, w, b).shape, 4);
    const { gradInput, gradFilters, gradBias } = layer.back(g, x, w);
    expect(worstError((at) => layer.run(at, w, b), x, g, gradInput)).toBeLessThan(1e-6);
    expect(worstError((at) => layer.run(x, at, b), w, g, gradFilters)).toBeLessThan(1e-6);
    expect(worstError((at) => layer.run(x, w, at), b, g, gradBias)).toBeLessThan(1e-6);
  },
);

test("C24 the separable layers' gradients agree with differences, in both of their layers", () => {
  const options = { stride: [2, 3], padding: [[1, 0], [0, 2]], fit: "floor" } as const; // prettier-ignore
  const [x, deep, point, b] = [
    randomLike([2, 6, 7, 2], 1),
    randomLike([3, 2, 2, 2], 2),
    randomLike([1, 1, 4, 3], 3),
    randomLike([3], 4),
  ];
  const run = (a: Tensor, d: Tensor, p: Tensor, bias: Tensor): Tensor =>
    ops.separableConv2d(a, d, p, bias, options);
  const g = randomLike(run(x, deep, point, b).shape, 5);
  const grads = backprop.separableConv2dBackward(g, x, deep, point, options);
  expect(worstError((at) => run(at, deep, point, b), x, g, grads.gradInput)).toBeLessThan(1e-6);
  expect(worstError((at) => run(x, at, point, b), deep, g, grads.gradDepthwise)).toBeLessThan(1e-6);
  expect(worstError((at) => run(x, deep, at, b), point, g, grads.gradPointwise)).toBeLessThan(1e-6);
  expect(worstError((at) => run(x, deep, point, at), b, g, grads.gradBias)).toBeLessThan(1e-6);
  const flat = { stride: 3, padding: [0, 1], fit: "floor" } as const;
  const signal = [randomLike([1, 9, 2], 6), randomLike([2, 2, 1], 7), randomLike([1, 2, 3], 8)] as const; // prettier-ignore
  const over = (a: Tensor, d: Tensor, p: Tensor): Tensor =>
    ops.separableConv1d(a, d, p, undefined, flat);
  const h = randomLike(over(...signal).shape, 9);
  const grads1d = backprop.separableConv1dBackward(h, ...signal, flat);
  expect(
    worstError((at) => over(at, signal[1], signal[2]), signal[0], h, grads1d.gradInput),
  ).toBeLessThan(1e-6);
  expect(
    worstError((at) => over(signal[0], at, signal[2]), signal[1], h, grads1d.gradDepthwise),
  ).toBeLessThan(1e-6);
  expect(
    worstError((at) => over(signal[0], signal[1], at), signal[2], h, grads1d.gradPointwise),
  ).toBeLessThan(1e-6);
});

const window2d = { size: [3, 2], stride: [2, 3], padding: [[1, 0], [0, 1]], fit: "floor" } as const; // prettier-ignore
const window1d = { size: 3, stride: 2, padding: [1, 0], fit: "floor" } as const;
const window3d = { size: [2, 3, 2], stride: [1, 2, 3], padding: [[0, 1], [2, 0], [1, 0]], fit: "floor" } as const; // prettier-ignore
const counted = { countPadding: true, fit: "ceil" } as const;
type Pool = readonly [
  run: (x: Tensor) => Tensor,
  back: (g: Tensor, x: Tensor) => Tensor,
  shape: readonly number[],
];
const rows = ops.fractionalBounds(7, 4, 0.4);
const columns = ops.fractionalBounds(6, 4, 0.7);
const pools: Readonly<Record<string, Pool>> = {
  maxPool: [(x) => ops.maxPool(x, window2d), (g, x) => backprop.maxPoolBackward(g, x, window2d), [2, 6, 8, 3]],
  maxPool1d: [(x) => ops.maxPool1d(x, window1d), (g, x) => backprop.maxPool1dBackward(g, x, window1d), [2, 9, 3]],
  maxPool3d: [(x) => ops.maxPool3d(x, window3d), (g, x) => backprop.maxPool3dBackward(g, x, window3d), [1, 3, 4, 6, 2]],
  "maxPool with overlap, stride 1": [(x) => ops.maxPool(x, { size: 3, stride: 1 }), (g, x) => backprop.maxPoolBackward(g, x, { size: 3, stride: 1 }), [1, 5, 6, 2]],
  avgPool: [(x) => ops.avgPool(x, window2d), (g, x) => backprop.avgPoolBackward(g, x, window2d), [2, 6, 8, 3]],
  "avgPool with padding counted, sizes rounded up": [(x) => ops.avgPool(x, { ...window2d, ...counted }), (g, x) => backprop.avgPoolBackward(g, x, { ...window2d, ...counted }), [2, 6, 8, 3]],
  avgPool1d: [(x) => ops.avgPool1d(x, window1d), (g, x) => backprop.avgPool1dBackward(g, x, window1d), [2, 9, 3]],
  "avgPool1d with padding counted": [(x) => ops.avgPool1d(x, { ...window1d, ...counted }), (g, x) => backprop.avgPool1dBackward(g, x, { ...window1d, ...counted }), [2, 8, 3]],
  avgPool3d: [(x) => ops.avgPool3d(x, window3d), (g, x) => backprop.avgPool3dBackward(g, x, window3d), [1, 3, 4, 6, 2]],
  "avgPool3d with padding counted": [(x) => ops.avgPool3d(x, { ...window3d, ...counted }), (g, x) => backprop.avgPool3dBackward(g, x, { ...window3d, ...counted }), [1, 3, 4, 6, 2]],
  globalMaxPool: [ops.globalMaxPool, backprop.globalMaxPoolBackward, [2, 3, 4, 5]],
  globalMaxPool1d: [ops.globalMaxPool1d, backprop.globalMaxPoolBackward, [2, 7, 3]],
  globalMaxPool3d: [ops.globalMaxPool3d, backprop.globalMaxPoolBackward, [2, 2, 3, 4, 3]],
  globalAveragePool: [ops.globalAveragePool, backprop.globalAveragePoolBackward, [2, 3, 4, 5]],
  globalAveragePool1d: [ops.globalAveragePool1d, backprop.globalAveragePoolBackward, [2, 7, 3]],
  globalAveragePool3d: [ops.globalAveragePool3d, backprop.globalAveragePoolBackward, [2, 2, 3, 4, 3]],
  "fractionalMaxPool, disjoint": [(x) => ops.fractionalMaxPool(x, rows, columns), (g, x) => backprop.fractionalMaxPoolBackward(g, x, rows, columns), [2, 7, 6, 2]],
  "fractionalMaxPool, overlapping": [(x) => ops.fractionalMaxPool(x, rows, columns, { overlapping: true }), (g, x) => backprop.fractionalMaxPoolBackward(g, x, rows, columns, { overlapping: true }), [2, 7, 6, 2]],
}; // prettier-ignore

test.each(Object.entries(pools))("P4 P5 P8 %s: its gradient agrees with differences", (_, [run, back, shape]) => {
  const x = spaced(shape, 1);
  const g = randomLike(run(x).shape, 2);
  const gradient = back(g, x);
  expect(worstError(run, x, g, gradient)).toBeLessThan(1e-6);
}); // prettier-ignore

test("P4 of a maximum's gradient nothing is lost, ties and overlaps included", () => {
  const x = randomLike([2, 6, 7, 2], 1);
  x.data.forEach((value, i) => { x.data[i] = Math.round(value * 2); }); // prettier-ignore
  const g = randomLike(ops.maxPool(x, window2d).shape, 2);
  expect(sum(backprop.maxPoolBackward(g, x, window2d))).toBeCloseTo(sum(g), 9);
  const h = randomLike([2, 4, 4, 2], 3);
  const image = x.hi(2, 6, 6, 2);
  const [down, across] = [ops.fractionalBounds(6, 4, 0.3), ops.fractionalBounds(6, 4, 0.6)];
  const back = backprop.fractionalMaxPoolBackward(h, image, down, across, { overlapping: true });
  expect(sum(back)).toBeCloseTo(sum(h), 9);
});

const norms: Readonly<
  Record<string, readonly [run: (x: Tensor, a: Tensor, b: Tensor) => ops.GroupNormResult, shape: readonly number[], parameters: readonly number[]]>
> = {
  "layerNorm over channels": [ops.layerNorm, [2, 3, 4, 5], [5]],
  "layerNorm over images": [ops.layerNorm, [3, 2, 4, 2], [2, 4, 2]],
  groupNorm: [(x, a, b) => ops.groupNorm(x, 2, a, b), [2, 3, 4, 6], [6]],
  "groupNorm of one group": [(x, a, b) => ops.groupNorm(x, 1, a, b, { eps: 0.1 }), [3, 5, 4], [4]],
  instanceNorm: [ops.instanceNorm, [2, 3, 4, 3], [3]],
}; // prettier-ignore

test.each(Object.entries(norms))("T17 %s: its gradients agree with differences", (_, [run, shape, parameters]) => {
  const [x, gamma, beta] = [randomLike(shape, 1), randomLike(parameters, 2), randomLike(parameters, 3)];
  const g = randomLike(shape, 4);
  const { cache } = run(x, gamma, beta);
  const grads = backprop.groupNormBackward(g, cache);
  expect(worstError((at) => run(at, gamma, beta).output, x, g, grads.gradInput)).toBeLessThan(1e-6);
  expect(worstError((at) => run(x, at, beta).output, gamma, g, grads.gradGamma)).toBeLessThan(1e-6);
  expect(worstError((at) => run(x, gamma, at).output, beta, g, grads.gradBeta)).toBeLessThan(1e-6);
}); // prettier-ignore

test("T17 layer norm by hand: 1, 2, 3, 6 has mean 3 and variance 3.5, not 14/3", () => {
  const { output } = ops.layerNorm([[1, 2, 3, 6]], [1, 1, 1, 2], [0, 0, 0, 1], { eps: 0.5 });
  // √(3.5 + 0.5) = 2
  expect([...output.data]).toEqual([-1, -0.5, 0, 4]);
});

test("T17 group norm with C groups is instance norm, with one group over one pixel layer norm", () => {
  const x = randomLike([2, 3, 4, 6], 1);
  const [gamma, beta] = [randomLike([6], 2), randomLike([6], 3)];
  expect(ops.groupNorm(x, 6, gamma, beta).output).toBeCloseToTensor(ops.instanceNorm(x, gamma, beta).output);
  const flat = randomLike([4, 6], 4);
  expect(ops.groupNorm(flat, 1, gamma, beta).output).toBeCloseToTensor(ops.layerNorm(flat, gamma, beta).output);
}); // prettier-ignore

test("T15 T16 T20 what was dropped gets no gradient, what was kept gets it scaled: the mask of the forward pass", () => {
  const x = randomLike([3, 4, 5, 6], 1);
  const g = randomLike([3, 4, 5, 6], 2);
  const layers = {
    dropout: ops.dropout(x, 0.4, new Rng(1)),
    dropConnect: ops.dropConnect(x, 0.4, new Rng(1)),
    spatialDropout: ops.spatialDropout(x, 0.4, new Rng(1)),
    stochasticDepth: ops.stochasticDepth(x, 0.6, new Rng(4)),
  };
  for (const { mask, output } of Object.values(layers)) {
    expect(worstError((at) => mul(at, mask), x, g, backprop.dropoutBackward(g, mask))).toBeLessThan(
      1e-6,
    );
    expect(mul(x, mask)).toBeCloseToTensor(output);
  }
});

test("T15 spatial dropout drops whole maps: all pixels of a channel of an example, or none", () => {
  const { mask } = ops.spatialDropout(randomLike([4, 3, 3, 8], 1), 0.5, new Rng(2));
  const seen = new Set<number>();
  for (let n = 0; n < 4; n += 1) {
    for (let c = 0; c < 8; c += 1) {
      const own = mask.pick(n, null, null, c);
      const first = own.get(0, 0);
      seen.add(first);
      for (let i = 0; i < 9; i += 1) expect(own.get(Math.floor(i / 3), i % 3)).toBe(first);
    }
  }
  expect(seen).toEqual(new Set([0, 2]));
});

test.each([true, false])("A31 attention's gradients agree with differences, scaled: %s, with and without a mask", (scale) => {
  const [q, k, v] = [randomLike([3, 4], 1), randomLike([5, 4], 2), randomLike([5, 2], 3)];
  const g = randomLike([3, 2], 4);
  const mask = [[1, 0, 1, 0, 1], [0, 0, 0, 1, 0], [1, 1, 1, 1, 1]]; // prettier-ignore
  for (const options of [{ scale }, { scale, mask }]) {
    const grads = backprop.attentionBackward(g, q, k, v, options);
    expect(worstError((at) => ops.attention(at, k, v, options), q, g, grads.gradQuery)).toBeLessThan(1e-6);
    expect(worstError((at) => ops.attention(q, at, v, options), k, g, grads.gradKey)).toBeLessThan(1e-6);
    expect(worstError((at) => ops.attention(q, k, at, options), v, g, grads.gradValue)).toBeLessThan(1e-6);
  }
  const { gradKey } = backprop.attentionBackward([[0, 0], [1, 1], [0, 0]], q, k, v, { mask }); // prettier-ignore
  expect([...gradKey.data.subarray(0, 12)].every((value) => value === 0)).toBe(true);
}); // prettier-ignore

test("A31 with a causal mask a query does not see what comes after it", () => {
  const x = randomLike([4, 3], 1);
  const changed = randomLike([4, 3], 2);
  for (let i = 0; i < 6; i += 1) changed.data[i] = x.data[i] ?? 0;
  const mask = ops.causalMask(4);
  const [one, other] = [ops.attention(x, x, x, { mask }), ops.attention(changed, changed, changed, { mask })]; // prettier-ignore
  expect([...one.data.subarray(0, 6)]).toEqual([...other.data.subarray(0, 6)]);
  expect(one.data[9]).not.toBe(other.data[9]);
});
