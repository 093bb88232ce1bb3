import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import {
  avgPoolLayer,
  denseLayer,
  flattenLayer,
  gradCheck,
  network,
} from "../../../kernel/helpers/backprop/index.ts";
import * as explain from "../../../kernel/helpers/explain/index.ts";
import {
  max,
  min,
  random,
  reshape,
  sub,
  tensor,
  type Tensor,
} from "../../../kernel/helpers/tensor/index.ts";
import { codeOf } from "../../support/codes.ts";
import { flatNet, gapNet, randomLike } from "../../support/small-nets.ts";
import "../../support/tensors.ts";

beforeAll(async () => {
  await tf.setBackend("cpu");
});

const norm = (t: Tensor): number => Math.hypot(...t.data);
const rises = (values: readonly number[]): boolean =>
  values.slice(1).every((value, i) => value > (values[i] ?? 0));

test("V15 the objective rises at every step, and the norm is ρ after each: a logit, a unit, a whole map, a layer", () => {
  const units = [
    { class: 2 },
    { layer: "relu2", channel: 3, at: [1, 1] },
    { layer: "conv2", channel: 0 },
    { layer: "relu1" },
  ] as const;
  for (const unit of units) {
    const { image, values, norms } = explain.activationMax(gapNet, { unit, norm: 3, shape: [8, 8, 2], steps: 15, seed: 2 }); // prettier-ignore
    expect(image.shape).toEqual([8, 8, 2]);
    expect(values.length).toBeGreaterThan(5);
    expect(rises(values)).toBe(true);
    norms.forEach((value) => expect(value).toBeCloseTo(3, 9));
    expect(norm(image)).toBeCloseTo(3, 9);
    const last = values.at(-1) ?? 0;
    expect(last).toBeGreaterThan((values[0] ?? 0) + 0.1 * Math.abs(values[0] ?? 0));
  }
});

test("V15 of a unit at one place only the receptive field changes from its start", () => {
  const start = randomLike([12, 10, 2], 3);
  const unit = { layer: "relu2", channel: 1, at: [1, 3] } as const;
  const { image } = explain.activationMax(gapNet, { unit, start, norm: norm(start), steps: 8 });
  const box = explain.receptiveBox(gapNet, "relu2", [1, 3], [12, 10, 2]);
  const changed = { inside: 0, outside: 0 };
  for (let y = 0; y < 12; y += 1) {
    for (let x = 0; x < 10; x += 1) {
      const inside = y >= box.top && y <= box.bottom && x >= box.left && x <= box.right;
      const moved = image.get(y, x, 0) !== start.get(y, x, 0);
      if (moved) changed[inside ? "inside" : "outside"] += 1;
    }
  }
  expect(changed.inside).toBeGreaterThan(20);
  expect(changed.outside).toBe(0);
});

test("V15 the best image of a linear unit is its weights, stretched to ρ", () => {
  // a single conv over the whole image: u = Σ w·x, so argmax with ‖x‖ = ρ is ρ·w/‖w‖
  const w = flatNet.parameters[0] ?? tensor([0]); // [3, 3, 2, 4]
  const { image, values } = explain.activationMax(flatNet, {
    unit: { layer: "conv1", channel: 2, at: [0, 0] },
    norm: 2,
    shape: [8, 8, 2],
    start: (() => {
      const only = random([8, 8, 2], { seed: 1 });
      for (let y = 0; y < 8; y += 1)
        for (let x = 0; x < 8; x += 1)
          if (y > 2 || x > 2) for (const c of [0, 1]) only.set(y, x, c, 0);
      return only;
    })(),
    steps: 200,
  });
  let size = 0;
  for (let i = 0; i < 3; i += 1) for (let j = 0; j < 3; j += 1) for (const c of [0, 1]) size += w.get(i, j, c, 2) ** 2; // prettier-ignore
  expect(values.at(-1)).toBeCloseTo(2 * Math.sqrt(size) + (flatNet.parameters[1]?.get(2) ?? 0), 4);
  expect(image.get(1, 2, 0)).toBeCloseTo((2 * w.get(1, 2, 0, 2)) / Math.sqrt(size), 2);
});

test("V15 a start that the unit cannot see, and a norm of 0, are refused", () => {
  const start = tensor(Array.from({ length: 12 }, (_, y) => Array.from({ length: 10 }, () => [y > 9 ? 1 : 0, 0]))); // prettier-ignore
  const unit = { layer: "conv1", channel: 0, at: [2, 2] } as const;
  expect(codeOf(() => explain.activationMax(gapNet, { unit, start }))).toBe("START_NORM");
  expect(codeOf(() => explain.activationMax(gapNet, { unit, shape: [8, 8, 2], norm: 0 }))).toBe("EXPLAIN_OPTION"); // prettier-ignore
});

test("V16 the objective f_c − λ‖x‖² never falls, and the norm falls as λ grows", () => {
  const norms = [0.01, 0.03, 0.1, 0.3].map((lambda) => {
    const { objectives, norm: size, image } = explain.classModel(gapNet, { class: 1, shape: [6, 6, 2], lambda }); // prettier-ignore
    objectives.slice(1).forEach((value, i) => expect(value).toBeGreaterThanOrEqual(objectives[i] ?? 0)); // prettier-ignore
    expect(image.shape).toEqual([6, 6, 2]);
    expect(size).toBeCloseTo(norm(image), 9);
    return size;
  });
  norms.slice(1).forEach((size, i) => expect(size).toBeLessThan(norms[i] ?? 0));
  expect(codeOf(() => explain.classModel(gapNet, { class: 1, shape: [6, 6, 2], lambda: 0 }))).toBe("EXPLAIN_OPTION"); // prettier-ignore
  const boxed = explain.classModel(gapNet, { class: 1, shape: [6, 6, 2], box: [0, 1] });
  expect(min(boxed.image)).toBeGreaterThanOrEqual(0);
  expect(max(boxed.image)).toBeLessThanOrEqual(1);
});

test("V16 on a linear score w·x + b the best image is w/2λ, the score ‖w‖²/2λ + b", () => {
  const weights = [0.3, -0.4, 0, 1.2];
  const linear = network([
    flattenLayer("flat"),
    denseLayer("out", { filters: weights.map((w) => [0, w]), bias: [0, 0.5] }),
  ]);
  const { image, score } = explain.classModel(linear, { class: 1, shape: [2, 2, 1], lambda: 0.1 });
  expect(reshape(image, [4])).toBeCloseToTensor(weights.map((w) => w / 0.2), 1e-6); // prettier-ignore
  expect(score).toBeCloseTo(1.69 / 0.2 + 0.5, 6); // 0.09 + 0.16 + 1.44
});

/** ‖∇x‖² in TensorFlow.js, and its gradient. */
function theirVariation(x: Tensor): { loss: number; gradient: Tensor } {
  const [h = 0, w = 0, c = 0] = x.shape;
  const f = (image: tf.Tensor): tf.Scalar => {
    const down = image.slice([1, 0, 0], [h - 1, w, c]).sub(image.slice([0, 0, 0], [h - 1, w, c]));
    const across = image.slice([0, 1, 0], [h, w - 1, c]).sub(image.slice([0, 0, 0], [h, w - 1, c]));
    return down.square().sum().add(across.square().sum());
  };
  const input = tf.tensor3d([...x.data], [h, w, c]);
  const { value, grad } = tf.valueAndGrad(f)(input);
  return { loss: value.dataSync()[0] ?? 0, gradient: reshape(tensor([...grad.dataSync()]), x.shape) }; // prettier-ignore
}

test("V17 the total variation of an oblong image, and its gradient, are TensorFlow.js's", () => {
  const x = randomLike([5, 3, 2], 4);
  const ours = explain.totalVariation(x);
  const theirs = theirVariation(x);
  expect(ours.loss).toBeCloseTo(theirs.loss, 4);
  expect(ours.gradient).toBeCloseToTensor(theirs.gradient, 1e-5);
});

test("V17 the total variation by hand, for β = 2 and β = 1; a batch adds up; a flat image has none", () => {
  // differences at (0,0): down 4, across 3 → 25; at (0,1): down 0; at (1,0): across −1 → 1
  const x = [[[0], [3]], [[4], [3]]]; // prettier-ignore
  expect(explain.totalVariation(x).loss).toBe(26);
  expect(explain.totalVariation(x, { beta: 1 }).loss).toBe(6); // √25 + √1
  expect(explain.totalVariation([x, x]).loss).toBe(52);
  const flat = explain.totalVariation([[[2], [2]], [[2], [2]]], { beta: 1 }); // prettier-ignore
  expect([flat.loss, ...flat.gradient.data]).toEqual([0, 0, 0, 0, 0]);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999 }), fc.constantFrom(1, 1.5, 2, 3), (seed, beta) => {
      const image = randomLike([3, 4, 2], seed);
      const { gradient } = explain.totalVariation(image, { beta });
      const f = (at: Tensor): number => explain.totalVariation(at, { beta }).loss;
      // three equal neighbours would be a kink; random numbers are not equal
      expect(gradCheck(f, image, gradient).worst).toBeLessThan(1e-6);
    }),
    { numRuns: 20 },
  );
});

test("V17 from the first layer the error falls below 5 % of the start; deeper layers give a worse image", () => {
  const image = random([8, 8, 2], { seed: 5 });
  const features = explain.activations(gapNet, reshape(image, [1, 8, 8, 2]));
  const found = ["conv1", "relu1", "relu2", "gap"].map((layer) => {
    const made = explain.invert(gapNet, features[layer] ?? [], { layer, shape: [8, 8, 2], lambda: 1e-6, mu: 1e-6, box: [0, 1] }); // prettier-ignore
    made.losses.slice(1).forEach((loss, i) => expect(loss).toBeLessThanOrEqual(made.losses[i] ?? 0)); // prettier-ignore
    expect(min(made.image)).toBeGreaterThanOrEqual(0);
    expect(max(made.image)).toBeLessThanOrEqual(1);
    return { ...made, off: norm(sub(made.image, image)) };
  });
  const [first] = found;
  expect(first?.error).toBeLessThan(0.05 * (first?.startError ?? 0));
  // conv1 has 4 equations for each pixel's 2 unknowns
  expect(first?.off).toBeLessThan(0.05);
  found.slice(1).forEach(({ off }, i) => expect(off).toBeGreaterThan(found[i]?.off ?? 0));
});

test("V17 the penalties do what they say: λ makes the image smaller, μ smoother", () => {
  const image = random([8, 8, 2], { seed: 6 });
  const features = explain.activations(gapNet, reshape(image, [1, 8, 8, 2]))["relu1"] ?? [];
  const options = { layer: "relu1", shape: [8, 8, 2] };
  const plain = explain.invert(gapNet, features, options);
  const small = explain.invert(gapNet, features, { ...options, lambda: 10 });
  const smooth = explain.invert(gapNet, features, { ...options, mu: 10 });
  expect(norm(small.image)).toBeLessThan(norm(plain.image));
  const rough = (x: Tensor): number => explain.totalVariation(x).loss;
  expect(rough(smooth.image)).toBeLessThan(rough(plain.image));
  expect(codeOf(() => explain.invert(gapNet, features, { ...options, mu: -1 }))).toBe("EXPLAIN_OPTION"); // prettier-ignore
  expect(codeOf(() => explain.invert(gapNet, [[1]], options))).toBe("SHAPES_DIFFER");
});

test("V17 by hand: from an identity the minimum is Φ₀/(1 + λ), and μ draws two pixels together", () => {
  const identity = network([avgPoolLayer("same", { size: 1 })]);
  // two pixels 1 and 3: ‖x − Φ₀‖² + λ‖x‖², λ = 1
  const options = { layer: "same", shape: [1, 2, 1] };
  const half = explain.invert(identity, [[[[1], [3]]]], { ...options, lambda: 1 });
  expect(half.image).toBeCloseToTensor([[[0.5], [1.5]]], 1e-6);
  // mean 2 stays; the difference 2 becomes 2/(1 + 2μ) = 1 for μ = ½
  const near = explain.invert(identity, [[[[1], [3]]]], { ...options, mu: 0.5 });
  expect(near.image).toBeCloseToTensor([[[1.5], [2.5]]], 1e-6);
  expect([near.startError, near.error].map((e) => Number(e.toFixed(6)))).toEqual([6.5, 0.5]);
});

test("V18 the layer's norm rises, octaves grow to the image's own size, and pixels stay in the box", () => {
  const image = random([14, 20, 2], { seed: 7 });
  for (const octaves of [1, 3]) {
    const dream = explain.deepDream(gapNet, image, { layer: "relu2", octaves, octaveScale: 1.5, steps: 5 }); // prettier-ignore
    expect(dream.after).toBeGreaterThan(1.2 * dream.before);
    expect(dream.image.shape).toEqual([14, 20, 2]);
    expect(min(dream.image)).toBeGreaterThanOrEqual(0);
    expect(max(dream.image)).toBeLessThanOrEqual(1);
    expect(dream.sizes.length).toBe(octaves);
    expect(dream.sizes.at(-1)).toEqual([14, 20]);
  }
  // without a stride before the layer: 14/1.5² = 6.2, 20/1.5² = 8.9; behind the pool of 2 only even sizes
  const { sizes } = explain.deepDream(gapNet, image, {
    layer: "relu1",
    octaveScale: 1.5,
    steps: 0,
  });
  expect(sizes).toEqual([[6, 9], [9, 13], [14, 20]]); // prettier-ignore
});

test("V18 without a step nothing changes", () => {
  const image = random([8, 10, 2], { seed: 8 });
  const dream = explain.deepDream(gapNet, image, { layer: "relu2", steps: 0 });
  expect(dream.image).toBeCloseToTensor(image, 1e-12);
  expect(codeOf(() => explain.deepDream(gapNet, image, { layer: "relu2", octaves: 0 }))).toBe("EXPLAIN_OPTION"); // prettier-ignore
});
