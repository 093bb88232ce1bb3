// What only a network that has learnt something can show: it is trained here on generated shapes, by seed.
import { expect, test } from "vitest";
import * as explain from "../../../kernel/helpers/explain/index.ts";
import { argmax, scale, type Tensor } from "../../../kernel/helpers/tensor/index.ts";
import {
  accuracy,
  classes,
  freshNet,
  pictures,
  side,
  slice,
  trained,
} from "../../support/shape-images.ts";
import "../../support/tensors.ts";

const net = trained(freshNet(1), pictures(240, 1));
const shown = pictures(45, 2);
const guesses = classes(net, shown.images);
const right = shown.labels.flatMap((label, n) => (guesses[n] === label ? [n] : []));
const image = (n: number): Tensor => slice(shown.images, n, 1);

/** Is the place on the object's box? */
function hits(n: number, place: number): boolean {
  const box = shown.boxes[n] ?? { top: 0, left: 0, bottom: 0, right: 0 };
  const [y, x] = [Math.floor(place / side), place % side];
  return y >= box.top && y <= box.bottom && x >= box.left && x <= box.right;
}

const argmin = (t: Tensor): number => argmax(scale(t, -1));

test("the network has learnt its three shapes", () => {
  expect(accuracy(net, shown.images, shown.labels)).toBeGreaterThanOrEqual(0.9);
});

test("V10 the true object lies under the minimum of the occlusion map in at least 80 % of the shapes", () => {
  const found = right.filter((n) => {
    const { map } = explain.occlusionMap(net, image(n), { size: 3, stride: 1, value: 0.1 });
    return hits(n, argmin(map));
  });
  expect(found.length / right.length).toBeGreaterThanOrEqual(0.8);
});

test("V13 the pointing game: Grad-CAM's strongest pixel lies on the object in at least 80 % of the shapes", () => {
  const found = right.filter((n) => {
    const coarse = explain.gradCam(net, image(n), { class: shown.labels[n] ?? 0 });
    return hits(n, argmax(explain.upsample(coarse, [side, side])));
  });
  expect(found.length / right.length).toBeGreaterThanOrEqual(0.8);
});

test("V3 in the features five neighbours share the class more often than in the pixels", () => {
  const features = explain.activations(net, shown.images)["gap"] ?? [];
  const byFeatures = explain.precisionAt(features, shown.labels, 5);
  expect(byFeatures).toBeGreaterThan(explain.precisionAt(shown.images, shown.labels, 5) + 0.2);
});

test("V4 the features' map has the classes as clusters", () => {
  const features = explain.activations(net, shown.images)["gap"] ?? [];
  const { embedding, losses } = explain.tsne(features, { perplexity: 12, iters: 300 });
  expect(losses.at(-1)).toBeLessThan(losses[0] ?? 0);
  expect(explain.precisionAt(embedding, shown.labels, 5)).toBeGreaterThan(0.8);
});

test("V16 the class model is recognised with a probability of at least 0.9, for every class", () => {
  for (const chosen of [0, 1, 2]) {
    const { probability } = explain.classModel(net, { class: chosen, shape: [side, side, 3], lambda: 0.01 }); // prettier-ignore
    expect(probability).toBeGreaterThanOrEqual(0.9);
  }
});

test("V17 the shapes' first layer inverts to less than 5 % of the start's error", () => {
  const features = explain.activations(net, image(0))["relu1"] ?? [];
  const { error, startError } = explain.invert(net, features, { layer: "relu1", shape: [side, side, 3], box: [0, 1] }); // prettier-ignore
  expect(error).toBeLessThan(0.05 * startError);
});

test("V22 the shape bias rises when training takes the textures' meaning away", () => {
  const conflict = pictures(90, 3, "other");
  const [biased, randomised] = (["own", "random"] as const).map((filling) => {
    const taught = trained(freshNet(4), pictures(180, 5, filling), { epochs: 9 });
    return explain.shapeBias(classes(taught, conflict.images), conflict.labels, conflict.textures);
  });
  expect(biased?.bias).toBeLessThan(0.5);
  expect(randomised?.bias).toBeGreaterThan((biased?.bias ?? 1) + 0.3);
});
