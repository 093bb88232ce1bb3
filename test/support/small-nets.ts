// Two small networks with seeded weights and several rectifiers, and the same written with TensorFlow.js.
import * as tf from "@tensorflow/tfjs";
import * as nets from "../../kernel/helpers/backprop/index.ts";
import { fromArray, random, type Tensor } from "../../kernel/helpers/tensor/index.ts";

/** Numbers in [−1, 1). */
export const randomLike = (shape: readonly number[], seed: number): Tensor =>
  random(shape, { seed, low: -1, high: 1 });

const weights = {
  conv1: { filters: randomLike([3, 3, 2, 4], 11), bias: randomLike([4], 12) },
  conv2: { filters: randomLike([3, 3, 4, 5], 13), bias: randomLike([5], 14) },
  head: { filters: randomLike([5, 3], 15), bias: randomLike([3], 16) },
};

/** conv 3×3 same → ReLU → max pool 2 → conv 3×3 same → ReLU → global average → dense: 3 classes, images with 2 channels. */
export const gapNet: nets.Network = nets.network([
  nets.convLayer("conv1", weights.conv1, { padding: "same" }),
  nets.reluLayer("relu1"),
  nets.maxPoolLayer("pool1", { size: 2 }),
  nets.convLayer("conv2", weights.conv2, { padding: "same" }),
  nets.reluLayer("relu2"),
  nets.globalAverageLayer("gap"),
  nets.denseLayer("logits", weights.head),
]);

/** The same without padding and with a dense layer over all positions, for 8×8 images: conv → ReLU → pool → conv → ReLU → dense. */
export const flatNet: nets.Network = nets.network([
  nets.convLayer("conv1", weights.conv1),
  nets.reluLayer("relu1"),
  nets.maxPoolLayer("pool1", { size: 2 }),
  nets.convLayer("conv2", { filters: randomLike([2, 2, 4, 5], 17), bias: randomLike([5], 18) }),
  nets.reluLayer("relu2"),
  nets.flattenLayer("flat"),
  nets.denseLayer("hidden", { filters: randomLike([20, 6], 19), bias: randomLike([6], 20) }),
  nets.reluLayer("relu3"),
  nets.denseLayer("logits", { filters: randomLike([6, 3], 21), bias: randomLike([3], 22) }),
]);

const tensorOf = (t: Tensor): tf.Tensor => tf.tensor([...t.data], [...t.shape], "float32");

/** A rectifier of TensorFlow.js whose gradient follows one of the rules. */
function ruledRelu(rule: "plain" | "deconvnet" | "guided"): (x: tf.Tensor) => tf.Tensor {
  return tf.customGrad((x, save) => {
    (save as tf.GradSaveFunc)([x as tf.Tensor]);
    return {
      value: tf.relu(x as tf.Tensor),
      gradFunc: (dy, saved) => {
        const g = dy as tf.Tensor;
        const input = saved[0] ?? g;
        const forward = rule === "deconvnet" ? tf.onesLike(input) : tf.step(input);
        const backward = rule === "plain" ? tf.onesLike(g) : tf.step(g);
        return g.mul(forward).mul(backward);
      },
    };
  });
}

/** `gapNet` in TensorFlow.js: gradient of one logit by the image, with a rule at the rectifiers. */
export function tensorflowBackprop(
  x: Tensor,
  chosen: number,
  rule: "plain" | "deconvnet" | "guided",
): Tensor {
  const relu = ruledRelu(rule);
  const gradient = tf.tidy(() => {
    const conv = (a: tf.Tensor, { filters, bias }: { filters: Tensor; bias: Tensor }): tf.Tensor =>
      tf.conv2d(a as tf.Tensor4D, tensorOf(filters) as tf.Tensor4D, 1, "same").add(tensorOf(bias));
    const logit = (image: tf.Tensor): tf.Scalar => {
      const first = tf.maxPool(relu(conv(image, weights.conv1)) as tf.Tensor4D, 2, 2, "valid");
      const second = relu(conv(first, weights.conv2));
      const pooled = second.mean([1, 2]);
      const logits = pooled.matMul(tensorOf(weights.head.filters)).add(tensorOf(weights.head.bias));
      return logits.slice([0, chosen], [1, 1]).sum();
    };
    return tf.grad(logit)(tensorOf(x));
  });
  const values = fromArray(gradient.dataSync(), gradient.shape, { dtype: "float32" });
  gradient.dispose();
  return values;
}
