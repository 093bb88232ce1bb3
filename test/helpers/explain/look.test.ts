import fc from "fast-check";
import { expect, test } from "vitest";
import {
  avgPoolLayer,
  convLayer,
  maxPoolLayer,
  network,
  reluLayer,
  residualLayer,
} from "../../../kernel/helpers/backprop/index.ts";
import * as explain from "../../../kernel/helpers/explain/index.ts";
import { conv2d } from "../../../kernel/helpers/ops/index.ts";
import {
  copy,
  max,
  min,
  random,
  reshape,
  sum,
  tensor,
  zeros,
  type Tensor,
} from "../../../kernel/helpers/tensor/index.ts";
import { codeOf } from "../../support/codes.ts";
import { gapNet, randomLike } from "../../support/small-nets.ts";
import "../../support/tensors.ts";

test("V1 AlexNet's 64×3×11×11 and ResNet's 64×3×7×7 filters make 8×8 tiles, each stretched to [0, 1]", () => {
  for (const side of [11, 7]) {
    const filters = randomLike([side, side, 3, 64], side);
    const grid = explain.filterGrid(filters);
    expect(grid.shape).toEqual([8 * (side + 1) - 1, 8 * (side + 1) - 1, 3]);
    for (const [row, column] of [
      [0, 0],
      [3, 5],
      [7, 7],
    ] as const) {
      // prettier-ignore
      const tile = grid.lo(row * (side + 1), column * (side + 1), 0).hi(side, side, 3);
      expect([min(tile), max(tile)]).toEqual([0, 1]);
      // the tile is the filter of its number, read row by row
      const own = filters.pick(null, null, null, 8 * row + column);
      const [low, high] = [min(own), max(own)];
      expect(tile.get(2, 4, 1)).toBeCloseTo((own.get(2, 4, 1) - low) / (high - low), 12);
    }
    // a gap of white between two tiles
    expect(grid.get(side, 3, 1)).toBe(1);
  }
});

test("V1 by hand: two oblong filters in a row; a constant one is grey", () => {
  const filters = zeros([1, 2, 1, 2]);
  [-2, 2].forEach((value, j) => filters.set(0, j, 0, 0, value));
  [3, 3].forEach((value, j) => filters.set(0, j, 0, 1, value));
  const grid = explain.filterGrid(filters, { columns: 2, gap: 1, gapValue: 9 });
  expect(grid.shape).toEqual([1, 5, 1]);
  expect([...grid.data]).toEqual([0, 1, 9, 0.5, 0.5]);
  // 4 channels: one grey tile for each channel of each filter
  const many = randomLike([3, 3, 4, 2], 1);
  const tiles = explain.filterGrid(many, { columns: 4 });
  expect(tiles.shape).toEqual([7, 15, 1]);
  // the third tile of the second row is channel 2 of filter 1
  const own = many.pick(null, null, 2, 1);
  expect(tiles.get(4 + 1, 8 + 2, 0)).toBeCloseTo((own.get(1, 2) - min(own)) / (max(own) - min(own)), 12); // prettier-ignore
  expect(codeOf(() => explain.filterGrid(filters, { columns: 0 }))).toBe("EXPLAIN_OPTION");
});

test("V2 the sum of feature map i is the sum of channel i of the layer's output", () => {
  const x = randomLike([6, 8, 2], 3);
  const [filters, bias] = gapNet.parameters;
  const expected = conv2d(reshape(x, [1, 6, 8, 2]), filters ?? [], bias, { padding: "same" });
  const maps = explain.featureMaps(gapNet, x, "conv1");
  expect(maps.length).toBe(4);
  maps.forEach((map, i) => {
    let total = 0;
    for (let p = 0; p < 48; p += 1) total += expected.get(0, Math.floor(p / 8), p % 8, i);
    expect(map.shape).toEqual([6, 8]);
    expect(sum(map)).toBeCloseTo(total, 9);
  });
  const all = explain.activations(gapNet, randomLike([2, 6, 8, 2], 4));
  expect(Object.keys(all)).toEqual(gapNet.layers.map(({ name }) => name));
  expect(all["gap"]?.shape).toEqual([2, 5]);
  expect(codeOf(() => explain.featureMaps(gapNet, x, "gap"))).toBe("NOT_A_MAP");
});

test("V3 an image is its own nearest, before its doubles; the others follow by distance", () => {
  // distances from row 2 (3, 4): to (0, 0) 5, to (3, 4) 0, itself 0, to (3, 0) 4
  const found = explain.nearest([[0, 0], [3, 4], [3, 4], [3, 0]], 2, 9); // prettier-ignore
  expect(found.map(({ index }) => index)).toEqual([2, 1, 3, 0]);
  expect(found.map(({ distance }) => distance)).toEqual([0, 0, 4, 5]);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 9 }), (query) => {
      const near = explain.nearest(random([10, 2, 2, 1], { seed: 5 }), query);
      expect(near[0]?.index).toBe(query);
      near.slice(1).forEach((n, i) => expect(n.distance).toBeGreaterThanOrEqual(near[i]?.distance ?? 0)); // prettier-ignore
    }),
  );
  expect(codeOf(() => explain.nearest([[0]], 1))).toBe("NO_SUCH_UNIT");
});

test("V3 precision at k counts the neighbours of the same label, without the image itself", () => {
  // 0 and 1 are neighbours of one label; 2's nearest is 1
  expect(explain.precisionAt([[0], [1], [3]], [7, 7, 8], 1)).toBeCloseTo(2 / 3, 12);
  expect(codeOf(() => explain.precisionAt([[0], [1]], [1, 1], 2))).toBe("EXPLAIN_OPTION");
});

const strided = network([
  convLayer("conv1", { filters: randomLike([3, 5, 2, 3], 1) }, { stride: [2, 1], padding: "same" }),
  reluLayer("relu1"),
  maxPoolLayer("pool1", { size: 3, stride: 2, fit: "floor" }),
  residualLayer("block", [
    convLayer("a", { filters: randomLike([3, 3, 3, 3], 2) }, { padding: "same", dilation: 2 }),
    reluLayer("b"),
    convLayer("c", { filters: randomLike([1, 3, 3, 3], 3) }, { padding: "same" }),
  ]),
  avgPoolLayer("pool2", { size: 2, stride: 1 }),
]);

/** Pixels that change the unit when they change, by trying each. */
function touched(
  net: typeof strided,
  layer: string,
  place: readonly [number, number],
  x: Tensor,
): explain.Box {
  // prettier-ignore
  const at = net.layers.findIndex(({ name }) => name === layer);
  // the sum of all channels' gradients with random weights, so that nothing cancels
  const pass = net.forward(x);
  const output = pass.outputs[at] ?? zeros([0]);
  const seed = zeros(output.shape);
  for (let k = 0; k < (output.shape[3] ?? 0); k += 1) seed.set(0, ...place, k, 1 + k * 0.37);
  const g = pass.gradient(seed, { from: at, relu: (r) => r });
  const rows: number[] = [];
  const columns: number[] = [];
  const [, height = 0, width = 0, channels = 0] = g.shape;
  for (let i = 0; i < height * width * channels; i += 1) {
    if (g.data[i] === 0) continue;
    rows.push(Math.floor(i / (width * channels)));
    columns.push(Math.floor(i / channels) % width);
  }
  return {
    top: Math.min(...rows), left: Math.min(...columns),
    bottom: Math.max(...rows), right: Math.max(...columns),
  }; // prettier-ignore
}

test("V6 the receptive field holds exactly the pixels that a unit depends on: strides, dilation, lopsided padding, blocks", () => {
  const noPool = network(strided.layers.filter(({ name }) => name !== "pool1"));
  const x = randomLike([1, 22, 19, 2], 6);
  for (const [layer, place] of [
    ["conv1", [3, 4]],
    ["conv1", [0, 0]],
    ["block", [5, 8]],
    ["pool2", [4, 9]],
  ] as const) {
    // prettier-ignore
    const box = explain.receptiveBox(noPool, layer, place, x.shape);
    const inside = { top: Math.max(0, box.top), left: Math.max(0, box.left), bottom: Math.min(21, box.bottom), right: Math.min(18, box.right) }; // prettier-ignore
    expect(inside).toEqual(touched(noPool, layer, place, x));
  }
  // a dense layer or a global average sees all
  expect(explain.receptiveBox(gapNet, "logits", [0, 0], [6, 8, 2])).toEqual({ top: 0, left: 0, bottom: 5, right: 7 }); // prettier-ignore
  expect(codeOf(() => explain.receptiveBox(gapNet, "pool1", [3, 0], [6, 8, 2]))).toBe("NO_SUCH_UNIT"); // prettier-ignore
});

test("V6 by hand: two 3×3 convolutions see 5×5, and a 2×2 pool between them makes it 8×8", () => {
  const w = { filters: randomLike([3, 3, 1, 1], 1) };
  const two = network([convLayer("a", w), convLayer("b", w)]);
  expect(explain.receptiveBox(two, "b", [2, 1], [9, 9, 1])).toEqual({ top: 2, left: 1, bottom: 6, right: 5 }); // prettier-ignore
  // 1 → 3 (conv) → 6 (pool 2, stride 2) → 8 (conv)
  const pooled = network([convLayer("a", w), maxPoolLayer("p", { size: 2 }), convLayer("b", w)]);
  expect(explain.receptiveBox(pooled, "b", [1, 1], [12, 12, 1])).toEqual({ top: 2, left: 2, bottom: 9, right: 9 }); // prettier-ignore
});

test("V6 the recorded activation comes out again when all but the patch is blanked", () => {
  const images = randomLike([5, 22, 19, 2], 7);
  const patches = explain.topPatches(strided, images, { layer: "block", channel: 1, count: 4, perImage: 2 }); // prettier-ignore
  expect(patches.length).toBe(4);
  patches.slice(1).forEach((p, i) => expect(p.activation).toBeLessThanOrEqual(patches[i]?.activation ?? 0)); // prettier-ignore
  for (const { image, at, activation, box, patch } of patches) {
    const blank = zeros([1, 22, 19, 2]);
    for (let y = box.top; y <= box.bottom; y += 1) {
      for (let x = box.left; x <= box.right; x += 1) {
        for (let c = 0; c < 2; c += 1) {
          blank.set(0, y, x, c, patch.get(y - box.top, x - box.left, c));
          expect(patch.get(y - box.top, x - box.left, c)).toBe(images.get(image, y, x, c));
        }
      }
    }
    const again = explain.activations(strided, blank)["block"];
    expect(again?.get(0, ...at, 1)).toBeCloseTo(activation, 9);
  }
});

test("V6 without padding the patch alone gives the recorded activation", () => {
  const net = network([
    convLayer("a", { filters: randomLike([3, 3, 1, 2], 1) }),
    reluLayer("r"),
    convLayer("b", { filters: randomLike([2, 2, 2, 3], 2) }),
  ]);
  const images = randomLike([6, 9, 7, 1], 8);
  const patches = explain.topPatches(net, images, { layer: "b", channel: 2, count: 3 });
  expect(new Set(patches.map(({ image }) => image)).size).toBe(3); // one of each image
  for (const { patch, activation } of patches) {
    expect(patch.shape).toEqual([4, 4, 1]);
    const alone = explain.activations(net, reshape(copy(patch), [1, 4, 4, 1]))["b"] ?? tensor([0]);
    expect(alone.get(0, 0, 0, 2)).toBeCloseTo(activation, 12);
  }
  // the first is the largest of all
  const all = explain.activations(net, images)["b"] ?? tensor([0]);
  expect(patches[0]?.activation).toBe(max(copy(all.pick(null, null, null, 2))));
});
