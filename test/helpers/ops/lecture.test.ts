// The lecture's own examples, where a slide is wrong with the right numbers (E1 to E5).
import { expect, test } from "vitest";
import { correlate2d, templateScore } from "../../../kernel/helpers/ops/index.ts";
import {
  map,
  max,
  tensor,
  toNested,
  zeros,
  type Tensor,
} from "../../../kernel/helpers/tensor/index.ts";
import "../../support/tensors.ts";

/** 6x6 grey values: pixel (3, 3) is 145 and pixel (5, 5) is 175, counted from 1 (E2). */
const image = tensor([
  [235, 15, 150, 155, 170, 60],
  [15, 200, 15, 60, 85, 45],
  [240, 20, 145, 140, 235, 250],
  [15, 190, 190, 240, 150, 180],
  [90, 185, 165, 65, 175, 55],
  [40, 140, 240, 100, 95, 45],
]);
const filter = tensor([
  [-0.3, -0.4, 0.1],
  [-0.5, 0.6, 0.7],
  [0.2, 0.5, -0.6],
]);
const rightMap = tensor([
  [32.5, -105.5, -44, -60.5],
  [-105.5, 104, 224, 213.5],
  [185.5, 217.5, 38.5, 52.5],
  [54, 31, -18, 37.5],
]);

test("C3, C11, E1, E2: the 6x6 example gives the corrected map, and the slide's map is its transpose", () => {
  const slide = tensor([
    [32.5, -105.5, 185.5, 54],
    [-105.5, 104, 217.5, 31],
    [-44, 224, 38.5, -18],
    [-60.5, 213.5, 52.5, 37.5],
  ]);
  expect(correlate2d(image, filter)).toBeCloseToTensor(rightMap);
  expect(correlate2d(image, filter)).toBeCloseToTensor(slide.transpose(1, 0));
});

test("E3: with 0.4 in the filter's upper right corner the first cell would be 77.5", () => {
  const printed = tensor([
    [-0.3, -0.4, 0.4],
    [-0.5, 0.6, 0.7],
    [0.2, 0.5, -0.6],
  ]);
  const wrong = correlate2d(image, printed);
  expect(wrong.get(0, 0)).toBeCloseTo(77.5, 9);
  // the filter's corner is 0.3 too large everywhere: 0.3 times the pixel two to the right
  for (const y of [0, 1, 2, 3])
    for (const x of [0, 1, 2, 3])
      expect(wrong.get(y, x)).toBeCloseTo(rightMap.get(y, x) + 0.3 * image.get(y, x + 2), 9);
});

test("E4: ReLU keeps 4x4 values, the largest of each 2x2 block are 104 224 / 217.5 52.5", () => {
  const relu = map(rightMap, (value) => Math.max(0, value));
  expect(toNested(relu)).toEqual([
    [32.5, 0, 0, 0],
    [0, 104, 224, 213.5],
    [185.5, 217.5, 38.5, 52.5],
    [54, 31, 0, 37.5],
  ]);
  const block = (row: number, column: number): Tensor => relu.lo(row, column).hi(2, 2);
  expect([
    [max(block(0, 0)), max(block(0, 2))],
    [max(block(2, 0)), max(block(2, 2))],
  ]).toEqual([
    [104, 224],
    [217.5, 52.5],
  ]);
});

test("C10, E5: a 7x7 curve template scores 6600 on a curve and 0 on another patch", () => {
  const draw = (pixels: readonly (readonly [number, number, number])[]): Tensor => {
    const patch = zeros([7, 7]);
    for (const [row, column, grey] of pixels) patch.set(row, column, grey);
    return patch;
  };
  const path = [
    [1, 5],
    [2, 4],
    [3, 3],
    [4, 3],
    [5, 3],
  ] as const;
  const template = draw(path.map(([row, column]) => [row, column, 30]));
  const curve = draw(path.map(([row, column]) => [row, column, row === 3 ? 20 : 50]));
  // 30 · (50 + 50 + 20 + 50 + 50)
  expect(templateScore(curve, template)).toBe(6600);
  expect(
    templateScore(
      draw([
        [1, 1, 40],
        [6, 3, 50],
      ]),
      template,
    ),
  ).toBe(0);
});
