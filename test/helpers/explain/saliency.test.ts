import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import {
  denseLayer,
  gradCheck,
  logitsOf,
  maxPoolBackward,
  network,
  reluLayer,
} from "../../../kernel/helpers/backprop/index.ts";
import * as explain from "../../../kernel/helpers/explain/index.ts";
import {
  copy,
  fromArray,
  random,
  reshape,
  tensor,
  type Tensor,
} from "../../../kernel/helpers/tensor/index.ts";
import { codeOf } from "../../support/codes.ts";
import { flatNet, gapNet, randomLike, tensorflowBackprop } from "../../support/small-nets.ts";
import "../../support/tensors.ts";

const { backprop } = explain;
const image = randomLike([6, 8, 2], 1);

beforeAll(async () => {
  await tf.setBackend("cpu");
});

test("V9 the saliency of a logit agrees with differences, for a class other than the predicted one", () => {
  const predicted = logitsOf(gapNet, reshape(image, [1, 6, 8, 2]));
  const other = [...predicted.data].indexOf(Math.min(...predicted.data));
  const f = (x: Tensor): number => logitsOf(gapNet, reshape(x, [1, 6, 8, 2])).get(0, other);
  const gradient = backprop(gapNet, image, { class: other });
  expect(gradient.shape).toEqual([6, 8, 2]);
  expect(gradCheck(f, image, gradient).worst).toBeLessThan(1e-6);
  // without a class: the largest logit's
  const best = [...predicted.data].indexOf(Math.max(...predicted.data));
  expect(backprop(gapNet, image, {})).toBeCloseToTensor(
    backprop(gapNet, image, { class: best }),
    0,
  );
});

test("V9 the saliency map keeps the largest absolute gradient of a pixel's channels", () => {
  const gradient = backprop(gapNet, image, { class: 1 });
  const map = explain.saliencyMap(gapNet, image, { class: 1 });
  expect(map.shape).toEqual([6, 8]);
  for (let y = 0; y < 6; y += 1) {
    for (let x = 0; x < 8; x += 1) {
      const [a, b] = [gradient.get(y, x, 0), gradient.get(y, x, 1)];
      expect(map.get(y, x)).toBe(Math.max(Math.abs(a), Math.abs(b)));
    }
  }
});

test.each(["plain", "deconvnet", "guided"] as const)(
  "V7 V8 V9 the rule %s agrees with TensorFlow.js through two rectifiers and a pooling",
  (rule) => {
    for (const chosen of [0, 1, 2]) {
      const ours = backprop(gapNet, image, { class: chosen }, { rule });
      const theirs = tensorflowBackprop(reshape(image, [1, 6, 8, 2]), chosen, rule);
      expect(ours).toBeCloseToTensor(reshape(theirs, [6, 8, 2]), 1e-5);
    }
  },
);

test("V7 by hand: the deconvnet looks at the signal, backprop at the input, guided at both", () => {
  // x = [−1, 2, 3, −4] → ReLU → weights [1, −1, 1, 1]: the signal at the rectifier is [1, −1, 1, 1]
  const net = network([reluLayer("relu"), denseLayer("out", { filters: [[1], [-1], [1], [1]] })]);
  const x = [[-1, 2, 3, -4]];
  expect([...backprop(net, x, { class: 0 }).data]).toEqual([0, -1, 1, 0]);
  expect([...backprop(net, x, { class: 0 }, { rule: "deconvnet" }).data]).toEqual([1, 0, 1, 1]);
  expect([...backprop(net, x, { class: 0 }, { rule: "guided" }).data]).toEqual([0, 0, 1, 0]);
});

test("V8 at each rectifier the guided mask is backprop's and the deconvnet's together", () => {
  const numbers = fc.array(fc.double({ min: -9, max: 9, noNaN: true }), {
    minLength: 6,
    maxLength: 6,
  });
  fc.assert(
    fc.property(numbers, numbers, (signal, input) => {
      const [r, f] = [tensor(signal), tensor(input)];
      const { plain, deconvnet, guided } = explain.reluRules;
      const both = deconvnet(plain(r, f), f);
      expect(guided(r, f)).toBeCloseToTensor(both, 0);
      expect(plain(deconvnet(r, f), f)).toBeCloseToTensor(both, 0);
    }),
  );
});

test("V7 the switches of a tie point to the first maximum, and unpooling is max pooling's backward pass", () => {
  // 7 stands twice in the left window, and everything is equal in the right one
  const x = tensor([
    [
      [[1], [7], [2], [2]],
      [[7], [0], [2], [2]],
    ],
  ]);
  const pooled = explain.maxPoolWithSwitches(x, { size: 2 });
  expect([...pooled.output.data]).toEqual([7, 2]);
  expect([...pooled.switches]).toEqual([1, 2]);
  expect([...explain.unpool([[[[5], [6]]]], pooled).data]).toEqual([0, 5, 6, 0, 0, 0, 0, 0]);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e6 }), fc.constantFrom(1, 2, 3), (seed, stride) => {
      // few different values: many ties; overlapping windows share their maximum
      const values = random([1, 5, 6, 2], { seed }).data.map((value) => Math.floor(value * 3));
      const input = fromArray(values, [1, 5, 6, 2]);
      const options = { size: 3, stride, fit: "floor" } as const;
      const made = explain.maxPoolWithSwitches(input, options);
      const signal = randomLike(made.output.shape, seed + 1);
      expect(explain.unpool(signal, made)).toBeCloseToTensor(
        maxPoolBackward(signal, input, options),
      );
    }),
  );
});

test("V7 unpooling refuses the switches of another layer", () => {
  const pooled = explain.maxPoolWithSwitches(randomLike([1, 4, 4, 1], 1), { size: 2 });
  expect(codeOf(() => explain.unpool([[[[1]]]], pooled))).toBe("SHAPES_DIFFER");
  const { switches, inputShape } = pooled;
  expect(codeOf(() => explain.unpool([[[[1]]]], { switches, inputShape }))).toBe("SWITCHES");
});

test("V9 a unit inside the network: one place of a map, the strongest place, or the whole map", () => {
  const pass = gapNet.forward(reshape(image, [1, 6, 8, 2]));
  const map = pass.outputs[4] ?? tensor([0]); // relu2 [1, 3, 4, 5]
  const channel = 2;
  const value = (x: Tensor, of: (m: Tensor) => number): number =>
    of(gapNet.forward(reshape(x, [1, 6, 8, 2])).outputs[4] ?? tensor([0]));
  const here = backprop(gapNet, image, { layer: "relu2", channel, at: [1, 2] });
  expect(gradCheck((x) => value(x, (m) => m.get(0, 1, 2, channel)), image, here).worst).toBeLessThan(1e-6); // prettier-ignore
  const places = Array.from({ length: 12 }, (_, i) => [Math.floor(i / 4), i % 4] as const);
  const whole = (m: Tensor): number =>
    places.reduce((sum, [y, x]) => sum + m.get(0, y, x, channel), 0);
  const all = backprop(gapNet, image, { layer: "relu2", channel });
  expect(gradCheck((x) => value(x, whole), image, all).worst).toBeLessThan(1e-6);
  const top = places.reduce((a, b) => (map.get(0, ...b, channel) > map.get(0, ...a, channel) ? b : a)); // prettier-ignore
  expect(backprop(gapNet, image, { layer: "relu2", channel, at: "max" })).toBeCloseToTensor(
    backprop(gapNet, image, { layer: "relu2", channel, at: top }),
    0,
  );
});

test("V7 V8 V13 explaining leaves the model and the image as they were", () => {
  const before = [...gapNet.parameters, image].map(copy);
  const logits = logitsOf(gapNet, reshape(image, [1, 6, 8, 2]));
  for (const rule of ["plain", "deconvnet", "guided"] as const)
    backprop(gapNet, image, {}, { rule });
  explain.guidedGradCam(gapNet, image);
  explain.occlusionMap(gapNet, image, { size: 2 });
  explain.lime(gapNet, image, { segments: explain.gridSegments([6, 8], 2) });
  [...gapNet.parameters, image].forEach((t, i) => expect(t).toBeCloseToTensor(before[i] ?? [], 0));
  expect(logitsOf(gapNet, reshape(image, [1, 6, 8, 2]))).toBeCloseToTensor(logits, 0);
  // a rule of one call is gone at the next
  backprop(gapNet, image, {}, { rule: "guided" });
  const plain = backprop(gapNet, image, { class: 0 });
  const theirs = tensorflowBackprop(reshape(image, [1, 6, 8, 2]), 0, "plain");
  expect(plain).toBeCloseToTensor(reshape(theirs, [6, 8, 2]), 1e-5);
});

test("what cannot be explained is refused before any work", () => {
  expect(codeOf(() => backprop(gapNet, randomLike([2, 6, 8, 2], 1), {}))).toBe("ONE_EXAMPLE");
  expect(codeOf(() => backprop(gapNet, [[[Number.NaN, 0]]], {}))).toBe("NOT_FINITE");
  expect(codeOf(() => backprop(gapNet, image, { class: 3 }))).toBe("NO_SUCH_UNIT");
  expect(codeOf(() => backprop(gapNet, image, { class: -1 }))).toBe("NO_SUCH_UNIT");
  expect(codeOf(() => backprop(gapNet, image, { layer: "conv7", channel: 0 }))).toBe(
    "NO_SUCH_LAYER",
  );
  const outside = { layer: "relu2", channel: 0, at: [3, 0] } as const;
  expect(codeOf(() => backprop(gapNet, image, outside))).toBe("NO_SUCH_UNIT");
  const wrong = { rule: "gided" as "guided" };
  expect(codeOf(() => backprop(gapNet, image, {}, wrong))).toBe("BACKPROP_RULE");
  expect(codeOf(() => explain.activationMax(gapNet, { unit: { class: 0 } }))).toBe("IMAGE_SHAPE");
  expect(codeOf(() => explain.classModel(gapNet, { class: 0, shape: [1, 6, 6, 2] }))).toBe("IMAGE_SHAPE"); // prettier-ignore
  expect(codeOf(() => explain.cam(flatNet, randomLike([8, 8, 2], 1)))).toBe("CAM_STRUCTURE");
  expect(codeOf(() => explain.occlusionMap(gapNet, image, { size: 9 }))).toBe("EXPLAIN_OPTION");
  expect(codeOf(() => explain.occlusionMap(gapNet, image, { size: 2, stride: 3 }))).toBe(
    "EXPLAIN_OPTION",
  );
  expect(codeOf(() => explain.lime(gapNet, image, { segments: [[0, 2]] }))).toBe("LIME_SEGMENTS");
});
