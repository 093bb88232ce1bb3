import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { fromArray, random, Rng, tensor, zeros } from "../../../kernel/helpers/tensor/index.ts";
import {
  anchors,
  averagePrecision,
  boxDecode,
  boxEncode,
  iou,
  meanAveragePrecision,
  nms,
  roiPool,
  roiPoolBackward,
} from "../../../kernel/helpers/vision/index.ts";
import "../../support/tensors.ts";

beforeAll(async () => {
  await tf.setBackend("cpu");
});

const corner = fc.integer({ min: 0, max: 12 });
const side = fc.integer({ min: 0, max: 8 });
const box = fc
  .tuple(corner, corner, side, side)
  .map(([top, left, height, width]) => [top, left, top + height, left + width] as const);

describe("N1: intersection over union", () => {
  test("a box without area overlaps nothing, itself included, instead of 0/0", () => {
    expect(iou([0, 0, 0, 2], [0, 0, 0, 2])).toBe(0);
    expect(iou([1, 1, 1, 1], [0, 0, 2, 2])).toBe(0);
    // apart in both directions: −1 · −1 is no overlap
    expect(iou([0, 0, 1, 1], [2, 2, 3, 3])).toBe(0);
  });

  test("by hand: apart, touching, nested, half, the same, without area", () => {
    expect(iou([0, 0, 2, 2], [5, 5, 6, 6])).toBe(0);
    expect(iou([0, 0, 2, 2], [0, 2, 2, 4])).toBe(0);
    expect(iou([0, 0, 4, 4], [1, 1, 3, 3])).toBe(4 / 16);
    expect(iou([0, 0, 2, 2], [0, 1, 2, 3])).toBe(2 / 6);
    expect(iou([0, 0, 2, 2], [0, 0, 2, 2])).toBe(1);
    expect(iou([1, 1, 1, 1], [1, 1, 1, 1])).toBe(0);
  });

  test("it is what counting the unit squares of both boxes gives", () => {
    const cells = ([top, left, bottom, right]: readonly [
      number,
      number,
      number,
      number,
    ]): Set<string> => {
      const found = new Set<string>();
      for (let y = top; y < bottom; y += 1)
        for (let x = left; x < right; x += 1) found.add(`${y},${x}`);
      return found;
    };
    fc.assert(
      fc.property(box, box, (a, b) => {
        const [one, two] = [cells(a), cells(b)];
        const union = new Set([...one, ...two]).size;
        const expected = union === 0 ? 0 : [...one].filter((cell) => two.has(cell)).length / union;
        expect(iou(a, b)).toBeCloseTo(expected, 12);
        expect(iou(b, a)).toBe(iou(a, b));
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});

describe("N1: non-maximum suppression", () => {
  test("an empty list stays empty, one box stays, of two equal ones the first", () => {
    expect(nms([], [])).toEqual([]);
    expect(nms([[0, 0, 1, 1]], [0.1])).toEqual([0]);
    expect(
      nms(
        [
          [0, 0, 1, 1],
          [0, 0, 1, 1],
        ],
        [0.5, 0.5],
      ),
    ).toEqual([0]);
  });

  test("a box that a dropped box overlaps stays: only kept boxes suppress", () => {
    // 0–4, 2–6 and 4–8: neighbours overlap by 1/3, the first and the last do not touch
    const boxes = [
      [0, 0, 1, 4],
      [0, 2, 1, 6],
      [0, 4, 1, 8],
    ];
    expect(nms(boxes, [0.9, 0.8, 0.7], { threshold: 0.3 })).toEqual([0, 2]);
  });

  test("an overlap equal to the threshold does not suppress", () => {
    const boxes = [
      [0, 0, 1, 2],
      [0, 0, 1, 1],
    ]; // IoU 1/2
    expect(nms(boxes, [0.9, 0.8], { threshold: 0.5 })).toEqual([0, 1]);
    expect(nms(boxes, [0.9, 0.8], { threshold: 0.49 })).toEqual([0]);
    expect(nms(boxes, [0.9, 0.8], { limit: 1 })).toEqual([0]);
  });

  test("TensorFlow.js keeps the same boxes on random ones", () => {
    for (let seed = 1; seed <= 30; seed += 1) {
      const rng = new Rng(seed);
      const boxes = Array.from({ length: 25 }, () => {
        const [top, left] = [rng.uniform() * 8, rng.uniform() * 8];
        return [top, left, top + 0.5 + rng.uniform() * 4, left + 0.5 + rng.uniform() * 4];
      });
      const scores = boxes.map(() => rng.uniform());
      const threshold = 0.2 + 0.5 * rng.uniform();
      const expected = tf.image.nonMaxSuppression(
        tf.tensor2d(boxes),
        tf.tensor1d(scores),
        25,
        threshold,
      );
      expect(nms(boxes, scores, { threshold })).toEqual([...expected.dataSync()]);
      expected.dispose();
    }
  });
});

describe("N1, N3: what a detector is measured and trained with", () => {
  test("an overlap of exactly the threshold is enough", () => {
    // half of a 2×2 box: 2/4
    const truths = [{ image: 1, box: [0, 0, 2, 2] }];
    const found = [{ image: 1, box: [0, 0, 2, 1], score: 0.9 }];
    expect(averagePrecision(found, truths, { threshold: 0.5 }).ap).toBe(1);
    expect(averagePrecision(found, truths, { threshold: 0.51 }).ap).toBe(0);
  });

  test("a region's corners go to the nearest pixel", () => {
    // 16 … 1; from 0.6 to 2.4 are rows and columns 1 and 2, whose largest is 11
    const falling = fromArray(Array.from({ length: 16 }, (_, i) => 16 - i), [1, 4, 4, 1]); // prettier-ignore
    const { output } = roiPool(falling, [[0.6, 0.6, 2.4, 2.4]], { size: [1, 1] });
    expect([...output.data]).toEqual([11]);
  });

  test("average precision by hand: right, wrong, right of two", () => {
    const truths = [
      { image: "a", box: [0, 0, 2, 2] },
      { image: "b", box: [0, 0, 2, 2] },
    ];
    const detections = [
      { image: "b", box: [0, 0, 2, 2], score: 0.5 },
      { image: "a", box: [0, 0, 2, 2], score: 0.9 },
      { image: "a", box: [7, 7, 9, 9], score: 0.7 },
    ];
    const result = averagePrecision(detections, truths);
    expect(result.precision).toEqual([1, 1 / 2, 2 / 3]);
    expect(result.recall).toEqual([1 / 2, 1 / 2, 1]);
    // ½·1 + ½·⅔
    expect(result.ap).toBeCloseTo(5 / 6, 12);
  });

  test("a box found twice is right once, and one in another image does not count", () => {
    const truths = [{ image: 1, box: [0, 0, 2, 2] }];
    const found = (image: number, score: number) => ({ image, box: [0, 0, 2, 2], score });
    expect(averagePrecision([found(1, 0.9), found(1, 0.8)], truths).precision).toEqual([1, 0.5]);
    expect(averagePrecision([found(2, 0.9)], truths).ap).toBe(0);
  });

  test("nothing found gives 0, nothing to find gives NaN, and NaN is left out of the mean", () => {
    expect(averagePrecision([], [{ image: 1, box: [0, 0, 1, 1] }]).ap).toBe(0);
    const { ap } = averagePrecision([], []);
    expect(ap).toBeNaN();
    expect(meanAveragePrecision([1, ap, 0.5])).toBe(0.75);
  });

  test("precision is made falling: a late right answer lifts what stands before it", () => {
    const truths = [1, 2, 3].map((image) => ({ image, box: [0, 0, 1, 1] }));
    const hit = (image: number, score: number) => ({ image, box: [0, 0, 1, 1], score });
    const miss = (score: number) => ({ image: 1, box: [5, 5, 6, 6], score });
    // precisions 0, ½, ⅔, ¾: highest to the right is ¾ everywhere
    const { ap } = averagePrecision([miss(0.9), hit(1, 0.8), hit(2, 0.7), hit(3, 0.6)], truths);
    expect(ap).toBeCloseTo(3 / 4, 12);
  });
});

describe("N2: box regression", () => {
  test("by hand: twice as large and one half of its size further down and right", () => {
    const [y, x, h, w] = boxEncode([0, 0, 4, 4], [0, 0, 2, 2]);
    expect([y, x]).toEqual([0.5, 0.5]);
    expect([h, w]).toEqual([Math.log(2), Math.log(2)]);
  });

  test("decoding undoes encoding, for every box and anchor with an area", () => {
    const solid = fc
      .tuple(corner, corner, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }))
      .map(([top, left, h, w]) => [top, left, top + h, left + w]);
    fc.assert(
      fc.property(solid, solid, (b, anchor) => {
        expect([...boxDecode(boxEncode(b, anchor), anchor)]).toBeCloseToTensor(b);
      }),
      { seed: 2 },
    );
  });
});

describe("N3: anchors", () => {
  test("nine per cell: three areas, three ratios of height to width, all round the middle of the cell", () => {
    const made = anchors([2, 3], { stride: 16 });
    expect(made.shape).toEqual([2 * 3 * 9, 4]);
    const boxes = Array.from({ length: 9 }, (_, i) => [...made.data.subarray(4 * i, 4 * i + 4)]);
    const sizes = boxes.map(([t = 0, l = 0, b = 0, r = 0]) => ({
      h: b - t,
      w: r - l,
      y: (t + b) / 2,
      x: (l + r) / 2,
    }));
    expect(sizes.map(({ h, w }) => Math.round(Math.sqrt(h * w)))).toEqual([
      128, 128, 128, 256, 256, 256, 512, 512, 512,
    ]);
    expect(sizes.map(({ h, w }) => Number((h / w).toFixed(9)))).toEqual([
      0.5, 1, 2, 0.5, 1, 2, 0.5, 1, 2,
    ]);
    for (const { y, x } of sizes) expect([y, x]).toEqual([expect.closeTo(8), expect.closeTo(8)]);
    // the last cell is row 1, column 2
    const [top = 0, left = 0, bottom = 0, right = 0] = [...made.data.subarray(4 * 46, 4 * 46 + 4)];
    expect([(top + bottom) / 2, (left + right) / 2]).toEqual([
      expect.closeTo(24),
      expect.closeTo(40),
    ]);
  });
});

describe("N2: region-of-interest pooling", () => {
  const map = fromArray(
    Array.from({ length: 16 }, (_, i) => i),
    [1, 4, 4, 1],
  );

  test("by hand: the whole map in four bins, and a region of 3 × 3 in 2 × 2 bins that share the middle", () => {
    expect(roiPool(map, [[0, 0, 3, 3]], { size: [2, 2] }).output).toBeCloseToTensor([
      [
        [[5], [7]],
        [[13], [15]],
      ],
    ]);
    // rows 0–1 and 1–2, columns 0–1 and 1–2
    expect(roiPool(map, [[0, 0, 2, 2]], { size: [2, 2] }).output).toBeCloseToTensor([
      [
        [[5], [6]],
        [[9], [10]],
      ],
    ]);
  });

  test("a region of one pixel fills all bins; at the border it is cut off; outside it is 0", () => {
    const values = (roi: number[]): number[] => [
      ...roiPool(map, [roi], { size: [2, 2] }).output.data,
    ];
    expect(values([1, 1, 1, 1])).toEqual([5, 5, 5, 5]);
    expect(values([3, 3, 6, 6])).toEqual([15, 0, 0, 0]);
    expect(values([9, 9, 12, 12])).toEqual([0, 0, 0, 0]);
  });

  test("maps of negative numbers keep them, and each region reads its own image", () => {
    const two = fromArray([-5, -3, -7, -9], [2, 1, 2, 1]);
    const { output } = roiPool(
      two,
      [
        [0, 0, 0, 1],
        [0, 0, 0, 1],
      ],
      { size: [1, 1], images: [1, 0] },
    );
    expect([...output.data]).toEqual([-7, -3]);
  });

  test("scale maps the image's pixels to the map's, rounded", () => {
    // 16 · ¼ = 4 → beyond the map; 5 · ¼ = 1.25 → 1
    const { output } = roiPool(map, [[5, 5, 11, 11]], { size: [1, 1], scale: 0.25 });
    expect(output.data[0]).toBe(15);
  });

  test("its gradient agrees with differences, where regions overlap too", () => {
    const x = random([2, 5, 6, 2], { seed: 3 });
    const rois = [
      [0, 0, 4, 5],
      [1, 1, 3, 2],
      [2, 0, 4, 4],
    ];
    const options = { size: [2, 3], images: [0, 0, 1] } as const;
    const weights = random([3, 2, 3, 2], { seed: 4, low: -1 });
    const loss = (): number => {
      const { output } = roiPool(x, rois, options);
      return output.data.reduce((sum, value, i) => sum + value * (weights.data[i] ?? 0), 0);
    };
    const gradient = roiPoolBackward(weights, roiPool(x, rois, options));
    const numeric = zeros(x.shape);
    for (let i = 0; i < x.size; i += 1) {
      const value = x.data[i] ?? 0;
      const at = (to: number): number => {
        x.data[i] = to;
        return loss();
      };
      // distinct random numbers: a step of 1e-6 moves no maximum
      numeric.data[i] = (at(value + 1e-6) - at(value - 1e-6)) / 2e-6;
      x.data[i] = value;
    }
    expect(gradient).toBeCloseToTensor(numeric, 1e-6);
    expect(gradient.data.reduce((sum, g) => sum + g, 0)).toBeCloseTo(
      weights.data.reduce((sum, g) => sum + g, 0),
      9,
    );
  });

  test("no regions give an empty result", () => {
    expect(roiPool(map, tensor([]), { size: [2, 2] }).output.shape).toEqual([0, 2, 2, 1]);
  });
});
