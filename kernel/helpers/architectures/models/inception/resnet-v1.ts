import type { Graph } from "../../graph/graph.ts";
import { imageNet, type ModelOptions } from "../../graph/net.ts";
import { checkCount, variantOf } from "../../graph/refuse.ts";
import { chain, down, pooledDown } from "./branches.ts";
import { type Branches, reduce, repeat } from "./residual.ts";

const block35: Branches = [
  [[32, 1]],
  [[32, 1], [32, 3]],
  [[32, 1], [32, 3], [32, 3]],
]; // prettier-ignore
const block17: Branches = [
  [[128, 1]],
  [[128, 1], [128, [1, 7]], [128, [7, 1]]],
]; // prettier-ignore
const block8: Branches = [
  [[192, 1]],
  [[192, 1], [192, [1, 3]], [192, [3, 1]]],
]; // prettier-ignore

/** Two nets go by this name: the paper's, and the one that faces are recognised with. */
export interface InceptionResnetV1Options extends ModelOptions {
  /**
   * "paper": ImageNet, 299 pixels, 1000 classes; "facenet": faces of 160 pixels, one more module without ReLU at the end,
   * and an embedding in front of the classes.
   */
  readonly variant?: "paper" | "facenet";
  /** Numbers of the embedding (facenet; default 512); without `classes` it is the output. */
  readonly embedding?: number;
}

/**
 * Inception-ResNet-v1: Inception modules whose result is added to their input, at the cost of Inception-v3.
 *
 * @returns paper: 22,756,328 parameters, of which the paper prints no number; facenet: 23,482,624 with an embedding of
 *   512, 27,910,327 with 8631 classes behind it
 * @throws OptionError NO_SUCH_VARIANT
 * @source Szegedy, Ioffe, Vanhoucke & Alemi, arXiv:1602.07261, figures 10 to 15; facenet: Schroff, Kalenichenko &
 *   Philbin, arXiv:1503.03832, in Sandberg's TensorFlow version with Esler's counts in PyTorch
 * @example summary(inceptionResnetV1()).trainable // 22,756,328
 */
export function inceptionResnetV1({
  variant = "paper",
  embedding = 512,
  ...options
}: InceptionResnetV1Options = {}): Graph {
  const pixels = variantOf("inceptionResnetV1", { paper: 299, facenet: 160 }, variant);
  checkCount("inceptionResnetV1", "embedding", embedding, 1, 100_000);
  const net = imageNet(`inception_resnet_v1 (${variant})`, options, pixels);
  const plain = { padding: 0 } as const;
  let x = chain(net, "stem", net.input, [[32, 3, down], [32, 3, plain], [64, 3]]); // prettier-ignore
  x = chain(net, "stem2", pooledDown(net, "pool1", x), [[80, 1], [192, 3, plain], [256, 3, down]]); // prettier-ignore
  x = repeat(net, "block35", x, block35, 5);
  x = reduce(net, "mixed6a", x, [[[384, 3, down]], [[192, 1], [192, 3], [256, 3, down]]]); // prettier-ignore
  x = repeat(net, "block17", x, block17, 10);
  x = reduce(net, "mixed7a", x, [
    [[256, 1], [384, 3, down]],
    [[256, 1], [256, 3, down]],
    [[256, 1], [256, 3], [256, 3, down]],
  ]); // prettier-ignore
  const faces = variant === "facenet";
  x = repeat(net, "block8", x, block8, faces ? 6 : 5, faces ? "last linear" : "relu");
  const features = net.dropout("dropout", net.globalAveragePool("avgpool", x), faces ? 0.6 : 0.2);
  if (!faces) return net.build(net.dense("fc", features, options.classes ?? 1000));
  const face = net.batchNorm("embedding.bn", net.dense("embedding", features, embedding, false));
  const { classes } = options;
  return net.build(classes === undefined ? face : net.dense("fc", face, classes));
}
