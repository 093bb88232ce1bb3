import { expect, test } from "vitest";
import {
  forward,
  initialWeights,
  summary,
  unet,
} from "../../../../kernel/helpers/architectures/index.ts";
import { random } from "../../../../kernel/helpers/tensor/index.ts";
import { codeOf, faultOf } from "../../../support/codes.ts";

/** Two 3×3 convolutions with biases. */
const twice = (c: number, k: number): number => 9 * c * k + k + 9 * k * k + k;

test("A32 U-Net has the parameters of its figure added up by hand: 31,030,658", () => {
  const down = twice(1, 64) + twice(64, 128) + twice(128, 256) + twice(256, 512) + twice(512, 1024);
  // 2×2 to half the channels, then the joined map of the same channels
  const up = [1024, 512, 256, 128].map((c) => 4 * c * (c / 2) + c / 2 + twice(c, c / 2));
  const byHand = up.reduce((sum, n) => sum + n, down) + 64 * 2 + 2;
  expect(byHand).toBe(31_030_658);
  expect(summary(unet()).trainable).toBe(byHand);
  expect(summary(unet({ padding: "same", inputSize: 256 })).trainable).toBe(byHand);
  expect(summary(unet({ classes: 1 })).trainable).toBe(byHand - 65);
  // three channels: 2 · 9 · 64 more weights
  expect(summary(unet({ channels: 3 })).trainable).toBe(byHand + 1152);
});

test("A32 U-Net's tiles of 572 pixels give maps of 388, by the sizes of the figure", () => {
  const graph = unet();
  const sizes = graph.nodes.filter(({ layer }) => layer.op === "conv").map(({ shape }) => shape[0]);
  expect(sizes).toEqual([
    570, 568, 282, 280, 138, 136, 66, 64, 30, 28, 56, 54, 52, 104, 102, 100, 200, 198, 196, 392,
    390, 388, 388,
  ]);
  expect(graph.nodes.at(-1)?.shape).toEqual([388, 388, 2]);
  const crops = graph.nodes.filter(({ layer }) => layer.op === "crop").map(({ shape }) => shape);
  expect(crops).toEqual([
    [56, 56, 512],
    [104, 104, 256],
    [200, 200, 128],
    [392, 392, 64],
  ]);
});

test("A32 a padded U-Net gives as many pixels as it was given", () => {
  expect(unet({ padding: "same", inputSize: [96, 64], filters: 4 }).nodes.at(-1)?.shape).toEqual([
    96, 64, 2,
  ]);
});

test("A32 a U-Net sees the middle of what it was on the way down", () => {
  // filters that copy nothing but the skip of the first level: a bright pixel comes out where it went in, 92 pixels less
  const graph = unet({ filters: 1, inputSize: 188, classes: 1 });
  const weights = initialWeights(graph, { seed: 1 });
  for (const [name, tensor] of Object.entries(weights))
    tensor.data.fill(name === "logits/filters" ? 1 : 0);
  for (const name of ["down1.conv1", "down1.conv2", "up1.conv1", "up1.conv2"]) {
    // the centre of the 3×3 on the first channel: that of the skip
    const filters = weights[`${name}/filters`];
    filters?.data.set([1], 4 * (filters.shape[2] ?? 1));
  }
  const image = random([1, 188, 188, 1], { seed: 2 });
  const [out] = forward(graph, weights, image).outputs;
  expect(out?.shape).toEqual([1, 4, 4, 1]);
  const at = (y: number, x: number): number => image.data[y * 188 + x] ?? -1;
  // (188 − 4) / 2 = 92
  expect(out?.data[0]).toBe(at(92, 92));
  expect(out?.data[15]).toBe(at(95, 95));
});

test("A32 U-Net takes a tile just where every layer fits by itself, and names the nearest that do", async () => {
  const taken = (inputSize: number, padding: "valid" | "same"): boolean =>
    codeOf(() => unet({ inputSize, padding, filters: 1 })) !== "DOES_NOT_FIT";
  // by its layers: two 3×3 lose 4 pixels, a pool halves
  const byLayers = (n: number, loss: number): boolean => {
    let size = n;
    for (let level = 0; level < 4; level += 1) {
      size -= loss;
      if (size < 2 || size % 2 !== 0) return false;
      size /= 2;
    }
    // the way up must leave a pixel: the bottom loses 4, each level doubles and loses 4
    let up = size - loss;
    for (let level = 0; level < 4; level += 1) up = 2 * up - loss;
    return up >= 1;
  };
  for (let n = 8; n < 300; n += 1) {
    expect([n, taken(n, "valid")]).toEqual([n, byLayers(n, 4)]);
    expect([n, taken(n, "same")]).toEqual([n, byLayers(n, 0)]);
  }
  const { fix } = await faultOf(() => unet({ inputSize: [256, 572] }));
  expect(fix).toContain("252 or 268 by 572 pixels");
});

test.each([
  ["a size that a pool does not halve", () => unet({ inputSize: 574 }), "DOES_NOT_FIT"],
  ["a padding that is not there", () => unet({ padding: "full" as "same" }), "NO_SUCH_VARIANT"],
  ["no channels", () => unet({ channels: 0 }), "NO_SUCH_VARIANT"],
  ["a third of a filter", () => unet({ filters: 1 / 3 }), "NO_SUCH_VARIANT"],
])("A32 U-Net refuses %s", (_, make, code) => {
  expect(codeOf(make)).toBe(code);
});
