import fc from "fast-check";
import { expect, test } from "vitest";
import * as augment from "../../../kernel/helpers/augment/index.ts";
import { random, Rng, sum, tensor, type Tensor } from "../../../kernel/helpers/tensor/index.ts";
import { codeOf } from "../../support/codes.ts";
import "../../support/tensors.ts";

const picture = (height: number, width: number, channels = 1, seed = 1): Tensor =>
  random([height, width, channels], { seed });

test("T21 mirroring twice gives the image back, for images that are not square too", () => {
  const image = picture(3, 5, 2);
  for (const axis of ["horizontal", "vertical"] as const) {
    expect(augment.mirror(augment.mirror(image, axis), axis)).toBeCloseToTensor(image);
    expect(augment.mirror(image, axis)).not.toBeCloseToTensor(image);
  }
});

test("T21 four rotations by 90° give the image back, and one moves the corner where it belongs", () => {
  const image = tensor([[[1], [2]], [[3], [4]]]); // prettier-ignore
  const once = augment.rotate(image, 90);
  expect([...once.data]).toEqual([2, 4, 1, 3]); // counter-clockwise: top right goes to top left
  const four = [1, 2, 3, 4].reduce((current) => augment.rotate(current, 90), picture(5, 5, 3));
  expect(four).toBeCloseToTensor(picture(5, 5, 3));
});

test("T21 ten crops are five crops and their mirror images", () => {
  const image = picture(6, 8, 1);
  const crops = augment.tenCrop(image, [4, 5]);
  expect(crops.map(({ shape }) => shape)).toEqual(Array.from({ length: 10 }, () => [4, 5, 1]));
  for (const i of [0, 1, 2, 3, 4]) {
    expect(crops[i + 5]).toBeDefined();
    expect(augment.mirror(crops[i] ?? image)).toBeCloseToTensor(crops[i + 5] ?? image);
  }
  expect(crops[3]?.get(3, 4, 0)).toBe(image.get(5, 7, 0));
});

test("T28 the average over ten crops does not change when the image is mirrored", () => {
  const image = picture(6, 8, 1);
  const classify = (crop: Tensor): number[] => [crop.get(0, 0, 0), crop.get(1, 2, 0) ** 2];
  const average = (of: Tensor): readonly number[] =>
    augment.averagePredictions(augment.tenCrop(of, [4, 6]).map(classify));
  const [plain, flipped] = [average(image), average(augment.mirror(image))];
  plain.forEach((value, k) => expect(flipped[k]).toBeCloseTo(value, 12));
  // (0.2 + 0.6 + 1)/3 and (0.8 + 0.4 + 0)/3
  const [first, second] = augment.averagePredictions([[0.2, 0.8], [0.6, 0.4], [1, 0]]); // prettier-ignore
  expect(first).toBeCloseTo(0.6, 12);
  expect(second).toBeCloseTo(0.4, 12);
});

const changes: readonly (readonly [string, augment.Augmentation])[] = [
  ["rotate", (image) => augment.rotate(image, 17)],
  ["zoom", (image) => augment.zoom(image, 1.3)],
  ["stretch", (image) => augment.stretch(image, 0.8, 1.2)],
  ["shear", (image) => augment.shear(image, 0.3)],
  ["lens", (image) => augment.lens(image, 0.2)],
  ["colourJitter", (image, rng) => augment.colourJitter(image, 0.5, rng)],
  ["colourCast", (image, rng) => augment.colourCast(image, 0.5, rng)],
  ["noise", (image, rng) => augment.noise(image, 0.5, rng)],
  ["cutout", (image, rng) => augment.cutout(image, 3, rng)],
  ["randAugment", augment.randAugment(3, 1)],
];

test.each(changes)(
  "T21 %s keeps shape and range, is repeatable, and leaves its argument alone",
  (_name, change) => {
    const image = picture(7, 5, 3, 2);
    const before = image.data.slice();
    const [first, again] = [change(image, new Rng(4)), change(image, new Rng(4))];
    expect(first.shape).toEqual([7, 5, 3]);
    expect(Math.min(...first.data)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...first.data)).toBeLessThanOrEqual(1);
    expect(again).toBeCloseToTensor(first);
    expect(image.data).toEqual(before);
  },
);

test("T21 zooming by 1, shearing by 0 and a lens of 0 change nothing", () => {
  const image = picture(5, 6, 2);
  for (const same of [augment.zoom(image, 1), augment.shear(image, 0), augment.lens(image, 0)]) {
    expect(same).toBeCloseToTensor(image);
  }
});

test("T21 zooming by 2 shows the middle, between pixels by interpolation", () => {
  // columns 0 1 2 3 of a ramp are read at 0.75, 1.25, 1.75, 2.25 (and rows likewise)
  const ramp = tensor([0, 1, 2, 3].map(() => [[0], [1], [2], [3]]));
  expect([...augment.zoom(ramp, 2).data.slice(0, 4)]).toEqual([0.75, 1.25, 1.75, 2.25]);
});

test("T21 stretching, shearing and a lens move pixels where their formulas say", () => {
  const ramp = (n: number): Tensor =>
    tensor(Array.from({ length: n }, () => Array.from({ length: n }, (_, x) => [x])));
  // twice as wide alone: columns read at 0.75 … 2.25; a ramp has no rows to see, so its turned picture
  expect([...augment.stretch(ramp(4), 1, 2).data.slice(0, 4)]).toEqual([0.75, 1.25, 1.75, 2.25]);
  expect(augment.stretch(ramp(4), 2, 1)).toBeCloseToTensor(ramp(4));
  // row y reads at x − (y − 1): one to the right in the first row, one to the left in the last, 0 from outside
  expect([...augment.shear(ramp(3), 1).data]).toEqual([1, 2, 0, 0, 1, 2, 0, 0, 1]);
  // the corner is √8 from the middle; (1, 1) lies √2 off and is read at 2 − (1 + 0.5·2/8), (2, 3) at 2 + (1 + 0.5·1/8)
  const bent = augment.lens(ramp(5), 0.5);
  expect(bent.get(1, 1, 0)).toBeCloseTo(0.875, 12);
  expect(bent.get(2, 3, 0)).toBeCloseTo(3.0625, 12);
});

test("T21 a cast moves each channel by its own amount, jitter is one straight line for all, noise has its spread", () => {
  const grey = tensor(Array.from({ length: 50 }, () => Array.from({ length: 40 }, () => [0.5, 0.5, 0.5]))); // prettier-ignore
  const cast = augment.colourCast(grey, 0.3, new Rng(2));
  const own = [0, 1, 2].map((c) => cast.get(0, 0, c));
  expect(new Set(own).size).toBe(3);
  const casts = new Rng(2);
  own.forEach((value) => expect(value).toBeCloseTo(0.5 + 0.3 * (2 * casts.uniform() - 1), 12));
  own.forEach((value) => expect(Math.abs(value - 0.5)).toBeLessThanOrEqual(0.3));
  cast.data.forEach((value, i) => expect(value).toBe(own[i % 3]));
  // brightness moves the middle, contrast the distances from it
  const draws = new Rng(3);
  const [brightness, contrast] = [0.2 * (2 * draws.uniform() - 1), 1 + 0.2 * (2 * draws.uniform() - 1)]; // prettier-ignore
  const [low = 0, middle = 0, high = 0] = augment.colourJitter([[[0.4], [0.5], [0.6]]], 0.2, new Rng(3)).data; // prettier-ignore
  expect(middle).toBeCloseTo(0.5 + brightness, 12);
  expect(middle - low).toBeCloseTo(0.1 * contrast, 12);
  expect(high - middle).toBeCloseTo(0.1 * contrast, 12);
  const noisy = augment.noise(grey, 0.1, new Rng(4)).data;
  const mean = noisy.reduce((a, b) => a + b, 0) / noisy.length;
  expect(Math.abs(mean - 0.5)).toBeLessThan(0.005);
  const spread = noisy.reduce((total, value) => total + (value - mean) ** 2, 0) / noisy.length;
  expect(Math.abs(Math.sqrt(spread) - 0.1)).toBeLessThan(0.005);
});

test("T22 cutout is clipped at the border", () => {
  const ones = tensor(Array.from({ length: 5 }, () => Array.from({ length: 5 }, () => [1])));
  // 3×3 round the corner: 2×2 remain on the image
  expect(sum(augment.cutoutAt(ones, 0, 0, 3))).toBe(25 - 4);
  expect(sum(augment.cutoutAt(ones, 2, 2, 3))).toBe(25 - 9);
  // at the right edge two columns of three rows; the next row's first pixel stays
  const right = augment.cutoutAt(ones, 2, 4, 3);
  expect(sum(right)).toBe(25 - 3 * 2);
  expect([right.get(2, 0, 0), right.get(3, 0, 0), right.get(4, 4, 0)]).toEqual([1, 1, 1]);
  expect(sum(augment.cutoutAt(ones, 4, 2, 4))).toBe(25 - 3 * 4);
});

test("T23 mixup by hand, and its labels still sum to one", () => {
  const { image, label } = augment.mixup([0, 10], [4, 20], [1, 0], [0, 1], 0.25);
  expect([...image.data]).toEqual([3, 17.5]);
  expect([...label.data]).toEqual([0.25, 0.75]);
  expect(codeOf(() => augment.mixup([1], [1, 2], [1], [1], 0.5))).toBe("SHAPES_DIFFER");
});

test("T23 Beta(0.2, 0.2) has mean 0.5 and variance 0.1786", () => {
  const rng = new Rng(3);
  const draws = Array.from({ length: 40_000 }, () => augment.sampleBeta(0.2, 0.2, rng));
  const mean = draws.reduce((a, b) => a + b, 0) / draws.length;
  const variance = draws.reduce((a, b) => a + (b - mean) ** 2, 0) / draws.length;
  expect(Math.abs(mean - 0.5)).toBeLessThan(0.01);
  expect(Math.abs(variance - 0.25 / 1.4)).toBeLessThan(0.005);
});

test("T23 Beta(2, 3) has mean 2/5 and variance 6/(5²·6) = 0.04", () => {
  const rng = new Rng(5);
  const draws = Array.from({ length: 40_000 }, () => augment.sampleBeta(2, 3, rng));
  const mean = draws.reduce((a, b) => a + b, 0) / draws.length;
  const variance = draws.reduce((a, b) => a + (b - mean) ** 2, 0) / draws.length;
  expect(Math.abs(mean - 0.4)).toBeLessThan(0.004);
  expect(Math.abs(variance - 0.04)).toBeLessThan(0.001);
});

test("T23 Beta draws lie in [0, 1] for every pair of parameters", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 50, noNaN: true }),
      fc.double({ min: 0.01, max: 50, noNaN: true }),
      fc.integer(),
      (a, b, seed) => {
        const draw = augment.sampleBeta(a, b, new Rng(seed));
        expect(draw).toBeGreaterThanOrEqual(0);
        expect(draw).toBeLessThanOrEqual(1);
      },
    ),
    { seed: 2, numRuns: 200 },
  );
  expect(codeOf(() => augment.sampleBeta(0, 1, new Rng(1)))).toBe("BETA_SHAPE");
});

test("T24 the search finds a policy that undoes a rotation of the validation set", () => {
  // a "model" that only knows upright bars: the score is how much of the rotated bar a policy makes upright
  const upright = tensor(
    Array.from({ length: 9 }, () => Array.from({ length: 9 }, (_, x) => [x === 4 ? 1 : 0])),
  );
  const turned = augment.rotate(upright, 30);
  const overlap = (steps: readonly augment.PolicyStep[]): number => {
    const rng = new Rng(1);
    const views = Array.from({ length: 30 }, () => augment.policy(steps)(turned, rng));
    return Math.max(
      ...views.map((view) =>
        [...view.data].reduce(
          (total: number, value, i) => total + value * (upright.data[i] ?? 0),
          0,
        ),
      ),
    );
  };
  const found = augment.searchPolicy(40, new Rng(6), overlap);
  expect(found.score).toBeGreaterThan(overlap([]));
  expect(found.steps.length).toBeGreaterThan(0);
});

test("T24 a step with probability 0 never happens, one with 1 always", () => {
  const image = picture(4, 4);
  const never = augment.policy([{ operation: "mirror", probability: 0, magnitude: 1 }]);
  const always = augment.policy([{ operation: "mirror", probability: 1, magnitude: 1 }]);
  expect(never(image, new Rng(1))).toBeCloseToTensor(image);
  expect(always(image, new Rng(1))).toBeCloseToTensor(augment.mirror(image));
});

test.each([
  ["CROP_OUTSIDE", () => augment.crop(picture(4, 4), 2, 2, [3, 3])],
  ["BAD_OPTIONS", () => augment.zoom(picture(4, 4), 0)],
  ["POLICY_STEP", () => augment.policy([{ operation: "mirror", probability: 2, magnitude: 0 }])],
  ["WRONG_RANK", () => augment.mirror([[1, 2]])],
] as const)("%s: what makes no sense is refused", (code, run) => {
  expect(codeOf(run)).toBe(code);
});
