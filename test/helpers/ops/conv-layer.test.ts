import fc from "fast-check";
import { expect, test } from "vitest";
import {
  conv1d,
  conv2d,
  conv2dLoops,
  conv3d,
  correlate2d,
  type ConvOptions,
} from "../../../kernel/helpers/ops/index.ts";
import {
  contiguous,
  fromArray,
  ones,
  pad,
  random,
  reshape,
  tensor,
  toNested,
  zeros,
  type Tensor,
} from "../../../kernel/helpers/tensor/index.ts";
import { codeOf, faultOf } from "../../support/codes.ts";
import { slowConv2d } from "../../support/slow-conv.ts";
import "../../support/tensors.ts";

test("C12: a filter spans the full depth: one output value is w·x + b", () => {
  // two channels, one 1x2 filter: 1·10 + 2·100 + 3·1000 + 4·10000 + 0.5
  const input = fromArray([1, 2, 3, 4], [1, 1, 2, 2]);
  const filters = fromArray([10, 100, 1000, 10_000], [1, 2, 2, 1]);
  expect(conv2d(input, filters, [0.5])).toBeCloseToTensor([[[[43_210.5]]]]);
});

test("C12: a 5x5 filter over RGB is a 75-number dot product, and K filters stack to depth K", () => {
  const input = random([1, 5, 5, 3], { seed: 1 });
  const filters = random([5, 5, 3, 4], { seed: 2 });
  const out = conv2d(input, filters);
  expect(out.shape).toEqual([1, 1, 1, 4]);
  let dot = 0;
  for (let i = 0; i < 75; i += 1) dot += (input.data[i] ?? 0) * (filters.data[i * 4 + 2] ?? 0);
  expect(out.get(0, 0, 0, 2)).toBeCloseTo(dot, 12);
});

test("on one channel and one filter the layer is correlate2d", () => {
  const image = random([6, 7], { seed: 3 });
  const w = random([2, 3], { seed: 4 });
  for (const padding of ["valid", "same", "full", "circular"] as const) {
    const out = conv2d(reshape(image, [1, 6, 7, 1]), reshape(w, [2, 3, 1, 1]), undefined, {
      padding,
    });
    expect(reshape(out, out.shape.slice(1, 3))).toBeCloseToTensor(correlate2d(image, w, padding));
  }
});

test("C13: with stride s the layer is every s-th value of stride 1, also where the size does not divide", () => {
  const input = random([2, 9, 11, 2], { seed: 5 });
  const filters = random([3, 2, 2, 3], { seed: 6 });
  const whole = conv2d(input, filters);
  for (const stride of [1, 2, 3, 4]) {
    const out = conv2d(input, filters, undefined, { stride, fit: "floor" });
    expect(out).toBeCloseToTensor(contiguous(whole.step(1, stride, stride, 1)));
  }
  // in one dimension: 1 + 20, 3 + 40 of 1 … 4
  const line = conv1d(tensor([[[1], [2], [3], [4]]]), tensor([[[1]], [[10]]]), undefined, { stride: 2 }); // prettier-ignore
  expect([...line.data]).toEqual([21, 43]);
  // and in three, along the last
  const block = conv3d(reshape(tensor([1, 2, 3, 4]), [1, 1, 1, 4, 1]), reshape(tensor([1, 10]), [1, 1, 2, 1, 1]), undefined, { stride: [1, 1, 2] }); // prettier-ignore
  expect([...block.data]).toEqual([21, 43]);
});

test("the stride of the height is not the stride of the width", () => {
  const input = random([1, 7, 6, 1], { seed: 7 });
  const out = conv2d(input, ones([3, 3, 1, 1]), undefined, { stride: [2, 1] });
  expect(out.shape).toEqual([1, 3, 4, 1]);
});

test("fit 'ceil' reads zeros beyond the edge", () => {
  const input = ones([1, 1, 4, 1]);
  const out = conv2d(input, ones([1, 3, 1, 1]), undefined, { stride: 2, fit: "ceil" });
  // windows 1 1 1 and 1 1 (edge)
  expect(out).toBeCloseToTensor([[[[3], [2]]]]);
});

test("explicit padding goes where it says: top, bottom, left, right", () => {
  const input = random([1, 3, 4, 2], { seed: 8 });
  const filters = random([2, 2, 2, 1], { seed: 9 });
  const padding = [
    [1, 0],
    [0, 2],
  ] as const;
  const padded = pad(input, [
    [0, 0],
    [1, 0],
    [0, 2],
    [0, 0],
  ]);
  expect(conv2d(input, filters, undefined, { padding })).toBeCloseToTensor(conv2d(padded, filters));
});

test("groups do not see each other's channels: two groups are two layers side by side", () => {
  const input = random([1, 5, 5, 4], { seed: 10 });
  const filters = random([3, 3, 2, 6], { seed: 11 });
  const out = conv2d(input, filters, undefined, { groups: 2 });
  for (const group of [0, 1]) {
    const part = conv2d(
      contiguous(input.lo(0, 0, 0, 2 * group).hi(1, 5, 5, 2)),
      contiguous(filters.lo(0, 0, 0, 3 * group).hi(3, 3, 2, 3)),
    );
    expect(contiguous(out.lo(0, 0, 0, 3 * group).hi(1, 3, 3, 3))).toBeCloseToTensor(part);
  }
});

test("conv1d is the layer along one axis, its padding too", () => {
  const out = conv1d([[[1], [2], [3], [4]]], [[[1]], [[10]]], [0.5], {
    stride: 2,
    padding: [1, 1],
    fit: "floor",
  });
  // 0·1 + 1·10, 2·1 + 3·10, 4·1 + 0·10 and the bias
  expect(out).toBeCloseToTensor([[[10.5], [32.5], [4.5]]]);
  expect(conv1d(zeros([2, 10, 3]), ones([4, 3, 5]), undefined, { padding: "same" }).shape).toEqual([
    2, 10, 5,
  ]);
});

test("views and transposes give the result of what is seen, and no argument changes", () => {
  const stored = random([1, 2, 5, 4], { seed: 12 });
  const seen = stored.transpose(0, 3, 2, 1);
  const filters = random([2, 2, 2, 3], { seed: 13 });
  const before = toNested(stored);
  expect(conv2d(seen, filters)).toBeCloseToTensor(conv2d(contiguous(seen), filters));
  expect(toNested(stored)).toEqual(before);
});

const image = zeros([1, 5, 5, 3]);
test.each<[string, () => unknown, string]>([
  ["another number of channels", () => conv2d(image, zeros([3, 3, 1, 2])), "CONV2D_CHANNELS"],
  [
    "a filter larger than the image",
    () => conv2d(image, zeros([7, 3, 3, 2])),
    "CONV2D_FILTER_TOO_LARGE",
  ],
  ["one bias too few", () => conv2d(image, zeros([3, 3, 3, 2]), [0]), "CONV2D_BIAS"],
  ["an image without batch", () => conv2d(zeros([5, 5, 3]), zeros([3, 3, 3, 2])), "WRONG_RANK"],
  ["an empty batch", () => conv2d(zeros([0, 5, 5, 3]), zeros([3, 3, 3, 2])), "CONV2D_EMPTY"],
  ["no filters", () => conv2d(image, zeros([3, 3, 3, 0])), "CONV2D_EMPTY"],
  [
    "a stride that does not fit",
    () => conv2d(image, zeros([2, 2, 3, 1]), undefined, { stride: 2 }),
    "DOES_NOT_FIT",
  ],
  ["stride 0", () => conv2d(image, zeros([3, 3, 3, 1]), undefined, { stride: 0 }), "BAD_OPTIONS"],
  [
    "a fractional stride",
    () => conv2d(image, zeros([3, 3, 3, 1]), undefined, { stride: [1, 1.5] }),
    "BAD_OPTIONS",
  ],
  [
    "negative padding",
    () => conv2d(image, zeros([3, 3, 3, 1]), undefined, { padding: -1 }),
    "BAD_OPTIONS",
  ],
  [
    "padding in capitals",
    () =>
      conv2d(image, zeros([3, 3, 3, 1]), undefined, { padding: "SAME" } as unknown as ConvOptions),
    "BAD_OPTIONS",
  ],
  [
    "padding as two numbers",
    () =>
      conv2d(image, zeros([3, 3, 3, 1]), undefined, { padding: [1, 1] } as unknown as ConvOptions),
    "BAD_OPTIONS",
  ],
  [
    "a misspelt option",
    () => conv2d(image, zeros([3, 3, 3, 1]), undefined, { strides: 1 } as ConvOptions),
    "BAD_OPTIONS",
  ],
  [
    "groups that do not divide the filters",
    () => conv2d(image, zeros([3, 3, 1, 4]), undefined, { groups: 3 }),
    "BAD_OPTIONS",
  ],
  ["a signal of rank 2", () => conv1d(zeros([3, 3]), zeros([1, 1, 1])), "WRONG_RANK"],
])("%s is refused with %3$s", (_, action, code) => {
  expect(codeOf(action)).toBe(code);
});

test("an error says what was given, what was expected and how to mend it", async () => {
  const error = await faultOf(() => conv2d(zeros([1, 28, 28, 3]), zeros([3, 3, 1, 8])));
  expect(error.message).toBe(
    [
      "conv2d: the image has 3 channels but each filter expects 1.",
      "  given     input [1, 28, 28, 3], filters [3, 3, 1, 8]",
      "  expected  filters.shape[2] = input.shape[3]",
      "  to mend   make the filters [3, 3, 3, 8], or take 1 channel of the image",
    ].join("\n"),
  );
  const size = await faultOf(() => conv2d(image, zeros([2, 2, 3, 1]), undefined, { stride: 2 }));
  expect(size.message).toContain("conv2d (height): with stride 2");
});

interface Layer {
  readonly input: Tensor;
  readonly filters: Tensor;
  readonly bias: readonly number[];
  readonly stride: readonly [number, number];
  readonly dilation: readonly [number, number];
  readonly pads: readonly [readonly [number, number], readonly [number, number]];
  readonly groups: number;
}

const pairOf = (least: number, most: number): fc.Arbitrary<[number, number]> =>
  fc.tuple(fc.integer({ min: least, max: most }), fc.integer({ min: least, max: most }));

const layer: fc.Arbitrary<Layer> = fc
  .record({
    batch: fc.integer({ min: 1, max: 3 }),
    size: pairOf(1, 9),
    kernelSize: pairOf(1, 4),
    perGroup: fc.integer({ min: 1, max: 3 }),
    groups: fc.integer({ min: 1, max: 3 }),
    filtersPerGroup: fc.integer({ min: 1, max: 6 }),
    stride: pairOf(1, 3),
    dilation: pairOf(1, 2),
    pads: fc.tuple(pairOf(0, 3), pairOf(0, 3)),
    seed: fc.integer(),
  })
  .filter(({ size, kernelSize, dilation, pads }) =>
    [0, 1].every((axis) => {
      const at = axis as 0 | 1;
      return (kernelSize[at] - 1) * dilation[at] + 1 <= size[at] + pads[at][0] + pads[at][1];
    }),
  )
  .map(({ batch, size, kernelSize, perGroup, groups, filtersPerGroup, seed, ...rest }) => ({
    ...rest,
    groups,
    input: random([batch, ...size, perGroup * groups], { seed, low: -1 }),
    filters: random([...kernelSize, perGroup, filtersPerGroup * groups], {
      seed: seed ^ 1,
      low: -1,
    }),
    bias: [...random([filtersPerGroup * groups], { seed: seed ^ 2 }).data],
  }));

test("C12: the layer agrees with its formula for random sizes, strides, dilations, pads and groups", () => {
  fc.assert(
    fc.property(layer, ({ input, filters, bias, pads, stride, dilation, groups }) => {
      const options: ConvOptions = { stride, dilation, padding: pads, groups, fit: "floor" };
      const expected = slowConv2d(input, filters, bias, {
        stride,
        dilation,
        pads,
        groups,
        circular: false,
      });
      expect(conv2d(input, filters, bias, options)).toBeCloseToTensor(expected);
    }),
    { seed: 20, numRuns: 150 },
  );
});

test("C28: the fast layer equals the plain loops to the last bit", () => {
  fc.assert(
    fc.property(layer, ({ input, filters, bias, pads, stride, dilation, groups }) => {
      const options: ConvOptions = { stride, dilation, padding: pads, groups, fit: "floor" };
      const fast = conv2d(input, filters, bias, options);
      const plain = conv2dLoops(input, filters, bias, options);
      expect(fast.shape).toEqual(plain.shape);
      expect(fast.data).toEqual(plain.data);
    }),
    { seed: 21, numRuns: 100 },
  );
});

test("C28: they agree where the patch matrix is cut into pieces", () => {
  const input = random([2, 70, 70, 8], { seed: 22 });
  const filters = random([5, 5, 8, 5], { seed: 23 });
  expect(conv2d(input, filters).data).toEqual(conv2dLoops(input, filters).data);
});

test("circular padding of the layer reads the other side of the image", () => {
  const input = random([1, 4, 5, 2], { seed: 24 });
  const filters = random([3, 4, 2, 2], { seed: 25 });
  const expected = slowConv2d(input, filters, [], {
    stride: [1, 1],
    dilation: [1, 1],
    pads: [
      [1, 1],
      [1, 2],
    ],
    groups: 1,
    circular: true,
  });
  expect(conv2d(input, filters, undefined, { padding: "circular" })).toBeCloseToTensor(expected);
});

test("float32 in gives float32 out, and nested lists are tensors too", () => {
  const input = tensor([[[[1]]]], { dtype: "float32" });
  const filters = tensor([[[[2]]]], { dtype: "float32" });
  expect(conv2d(input, filters, [1]).dtype).toBe("float32");
  expect(conv2d([[[[3]]]], [[[[2]]]], [1])).toBeCloseToTensor([[[[7]]]]);
});
