// TensorFlow.js's own gradients, float32 on its plain CPU backend, for every layer that it can differentiate.
import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import * as backprop from "../../../kernel/helpers/backprop/index.ts";
import * as ops from "../../../kernel/helpers/ops/index.ts";
import { fromArray, type Tensor } from "../../../kernel/helpers/tensor/index.ts";
import { randomLike, spaced } from "../../support/gradients.ts";
import "../../support/tensors.ts";

beforeAll(async () => {
  await tf.setBackend("cpu");
});

const theirs = (t: Tensor): tf.Tensor => tf.tensor(Float32Array.from(t.data), [...t.shape]);

/** Gradients of Σ gradOutput·run(…) by each argument. */
function gradientsOf(
  run: (...args: tf.Tensor[]) => tf.Tensor,
  args: readonly Tensor[],
  gradOutput: Tensor,
): readonly Tensor[] {
  const found = tf.tidy(() => tf.grads(run)(args.map(theirs), theirs(gradOutput)));
  const read = found.map((t) => fromArray(t.dataSync(), t.shape));
  tf.dispose(found);
  return read;
}

const three = (t: tf.Tensor): tf.Tensor3D => t as tf.Tensor3D;
const four = (t: tf.Tensor): tf.Tensor4D => t as tf.Tensor4D;
const five = (t: tf.Tensor): tf.Tensor5D => t as tf.Tensor5D;
const tolerance = 1e-4;

interface Case {
  readonly shapes: readonly [input: readonly number[], filters: readonly number[]];
  readonly run: (x: Tensor, w: Tensor) => Tensor;
  readonly back: (g: Tensor, x: Tensor, w: Tensor) => backprop.LayerGradients;
  readonly tf: (x: tf.Tensor, w: tf.Tensor) => tf.Tensor;
}

const moves = (stride: number, padding: "same" | "valid") =>
  ({ stride, padding, fit: "floor" }) as const;

const filtered = Object.fromEntries(
  ([[1, "same"], [2, "same"], [2, "valid"], [3, "valid"]] as const).flatMap(([stride, padding]) => {
    const options = moves(stride, padding);
    const cases: Readonly<Record<string, Case>> = {
      conv1d: {
        shapes: [[2, 10, 3], [3, 3, 4]],
        run: (x, w) => ops.conv1d(x, w, undefined, options),
        back: (g, x, w) => backprop.conv1dBackward(g, x, w, options),
        tf: (x, w) => tf.conv1d(three(x), three(w), stride, padding),
      },
      conv2d: {
        shapes: [[2, 8, 7, 3], [3, 2, 3, 4]],
        run: (x, w) => ops.conv2d(x, w, undefined, options),
        back: (g, x, w) => backprop.conv2dBackward(g, x, w, options),
        tf: (x, w) => tf.conv2d(four(x), four(w), stride, padding),
      },
      conv3d: {
        shapes: [[1, 5, 6, 7, 2], [2, 3, 2, 2, 3]],
        run: (x, w) => ops.conv3d(x, w, undefined, options),
        back: (g, x, w) => backprop.conv3dBackward(g, x, w, options),
        tf: (x, w) => tf.conv3d(five(x), five(w), stride, padding),
      },
      depthwiseConv2d: {
        shapes: [[2, 8, 7, 3], [3, 2, 3, 2]],
        run: (x, w) => ops.depthwiseConv2d(x, w, undefined, options),
        back: (g, x, w) => backprop.depthwiseConv2dBackward(g, x, w, options),
        tf: (x, w) => tf.depthwiseConv2d(four(x), four(w), stride, padding),
      },
    };
    return Object.entries(cases).map(([name, one]) => [`${name}, stride ${stride}, ${padding}`, one]);
  }),
); // prettier-ignore

test.each(Object.entries(filtered))("C24 C27 TensorFlow.js agrees on the gradients of %s", (_, one) => {
  const [x, w] = [randomLike(one.shapes[0], 1), randomLike(one.shapes[1], 2)];
  const g = randomLike(one.run(x, w).shape, 3);
  const [byInput, byFilters] = gradientsOf((a, b) => one.tf(a as tf.Tensor, b as tf.Tensor), [x, w], g);
  const { gradInput, gradFilters } = one.back(g, x, w);
  expect(gradInput).toBeCloseToTensor(byInput ?? [], tolerance);
  expect(gradFilters).toBeCloseToTensor(byFilters ?? [], tolerance);
}); // prettier-ignore

test("C24 TensorFlow.js agrees on the gradients of the transposed convolution", () => {
  const [x, w] = [randomLike([2, 4, 3, 3], 1), randomLike([3, 2, 2, 3], 2)];
  const out = ops.convTranspose2d(x, w, undefined, { stride: 2 });
  const g = randomLike(out.shape, 3);
  const [n = 0, h = 0, width = 0, c = 0] = out.shape;
  const run = (a: tf.Tensor, b: tf.Tensor): tf.Tensor =>
    tf.conv2dTranspose(four(a), four(b), [n, h, width, c], 2, "valid");
  const [byInput, byFilters] = gradientsOf((a, b) => run(a as tf.Tensor, b as tf.Tensor), [x, w], g); // prettier-ignore
  const { gradInput, gradFilters } = backprop.convTranspose2dBackward(g, x, w, { stride: 2 });
  expect(gradInput).toBeCloseToTensor(byInput ?? [], tolerance);
  expect(gradFilters).toBeCloseToTensor(byFilters ?? [], tolerance);
});

const options2d = { size: [3, 2], stride: 2, padding: "same" } as const;
// cubes only: its gradient of oblong windows over volumes differs from central differences, with which ours agrees
const options3d = { size: 3, stride: 2, padding: "same" } as const;
const unary: Readonly<
  Record<string, readonly [shape: readonly number[], run: (x: Tensor) => Tensor, back: (g: Tensor, x: Tensor) => Tensor, theirs: (x: tf.Tensor) => tf.Tensor]>
> = {
  maxPool: [[2, 7, 6, 3], (x) => ops.maxPool(x, options2d), (g, x) => backprop.maxPoolBackward(g, x, options2d), (x) => tf.maxPool(four(x), [3, 2], 2, "same")],
  maxPool3d: [[1, 5, 4, 6, 2], (x) => ops.maxPool3d(x, options3d), (g, x) => backprop.maxPool3dBackward(g, x, options3d), (x) => tf.maxPool3d(five(x), 3, 2, "same")],
  lrn: [[1, 3, 4, 7], (x) => ops.lrn(x, { alpha: 0.3 }), (g, x) => backprop.lrnBackward(g, x, { alpha: 0.3 }), (x) => tf.localResponseNormalization(four(x), 2, 2, 0.3, 0.75)],
  softmax: [[5, 4], ops.softmax, backprop.softmaxBackward, (x) => tf.softmax(x)],
  logSoftmax: [[5, 4], ops.logSoftmax, backprop.logSoftmaxBackward, (x) => tf.logSoftmax(x)],
  elu: [[5, 4], ops.elu, backprop.eluBackward, (x) => tf.elu(x)],
  selu: [[5, 4], ops.selu, backprop.seluBackward, (x) => tf.selu(x)],
  softplus: [[5, 4], ops.softplus, backprop.softplusBackward, (x) => tf.softplus(x)],
  relu6: [[5, 4], ops.relu6, backprop.relu6Backward, (x) => tf.relu6(x)],
}; // prettier-ignore

test.each(Object.entries(unary))("P4 P9 D2 TensorFlow.js agrees on the gradient of %s", (_, [shape, run, back, theirRun]) => {
  const x = spaced(shape, 1);
  const g = randomLike(run(x).shape, 2);
  const [known] = gradientsOf((a) => theirRun(a as tf.Tensor), [x], g);
  expect(back(g, x)).toBeCloseToTensor(known ?? [], tolerance);
}); // prettier-ignore

test("P4 TensorFlow.js agrees on the average's gradient without padding; with it, it divides by the whole window", () => {
  const x = randomLike([2, 7, 6, 3], 1);
  const valid = { size: [3, 2], stride: 2, fit: "floor" } as const;
  const g = randomLike(ops.avgPool(x, valid).shape, 2);
  const [known] = gradientsOf((a) => tf.avgPool(four(a as tf.Tensor), [3, 2], 2, "valid"), [x], g);
  expect(backprop.avgPoolBackward(g, x, valid)).toBeCloseToTensor(known ?? [], tolerance);
  const same = { size: [3, 2], stride: 2, padding: "same" } as const;
  const h = randomLike(ops.avgPool(x, same).shape, 3);
  const [padded] = gradientsOf((a) => tf.avgPool(four(a as tf.Tensor), [3, 2], 2, "same"), [x], h);
  // its forward pass leaves the padding out, its gradient counts it: ours is consistent with its own forward pass
  expect(backprop.avgPoolBackward(h, x, { ...same, countPadding: true })).toBeCloseToTensor(padded ?? [], tolerance); // prettier-ignore
  const forward = tf.tidy(() => tf.avgPool(four(theirs(x)), [3, 2], 2, "same").dataSync());
  expect(ops.avgPool(x, same)).toBeCloseToTensor(fromArray(forward, h.shape), tolerance);
});
