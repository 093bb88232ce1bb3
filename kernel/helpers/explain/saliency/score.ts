// What a model says to many versions of one image.
import { logitsOf, type Model } from "../../backprop/index.ts";
import { softmax } from "../../ops/index.ts";
import { wrap, zeros, type Tensor } from "../../tensor/index.ts";

/** Score of a class for each image of a batch. */
export function scoresOf(
  model: Model,
  x: Tensor,
  chosen: number,
  measure: "probability" | "logit",
): readonly number[] {
  const logits = logitsOf(model, x);
  const scores = measure === "logit" ? logits : softmax(logits);
  const [batch = 0, classes = 0] = scores.shape;
  return Array.from({ length: batch }, (_, n) => scores.data[n * classes + chosen] ?? 0);
}

/** Images [1, …] as one batch [N, …]. */
export function stack(images: readonly Tensor[]): Tensor {
  const [first] = images;
  if (first === undefined) return zeros([0]);
  const data = new Float64Array(images.length * first.size);
  images.forEach((image, n) => data.set(image.data, n * first.size));
  return wrap(data, [images.length, ...first.shape.slice(1)]);
}
