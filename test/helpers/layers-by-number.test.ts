// Rows about what layers cost and keep, which need several doors at once.
import { expect, test } from "vitest";
import { squeezenet, summary } from "../../kernel/helpers/architectures/index.ts";
import {
  convParams,
  denseParams,
  outSize,
  samePads,
} from "../../kernel/helpers/arithmetic/index.ts";
import {
  conv2d,
  filterBank,
  globalAveragePool,
  maxPool,
  relu,
} from "../../kernel/helpers/ops/index.ts";
import {
  map,
  ones,
  random,
  reshape,
  Rng,
  tensor,
  zeros,
  type Tensor,
} from "../../kernel/helpers/tensor/index.ts";

test("C17 unpadded 5×5 layers go 32 → 28 → 24: six maps 28×28×6, then ten of 24×24", () => {
  const first = conv2d(random([1, 32, 32, 3], { seed: 1 }), random([5, 5, 3, 6], { seed: 2 }));
  expect(first.shape).toEqual([1, 28, 28, 6]);
  expect(conv2d(first, random([5, 5, 6, 10], { seed: 3 })).shape).toEqual([1, 24, 24, 10]);
  expect([outSize(32, 5), outSize(28, 5)]).toEqual([28, 24]);
  // LeNet goes on with a pool between them: 28 → 14 → 10
  expect([outSize(28, 2, { stride: 2 }), outSize(14, 5)]).toEqual([14, 10]);
});

test("C18 a dense layer on 256×256 pixels has 65,536,000 weights, a shared filter 9 or 25", () => {
  expect(denseParams({ cin: 256 * 256, cout: 1000, bias: false })).toBe(65_536_000);
  expect(denseParams({ cin: 256 * 256, cout: 1000 })).toBe(65_537_000); // and a bias for each unit
  const filter = { cin: 1, cout: 1, bias: false };
  expect(convParams({ ...filter, kh: 3 })).toBe(9);
  expect(convParams({ ...filter, kh: 5 })).toBe(25);
  expect(convParams({ ...filter, kh: 3, bias: true })).toBe(10); // one bias for the whole map
  // one value for every pixel of 1000×1000 from ten neighbours each: 10⁷ connections instead of 10¹²
  expect(denseParams({ cin: 1e6, cout: 1e6, bias: false })).toBe(1e12);
});

test("P3 AlexNet's 3×3/2 pools go 55 → 27 → 13 and 13 → 6, and a pool has nothing to learn", () => {
  expect([55, 27, 13].map((n) => outSize(n, 3, { stride: 2 }))).toEqual([27, 13, 6]);
  // with 'same' nothing is left over: ⌈9/3⌉, also where the strict rule refuses
  expect(outSize(9, 2, { stride: 3, padding: "same" })).toBe(3);
  expect(samePads(55, 5, 2, 1)).toEqual([2, 2]); // 27·2 + 5 − 55
  expect(maxPool(ones([1, 55, 55, 2]), { size: 3, stride: 2 }).shape).toEqual([1, 27, 27, 2]);
});

test("P6 averaging each map leaves nothing of the dense layers: SqueezeNet's head is 1×1 convolutions", () => {
  expect(globalAveragePool(ones([2, 13, 13, 1000])).shape).toEqual([2, 1000]);
  // a dense head on the same 13×13×512 maps would be 169 times larger
  const head = convParams({ kh: 1, cin: 512, cout: 1000 });
  expect(head).toBe(513_000);
  expect(denseParams({ cin: 13 * 13 * 512, cout: 1000 })).toBe(86_529_000);
  const { rows: layers, trainable } = summary(squeezenet());
  expect(trainable).toBe(1_248_424);
  expect(layers.some(({ op }) => op.startsWith("dense"))).toBe(false);
  const conv10 = layers.find(({ name }) => name === "conv10");
  expect([conv10?.outputShape, conv10?.trainable]).toEqual([[13, 13, 1000], head]);
});

test("P7 E17 responses pooled by overlapping windows change less than unpooled ones when the image moves a pixel, on 90 % of 200 images", () => {
  const rng = new Rng(12);
  const filters = reshape(filterBank().sobelX, [3, 3, 1, 1]);
  let steadier = 0;
  for (let image = 0; image < 200; image += 1) {
    const [row, column, width] = [8 + rng.integer(12), 8 + rng.integer(12), 1 + 2 * rng.uniform()];
    const respond = (shift: number): Tensor =>
      relu(conv2d(blob(row, column + shift, width), filters));
    const [still, moved] = [respond(0), respond(1)];
    const pool = (t: Tensor): Tensor => maxPool(t, { size: 3, stride: 2 });
    if (change(pool(still), pool(moved)) < change(still, moved)) steadier += 1;
  }
  expect(steadier).toBeGreaterThanOrEqual(180);
  // the windows overlap: of 1 … 25 in rows of five, 3×3 at every second pixel
  const rows = reshape(tensor(Array.from({ length: 25 }, (_, i) => i + 1)), [1, 5, 5, 1]);
  expect([...maxPool(rows, { size: 3, stride: 2 }).data]).toEqual([13, 15, 23, 25]);
  expect([...maxPool(map(rows, (v) => 26 - v), { size: 3, stride: 2 }).data]).toEqual([25, 23, 15, 13]); // prettier-ignore
});

/** A round spot on 27×27 pixels. */
function blob(row: number, column: number, width: number): Tensor {
  const image = zeros([1, 27, 27, 1]);
  for (let y = 0; y < 27; y += 1)
    for (let x = 0; x < 27; x += 1)
      image.set(0, y, x, 0, Math.exp(-((y - row) ** 2 + (x - column) ** 2) / (2 * width ** 2)));
  return image;
}

/** ‖a − b‖ / ‖a‖ */
function change(a: Tensor, b: Tensor): number {
  let [difference, size] = [0, 0];
  a.data.forEach((value, i) => {
    difference += (value - (b.data[i] ?? NaN)) ** 2;
    size += value ** 2;
  });
  return Math.sqrt(difference / size);
}
