// The outside oracle: TensorFlow.js on its plain CPU backend, float32.
import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { conv1d, conv2d } from "../../../kernel/helpers/ops/index.ts";
import { fromArray, random, type Tensor } from "../../../kernel/helpers/tensor/index.ts";
import "../../support/tensors.ts";

beforeAll(async () => {
  await tf.setBackend("cpu");
});

type Explicit = [[number, number], [number, number], [number, number], [number, number]];

/** The values of one of TensorFlow.js's tensors, which is given back. */
function read(out: tf.Tensor): Tensor {
  const values = fromArray(out.dataSync(), out.shape, { dtype: "float32" });
  out.dispose();
  return values;
}

function oracle(
  input: Tensor,
  filters: Tensor,
  stride: [number, number],
  padding: "valid" | "same" | Explicit,
  dilation: [number, number],
): Tensor {
  const out = tf.tidy(() => {
    const x = tf.tensor4d(
      Float32Array.from(input.data),
      input.shape as [number, number, number, number],
    );
    const w = tf.tensor4d(
      Float32Array.from(filters.data),
      filters.shape as [number, number, number, number],
    );
    // explicit padding by hand: TensorFlow.js's own numeric padding is wrong for oblong filters
    const padded = typeof padding === "string" ? x : tf.pad(x, padding);
    const mode = padding === "same" ? "same" : "valid";
    return tf.conv2d(padded, w, stride, mode, "NHWC", dilation);
  });
  return read(out);
}

const cases = fc
  .record({
    size: fc.tuple(fc.integer({ min: 3, max: 10 }), fc.integer({ min: 3, max: 10 })),
    kernelSize: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
    channels: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 5 })),
    batch: fc.integer({ min: 1, max: 2 }),
    step: fc.integer({ min: 1, max: 3 }),
    strided: fc.boolean(),
    pads: fc.tuple(
      fc.tuple(fc.integer({ min: 2, max: 3 }), fc.integer({ min: 2, max: 3 })),
      fc.tuple(fc.integer({ min: 2, max: 3 }), fc.integer({ min: 2, max: 3 })),
    ),
    seed: fc.integer(),
  })
  .map(({ size, kernelSize, channels: [inChannels, outChannels], batch, seed, step, ...rest }) => ({
    ...rest,
    // TensorFlow.js allows a stride or a dilation, not both
    stride: (rest.strided ? [step, 2] : [1, 1]) as [number, number],
    dilation: (rest.strided ? [1, 1] : [step, 2]) as [number, number],
    input: random([batch, ...size, inChannels], { seed, low: -1, dtype: "float32" }),
    filters: random([...kernelSize, inChannels, outChannels], {
      seed: seed ^ 1,
      low: -1,
      dtype: "float32",
    }),
  }));

test("conv2d equals TensorFlow.js with 'same' padding, odd widths and even filters included", () => {
  fc.assert(
    fc.property(cases, ({ input, filters, stride, dilation }) => {
      const expected = oracle(input, filters, stride, "same", dilation);
      expect(
        conv2d(input, filters, undefined, { stride, dilation, padding: "same" }),
      ).toBeCloseToTensor(expected);
    }),
    { seed: 30, numRuns: 60 },
  );
});

test("conv2d equals TensorFlow.js with explicit and without padding", () => {
  fc.assert(
    fc.property(cases, ({ input, filters, stride, dilation, pads }) => {
      const explicit = oracle(input, filters, stride, [[0, 0], pads[0], pads[1], [0, 0]], dilation);
      expect(
        conv2d(input, filters, undefined, { stride, dilation, padding: pads, fit: "floor" }),
      ).toBeCloseToTensor(explicit);
      const [, height = 0, width = 0] = input.shape;
      const [kH = 0, kW = 0] = filters.shape;
      fc.pre((kH - 1) * dilation[0] < height && (kW - 1) * dilation[1] < width);
      expect(
        conv2d(input, filters, undefined, { stride, dilation, fit: "floor" }),
      ).toBeCloseToTensor(oracle(input, filters, stride, "valid", dilation));
    }),
    { seed: 31, numRuns: 60 },
  );
});

test("conv1d equals TensorFlow.js", () => {
  const input = random([2, 11, 3], { seed: 1, dtype: "float32" });
  const filters = random([4, 3, 5], { seed: 2, dtype: "float32" });
  const expected = tf.tidy(() => {
    const x = tf.tensor3d(Float32Array.from(input.data), [2, 11, 3]);
    return tf.conv1d(x, tf.tensor3d(Float32Array.from(filters.data), [4, 3, 5]), 2, "same");
  });
  expect(conv1d(input, filters, undefined, { stride: 2, padding: "same" })).toBeCloseToTensor(
    read(expected),
  );
});
