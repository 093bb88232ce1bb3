import fc from "fast-check";
import { expect, test } from "vitest";
import {
  network,
  residualLayer,
  convLayer,
  reluLayer,
  globalAverageLayer,
  denseLayer,
  type Network,
} from "../../../kernel/helpers/backprop/index.ts";
import * as explain from "../../../kernel/helpers/explain/index.ts";
import {
  add,
  copy,
  scale,
  tensor,
  zeros,
  type Tensor,
} from "../../../kernel/helpers/tensor/index.ts";
import { codeOf } from "../../support/codes.ts";
import { gapNet, randomLike } from "../../support/small-nets.ts";
import "../../support/tensors.ts";

const x = randomLike([4, 6, 6, 2], 1);
const labels = [0, 1, 2, 1];
const loss = explain.lossOf(gapNet, x, labels);
const [delta, eta] = [1, 2].map((seed) => explain.randomDirection(gapNet.parameters, seed));

test("V20 the middle of the surface is exactly L(θ*), and the network is not changed", () => {
  const before = gapNet.parameters.map(copy);
  const surface = explain.lossSurface(loss, delta ?? [], eta ?? [], { reach: 0.5, count: 5 });
  expect(surface.losses.shape).toEqual([5, 5]);
  expect(surface.losses.get(2, 2)).toBe(gapNet.lossGradients(x, labels).loss);
  expect([...surface.alphas.data]).toEqual([-0.5, -0.25, 0, 0.25, 0.5]);
  gapNet.parameters.forEach((p, i) => expect(p).toBeCloseToTensor(before[i] ?? [], 0));
});

test("V20 each point is the loss at θ* + α·δ + β·η", () => {
  const { losses } = explain.lossSurface(loss, delta ?? [], eta ?? [], { reach: 1, count: 3 });
  for (const [i, j, alpha, beta] of [
    [0, 2, -1, 1],
    [2, 1, 1, 0],
    [0, 0, -1, -1],
  ] as const) {
    // prettier-ignore
    const moved = gapNet.parameters.map((p, k) =>
      add(add(p, scale(delta?.[k] ?? p, alpha)), scale(eta?.[k] ?? p, beta)),
    );
    expect(losses.get(i, j)).toBeCloseTo(gapNet.withParameters(moved).lossGradients(x, labels).loss, 12); // prettier-ignore
  }
});

test("V20 by hand: a bowl (w₀ − 1)² + w₁² seen from (1, 0) along its axes", () => {
  const bowl = {
    parameters: [tensor([1, 0])],
    loss: ([w = tensor([0, 0])]: readonly Tensor[]) => (w.get(0) - 1) ** 2 + 3 * w.get(1) ** 2,
  };
  const { losses } = explain.lossSurface(bowl, [[1, 0]], [[0, 1]], { reach: 2, count: 3 });
  expect(losses).toBeCloseToTensor([[16, 4, 16], [12, 0, 12], [16, 4, 16]]); // prettier-ignore
  // without a wish it reaches one direction's length each way, in eleven points
  const usual = explain.lossSurface(bowl, [[1, 0]], [[0, 1]]);
  expect(usual.alphas.shape).toEqual([11]);
  expect([usual.alphas.get(0), usual.alphas.get(10), usual.losses.get(0, 10)]).toEqual([-1, 1, 4]);
});

test("V20 filter normalisation gives each filter of the direction the norm of the network's own, and leaves biases alone", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e4 }), (seed) => {
      const raw = gapNet.parameters.map(({ shape }, k) => randomLike(shape, seed + k));
      const made = explain.filterNormalise(raw, gapNet.parameters);
      gapNet.parameters.forEach((theta, k) => {
        const d = made[k] ?? zeros([0]);
        expect(d.shape).toEqual(theta.shape);
        const rank = theta.shape.length;
        // a bias is not moved
        const still = d.data.every((value) => value === 0);
        expect(still).toBe(rank === 1);
        if (rank === 1) return;
        const filters = theta.shape.at(-1) ?? 1;
        for (let f = 0; f < filters; f += 1) {
          const norm = (t: Tensor): number => Math.hypot(...[...t.data].filter((_, i) => i % filters === f)); // prettier-ignore
          expect(norm(d)).toBeCloseTo(norm(theta), 9);
          // only the length changes
          const ratio = (d.data[f] ?? 0) / (raw[k]?.data[f] ?? 1);
          expect((d.data[f + filters] ?? 0) / (raw[k]?.data[f + filters] ?? 1)).toBeCloseTo(ratio, 9); // prettier-ignore
        }
      });
    }),
    { numRuns: 20 },
  );
});

/** The same ten layers with and without shortcuts. */
function deep(skip: boolean): Network {
  const body = (k: number) => [
    convLayer(`conv${k}`, { filters: scale(randomLike([3, 3, 4, 4], 40 + k), 0.45), bias: zeros([4]) }, { padding: "same" }), // prettier-ignore
    reluLayer(`relu${k}`),
  ];
  const blocks = Array.from({ length: 8 }, (_, k) =>
    skip ? [residualLayer(`block${k}`, body(k))] : body(k),
  );
  return network([
    convLayer("stem", { filters: randomLike([3, 3, 2, 4], 30) }, { padding: "same" }),
    ...blocks.flat(),
    globalAverageLayer("gap"),
    denseLayer("logits", { filters: randomLike([4, 3], 31), bias: zeros([3]) }),
  ]);
}

test("V20 a network with and one without shortcuts have two surfaces, both with their own loss in the middle", () => {
  const surfaces = [true, false].map((skip) => {
    const net = deep(skip);
    const [d, e] = [1, 2].map((seed) => explain.randomDirection(net.parameters, seed));
    const surface = explain.lossSurface(explain.lossOf(net, x, labels), d ?? [], e ?? [], { reach: 0.5, count: 3 }); // prettier-ignore
    expect(surface.losses.get(1, 1)).toBe(net.lossGradients(x, labels).loss);
    return surface.losses;
  });
  surfaces.forEach((losses) => expect(losses.data.every(Number.isFinite)).toBe(true));
  expect(surfaces[0]?.data).not.toEqual(surfaces[1]?.data);
});

test("V20 directions of other shapes, and a grid without a middle, are refused", () => {
  expect(codeOf(() => explain.lossSurface(loss, [], eta ?? []))).toBe("SURFACE_DIRECTION");
  expect(codeOf(() => explain.lossSurface(loss, delta ?? [], eta ?? [], { count: 4 }))).toBe("EXPLAIN_OPTION"); // prettier-ignore
  const turned = (delta ?? []).toReversed();
  expect(codeOf(() => explain.lossSurface(loss, turned, eta ?? []))).toBe("SHAPES_DIFFER");
});

test("V22 the shape bias is the share of shape among decisions by shape or by texture", () => {
  const { bias, shape, texture, other } = explain.shapeBias([0, 0, 1, 2, 2], [0, 1, 1, 0, 2], [1, 0, 2, 1, 2]); // prettier-ignore
  // shape, texture, shape, neither; the last picture's cues agree and say nothing
  expect([shape, texture, other]).toEqual([2, 1, 1]);
  expect(bias).toBeCloseTo(2 / 3, 12);
  expect(explain.shapeBias([2], [0], [1]).bias).toBeNaN();
  expect(codeOf(() => explain.shapeBias([0], [0, 1], [1]))).toBe("EXPLAIN_OPTION");
});
