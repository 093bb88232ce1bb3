import { expect, test } from "vitest";
import { mirror } from "../../../kernel/helpers/augment/index.ts";
import * as nets from "../../../kernel/helpers/backprop/index.ts";
import * as explain from "../../../kernel/helpers/explain/index.ts";
import { adam, he, type OptimizerState } from "../../../kernel/helpers/optim/index.ts";
import {
  copy,
  reshape,
  zeros,
  type Rng,
  type Tensor,
} from "../../../kernel/helpers/tensor/index.ts";
import { codeOf } from "../../support/codes.ts";
import { pictures, side } from "../../support/shape-images.ts";
import "../../support/tensors.ts";

/** A network with two outputs: the map. */
const mapNet = nets.network([
  nets.convLayer("conv1", { filters: he([3, 3, 3, 8], 1), bias: zeros([8]) }, { padding: "same" }),
  nets.reluLayer("relu1"),
  nets.maxPoolLayer("pool1", { size: 2 }),
  nets.convLayer("conv2", { filters: he([3, 3, 8, 16], 2), bias: zeros([16]) }, { padding: "same" }), // prettier-ignore
  nets.reluLayer("relu2"),
  nets.globalAverageLayer("gap"),
  nets.denseLayer("hidden", { filters: he([16, 16], 3), bias: zeros([16]) }),
  nets.reluLayer("relu3"),
  nets.denseLayer("map", { filters: he([16, 2], 4), bias: zeros([2]) }),
]);

/** Moved on a torus, mirrored, with other colours: the shape alone stays. */
function anotherView(image: Tensor, rng: Rng): Tensor {
  const [down, right] = [rng.integer(side), rng.integer(side)];
  const gains = [0, 1, 2].map(() => 0.6 + 0.6 * rng.uniform());
  const moved = zeros(image.shape);
  for (let y = 0; y < side; y += 1)
    for (let x = 0; x < side; x += 1)
      gains.forEach((gain, c) => moved.set((y + down) % side, (x + right) % side, c, gain * image.get(y, x, c))); // prettier-ignore
  return rng.uniform() < 0.5 ? mirror(moved) : moved;
}

test("V5 without a label the two-dimensional map gathers the shapes better than the untrained network and the pixels", () => {
  const { images, labels } = pictures(96, 3);
  let states: (OptimizerState | undefined)[] = [];
  const { embedding, losses, network } = explain.contrastiveMap(mapNet, images, {
    augment: anotherView,
    epochs: 30,
    batch: 24,
    temperature: 0.2,
    update: (parameters, gradients, step) => {
      const steps = parameters.map((w, i) => adam(w, gradients[i] ?? w, states[i], { learningRate: 0.01 }, step)); // prettier-ignore
      states = steps.map(({ state }) => state);
      return steps.map(({ weights }) => weights);
    },
  });
  expect(embedding.shape).toEqual([96, 2]);
  expect(losses.length).toBe(30);
  expect(losses.at(-1)).toBeLessThan(losses[0] ?? 0);
  // only directions were trained
  const directions = (z: Tensor): number[][] =>
    Array.from({ length: 96 }, (_, n) => {
      const length = Math.hypot(z.get(n, 0), z.get(n, 1));
      return [z.get(n, 0) / length, z.get(n, 1) / length];
    });
  const learnt = explain.precisionAt(directions(embedding), labels, 5);
  const before = explain.precisionAt(directions(nets.logitsOf(mapNet, images)), labels, 5);
  expect(learnt).toBeGreaterThan(before + 0.1);
  expect(learnt).toBeGreaterThan(explain.precisionAt(images, labels, 5));
  expect(nets.logitsOf(network, images)).toBeCloseToTensor(embedding, 0);
});

test("V5 the network handed in is not changed, the same seed gives the same map, and one image alone is refused", () => {
  const { images } = pictures(6, 4);
  const before = mapNet.parameters.map(copy);
  const options = { augment: anotherView, epochs: 1, batch: 4 };
  const first = explain.contrastiveMap(mapNet, images, options);
  const again = explain.contrastiveMap(mapNet, images, options);
  expect(again.embedding).toBeCloseToTensor(first.embedding, 0);
  // steps count from 1: two batches of 4 and 2 images, twice
  const counted: number[] = [];
  explain.contrastiveMap(mapNet, images, {
    ...options,
    epochs: 2,
    update: (parameters, _gradients, step) => {
      counted.push(step);
      return parameters;
    },
  });
  expect(counted).toEqual([1, 2, 3, 4]);
  // an epoch's loss is the mean of its batches': here one, of images that are their own other view
  const z = nets.logitsOf(mapNet, images);
  const pairs = [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5].map((n) => [z.get(n, 0), z.get(n, 1)]);
  const still = explain.contrastiveMap(mapNet, images, { augment: (x) => x, epochs: 2, batch: 6, update: (p) => p }); // prettier-ignore
  expect(still.losses.length).toBe(2);
  for (const loss of still.losses) expect(loss).toBeCloseTo(nets.ntXent(pairs, 0.5).loss, 9);
  // SimCLR's temperature of 0.5 unless another is asked for
  const asked = explain.contrastiveMap(mapNet, images, { ...options, temperature: 0.5 });
  expect(asked.embedding).toBeCloseToTensor(first.embedding, 0);
  mapNet.parameters.forEach((p, i) => expect(p).toBeCloseToTensor(before[i] ?? [], 0));
  expect(codeOf(() => explain.contrastiveMap(mapNet, pictures(1, 4).images, options))).toBe("EXPLAIN_OPTION"); // prettier-ignore
  const grows = { ...options, augment: (image: Tensor) => reshape(image, [side * side, 3, 1]) };
  expect(codeOf(() => explain.contrastiveMap(mapNet, images, grows))).toBe("SHAPES_DIFFER");
});

test("R5 V5 the gradients of a contrastive loss by every parameter agree with differences", () => {
  const { images } = pictures(4, 5);
  const { gradients, loss } = mapNet.gradientsOf(images, (z) => nets.ntXent(z, 0.5));
  expect(loss).toBeGreaterThan(0);
  mapNet.parameters.forEach((parameter, at) => {
    const lossAt = (value: Tensor): number =>
      mapNet.withParameters(mapNet.parameters.with(at, value)).gradientsOf(images, (z) => nets.ntXent(z, 0.5)).loss; // prettier-ignore
    expect(nets.gradCheck(lossAt, parameter, gradients[at] ?? [], { samples: 8 }).worst).toBeLessThan(1e-6); // prettier-ignore
  });
});
