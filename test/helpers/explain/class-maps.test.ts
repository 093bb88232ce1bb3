import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import {
  denseLayer,
  flattenLayer,
  logitsOf,
  network,
} from "../../../kernel/helpers/backprop/index.ts";
import * as explain from "../../../kernel/helpers/explain/index.ts";
import {
  map,
  mean,
  reshape,
  scale,
  sum,
  tensor,
  type Tensor,
} from "../../../kernel/helpers/tensor/index.ts";
import { codeOf } from "../../support/codes.ts";
import { flatNet, gapNet, randomLike } from "../../support/small-nets.ts";
import "../../support/tensors.ts";

const image = randomLike([6, 8, 2], 1);
const batch = reshape(image, [1, 6, 8, 2]);

beforeAll(async () => {
  await tf.setBackend("cpu");
});

test("V12 the mean of the class activation map is the logit without its bias, for every class", () => {
  const logits = logitsOf(gapNet, batch);
  const bias = gapNet.parameters.at(-1) ?? tensor([0]);
  for (const chosen of [0, 1, 2]) {
    const cam = explain.cam(gapNet, image, { class: chosen });
    expect(cam.shape).toEqual([3, 4]);
    expect(mean(cam)).toBeCloseTo(logits.get(0, chosen) - bias.get(chosen), 12);
  }
});

test("V12 by hand: two maps, two weights", () => {
  // maps [1 2 / 3 4] and [0 1 / 0 1], weights of class 1: 10 and −1; place (1, 1): 10·4 − 1 = 39
  const net = network([
    ...gapNet.layers.slice(5, 6),
    denseLayer("out", { filters: [[1, 10], [0, -1]] }), // prettier-ignore
  ]);
  const maps = tensor([[[1, 0], [2, 1]], [[3, 0], [4, 1]]]); // prettier-ignore
  expect(explain.cam(net, maps, { class: 1 })).toBeCloseToTensor([[10, 19], [30, 39]]); // prettier-ignore
});

test("V13 on a network with a global average, Grad-CAM is ReLU(CAM) divided by the number of places", () => {
  for (const chosen of [0, 1, 2]) {
    const cam = explain.cam(gapNet, image, { class: chosen });
    const expected = map(scale(cam, 1 / 12), (value) => Math.max(0, value));
    expect(explain.gradCam(gapNet, image, { class: chosen })).toBeCloseToTensor(expected);
  }
});

test("V13 Grad-CAM of an inner layer weighs its maps by their mean gradient", () => {
  const x = randomLike([8, 8, 2], 5);
  const pass = flatNet.forward(reshape(x, [1, 8, 8, 2]));
  const maps = pass.outputs[2] ?? tensor([0]); // pool1 [1, 3, 3, 4]
  const gradient = pass.gradient(tensor([[1, 0, 0]]), { to: 2 });
  const out = [0, 1, 2].map((y) =>
    [0, 1, 2].map((column) => {
      let total = 0;
      for (let k = 0; k < 4; k += 1) {
        let alpha = 0;
        for (let p = 0; p < 9; p += 1) alpha += gradient.get(0, Math.floor(p / 3), p % 3, k) / 9;
        total += alpha * maps.get(0, y, column, k);
      }
      return Math.max(0, total);
    }),
  );
  const ours = explain.gradCam(flatNet, x, { class: 0, layer: "pool1" });
  expect(sum(ours)).toBeGreaterThan(0);
  expect(ours).toBeCloseToTensor(out);
});

test("V12 V13 a layer without maps is refused", () => {
  const x = randomLike([8, 8, 2], 4);
  expect(codeOf(() => explain.gradCam(flatNet, x, { layer: "hidden" }))).toBe("CAM_STRUCTURE");
  // CAM needs the average and the dense layer, both
  expect(codeOf(() => explain.cam(flatNet, x))).toBe("CAM_STRUCTURE");
  const flat = network([
    flattenLayer("flat"),
    denseLayer("out", { filters: randomLike([4, 2], 1) }),
  ]);
  expect(codeOf(() => explain.gradCam(flat, randomLike([2, 2, 1], 2)))).toBe("CAM_STRUCTURE");
});

test("V14 guided Grad-CAM is guided backprop times the up-sampled Grad-CAM, for both rules of up-sampling", () => {
  for (const upsampling of ["bilinear", "nearest"] as const) {
    const product = explain.guidedGradCam(gapNet, image, { class: 2, upsampling });
    const fine = explain.upsample(explain.gradCam(gapNet, image, { class: 2 }), [6, 8], upsampling);
    const guided = explain.backprop(gapNet, image, { class: 2 }, { rule: "guided" });
    expect(product.shape).toEqual([6, 8, 2]);
    for (const [y, x, c] of [
      [0, 0, 0],
      [3, 5, 1],
      [5, 7, 0],
    ] as const) {
      // prettier-ignore
      expect(product.get(y, x, c)).toBeCloseTo(fine.get(y, x) * guided.get(y, x, c), 12);
    }
  }
});

const theirs = (t: Tensor, size: [number, number], rule: "bilinear" | "nearest"): number[] =>
  tf.tidy(() => {
    const [h = 0, w = 0] = t.shape;
    const input = tf.tensor4d([...t.data], [1, h, w, 1]);
    const resize = rule === "bilinear" ? tf.image.resizeBilinear : tf.image.resizeNearestNeighbor;
    return [...resize(input, size, false, true).dataSync()];
  });

test("V14 up-sampling has its pixel centres at half numbers, as TensorFlow.js with halfPixelCenters", () => {
  const sizes = fc.integer({ min: 1, max: 9 });
  fc.assert(
    fc.property(sizes, sizes, fc.constantFrom(1, 2, 3), fc.constantFrom(1, 2, 4), (h, w, a, b) => {
      const t = randomLike([h, w], 10 * h + w);
      for (const rule of ["bilinear", "nearest"] as const) {
        const size: [number, number] = [h * a, w * b];
        expect(explain.upsample(t, size, rule)).toBeCloseToTensor(
          reshape(tensor(theirs(t, size, rule)), size),
          1e-5,
        );
      }
    }),
    { numRuns: 40 },
  );
});

test("V14 up-sampling by hand: 2 → 4 with even sizes, and a constant stays constant", () => {
  // centres of the four output pixels at −0.25, 0.25, 0.75, 1.25 of the input: shares 0, ¼, ¾, 1
  expect([...explain.upsample([[0, 4]], [1, 4]).data]).toEqual([0, 1, 3, 4]);
  expect([...explain.upsample([[0, 4]], [1, 4], "nearest").data]).toEqual([0, 0, 4, 4]);
  expect(explain.upsample([[7, 7], [7, 7]], [5, 3]).data.every((value) => value === 7)).toBe(true); // prettier-ignore
  expect(codeOf(() => explain.upsample([[1]], [0, 2]))).toBe("EXPLAIN_OPTION");
  expect(codeOf(() => explain.upsample([[1]], [2, 2], "cubic" as "nearest"))).toBe("UPSAMPLE_RULE");
});
