import fc from "fast-check";
import { expect, test } from "vitest";
import {
  convolve1d,
  convolve2d,
  correlate1d,
  correlate2d,
  differenceOfGaussians,
  filterBank,
  gaussian,
  rot180,
  templateScore,
  type Mode,
} from "../../../kernel/helpers/ops/index.ts";
import {
  add,
  allclose,
  flip,
  full,
  ones,
  random,
  scale,
  sum,
  tensor,
  toNested,
  zeros,
  type Tensor,
} from "../../../kernel/helpers/tensor/index.ts";
import { codeOf } from "../../support/codes.ts";
import { slowConvolve2d } from "../../support/slow-conv.ts";
import "../../support/tensors.ts";

test("convolve1d flips the filter, correlate1d does not", () => {
  // flipped filter [0, 1]: 1·0 + 2·1 = 2, 2·0 + 3·1 = 3
  expect(convolve1d([1, 2, 3], [1, 0])).toBeCloseToTensor([2, 3]);
  expect(correlate1d([1, 2, 3], [1, 0])).toBeCloseToTensor([1, 2]);
});

test("C1: full 1-D convolution has n + k − 1 entries: it multiplies polynomials", () => {
  // (1 + 2x)(3 + 4x + 5x²) = 3 + 10x + 13x² + 10x³
  expect(convolve1d([1, 2], [3, 4, 5], "full")).toBeCloseToTensor([3, 10, 13, 10]);
});

test("'same' puts the odd zero at the end", () => {
  // correlate, [1, 1] over [1, 2, 3, 0]
  expect(correlate1d([1, 2, 3], [1, 1], "same")).toBeCloseToTensor([3, 5, 3]);
  // convolve, flipped [10, 1]: 10·1 + 1·2, 10·2 + 1·3, 10·3 + 1·0
  expect(convolve1d([1, 2, 3], [1, 10], "same")).toBeCloseToTensor([12, 23, 30]);
});

test("'circular' takes what is missing from the other side", () => {
  // over [3, 1, 2, 3, 1]
  expect(correlate1d([1, 2, 3], [1, 0, 0], "circular")).toBeCloseToTensor([3, 1, 2]);
});

test("correlate2d slides the filter without flipping it", () => {
  const image = tensor([
    [1, 2, 3],
    [4, 5, 6],
    [7, 8, 9],
  ]);
  const w = tensor([
    [1, 2],
    [3, 4],
  ]);
  // 1·1 + 2·2 + 4·3 + 5·4 = 37; a flipped filter gives 1·4 + 2·3 + 4·2 + 5·1 = 23
  expect(correlate2d(image, w)).toBeCloseToTensor([
    [37, 47],
    [67, 77],
  ]);
  expect(convolve2d(image, w).get(0, 0)).toBe(23);
});

test("views are read as they are seen, not as they are stored", () => {
  const image = tensor([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  expect(correlate2d(image.transpose(1, 0), [[1, 10]])).toBeCloseToTensor([[41], [52], [63]]);
  expect(correlate2d(image, image.step(-1, -1))).toBeCloseToTensor(convolve2d(image, image));
});

test("float32 comes out of float32, float64 of a mixture", () => {
  const single = ones([3, 3], { dtype: "float32" });
  expect(correlate2d(single, single).dtype).toBe("float32");
  expect(correlate2d(single, [[1]]).dtype).toBe("float64");
});

test("no argument is changed", () => {
  const image = random([4, 5], { seed: 1 });
  const w = random([2, 3], { seed: 2 });
  const before = [toNested(image), toNested(w)];
  for (const mode of ["valid", "same", "full", "circular"] as const) {
    convolve2d(image, w, mode);
    correlate2d(image, w, mode);
  }
  expect([toNested(image), toNested(w)]).toEqual(before);
});

test("C6, E8: convolution is bilinear, by hand", () => {
  // [1, 2] * [1, −1] = [1, 1, −2]; (2·[1, 2]) * (3·[1, −1]) is 6 times that
  expect(convolve2d([[2, 4]], [[3, -3]], "full")).toBeCloseToTensor([[6, 6, -12]]);
  // and [1, 2] * ([1, −1] + [0, 1]) = [1, 2] * [1, 0] = [1, 1, −2] + [0, 1, 2]
  expect(convolve2d([[1, 2]], [[1, 0]], "full")).toBeCloseToTensor([[1, 2, 0]]);
});

test.each<[string, () => unknown, string]>([
  [
    "a filter larger than the image",
    () => correlate2d(ones([2, 2]), ones([3, 1])),
    "CORRELATE2D_FILTER_TOO_LARGE",
  ],
  ["a filter longer than the signal", () => convolve1d([1], [1, 2]), "CONVOLVE1D_FILTER_TOO_LARGE"],
  ["a signal of rank 2", () => convolve1d([[1]], [1]), "WRONG_RANK"],
  ["an image of rank 3", () => convolve2d(ones([1, 2, 2]), ones([1, 1])), "WRONG_RANK"],
  ["a filter of rank 1", () => correlate2d(ones([2, 2]), [1]), "WRONG_RANK"],
  ["an unknown mode", () => correlate2d([[1]], [[1]], "VALID" as Mode), "BAD_MODE"],
  ["an empty image", () => correlate2d(zeros([0, 3]), [[1]]), "CORRELATE2D_EMPTY"],
  ["an empty signal", () => correlate1d([], [1]), "CORRELATE1D_EMPTY"],
  ["a patch of another shape", () => templateScore(ones([2, 3]), ones([3, 2])), "SHAPES_DIFFER"],
  ["a rotated vector", () => rot180([1, 2]), "WRONG_RANK"],
  ["an even Gaussian", () => gaussian(4, 1), "BAD_OPTIONS"],
])("%s is refused with %3$s", (_, action, code) => {
  expect(codeOf(action)).toBe(code);
});

const matrix = (largest: number): fc.Arbitrary<Tensor> =>
  fc
    .tuple(fc.integer({ min: 1, max: largest }), fc.integer({ min: 1, max: largest }), fc.integer())
    .map(([rows, columns, seed]) => random([rows, columns], { seed, low: -2, high: 2 }));

type Law = (x: Tensor, a: Tensor, b: Tensor) => readonly [Tensor, Tensor];

const laws: readonly (readonly [string, Law])[] = [
  [
    "C2: full convolution agrees with the definition on random sizes",
    (x, a) => [convolve2d(x, a, "full"), tensor(slowConvolve2d(x, a))],
  ],
  [
    "C2: convolution is cross-correlation with the filter turned by 180°",
    (x, a) => [convolve2d(x, a, "full"), correlate2d(x, rot180(a), "full")],
  ],
  ["C4: convolution commutes", (x, a) => [convolve2d(x, a, "full"), convolve2d(a, x, "full")]],
  [
    "C4: cross-correlation the other way round is turned by 180°",
    (x, a) => [correlate2d(x, a, "full"), rot180(correlate2d(a, x, "full"))],
  ],
  [
    "C5: convolution is associative",
    (x, a, b) => [
      convolve2d(convolve2d(x, a, "full"), b, "full"),
      convolve2d(x, convolve2d(a, b, "full"), "full"),
    ],
  ],
  [
    "C6: convolution is homogeneous in both arguments",
    (x, a) => [convolve2d(scale(x, 3), scale(a, -2), "full"), scale(convolve2d(x, a, "full"), -6)],
  ],
  [
    "C6: convolution is additive",
    (x, a) => {
      const b = flip(a);
      return [
        convolve2d(x, add(a, b), "full"),
        add(convolve2d(x, a, "full"), convolve2d(x, b, "full")),
      ];
    },
  ],
  [
    "'same' is the part of 'full' that starts at ⌈(k − 1) / 2⌉ for convolution",
    (x, a) => {
      const top = Math.ceil(((a.shape[0] ?? 1) - 1) / 2);
      const left = Math.ceil(((a.shape[1] ?? 1) - 1) / 2);
      const [rows = 0, columns = 0] = x.shape;
      const whole = convolve2d(x, a, "full");
      return [convolve2d(x, a, "same"), whole.lo(top, left).hi(rows, columns)];
    },
  ],
  [
    "C7: with circular padding, shifting the image shifts the result",
    (x, a) => {
      const shift = (t: Tensor): Tensor => {
        const [rows = 1, columns = 1] = t.shape;
        const moved = zeros([rows, columns]);
        for (let i = 0; i < rows; i += 1)
          for (let j = 0; j < columns; j += 1) {
            moved.set((i + 1) % rows, (j + 2) % columns, t.get(i, j));
          }
        return moved;
      };
      return [correlate2d(shift(x), a, "circular"), shift(correlate2d(x, a, "circular"))];
    },
  ],
];

test.each(laws)("%s", (_, law) => {
  fc.assert(
    fc.property(matrix(7), matrix(4), matrix(4), (x, a, b) => allclose(...law(x, a, b)).equal),
    { seed: 10, numRuns: 60 },
  );
});

test("C3: cross-correlation equals convolution exactly for filters with 180° symmetry", () => {
  const image = random([5, 6], { seed: 4 });
  const { gauss, sobelX } = filterBank();
  expect(correlate2d(image, gauss)).toBeCloseToTensor(convolve2d(image, gauss));
  expect(allclose(correlate2d(image, sobelX), convolve2d(image, sobelX)).equal).toBe(false);
});

test("C7: with zeros outside, shifting the image shifts the result away from the border", () => {
  // 1·1 + 2·2 + 4·3 + 5·4 = 37: a result that is moved is still a correlation
  expect(correlate2d([[1, 2], [4, 5]], [[1, 2], [3, 4]]).get(0, 0)).toBe(37); // prettier-ignore
  const small = random([4, 4], { seed: 9 });
  const at = (top: number, left: number): Tensor => {
    const canvas = zeros([12, 12]);
    for (let i = 0; i < 4; i += 1)
      for (let j = 0; j < 4; j += 1) canvas.set(top + i, left + j, small.get(i, j));
    return canvas;
  };
  const { sobelX } = filterBank();
  const here = correlate2d(at(3, 3), sobelX, "same");
  const there = correlate2d(at(5, 4), sobelX, "same");
  expect(there.lo(4, 3).hi(6, 6)).toBeCloseToTensor(here.lo(2, 2).hi(6, 6));
});

test("C9: averaging filters sum to 1, derivatives to 0, and a constant image shows it", () => {
  const bank = filterBank();
  const sums = Object.entries(bank).map(([name, w]) => [name, Math.round(sum(w) * 1e9) / 1e9]);
  expect(Object.fromEntries(sums)).toEqual({
    sobelX: 0,
    sobelY: 0,
    laplace: 0,
    edge: 0,
    box: 1,
    gauss: 1,
    sharpen: 1,
  });
  for (const w of Object.values(bank)) {
    expect(correlate2d(full([4, 4], 7), w)).toBeCloseToTensor(full([2, 2], 7 * sum(w)));
  }
});

test("C9: Sobel answers 40 to a step of 10, and the slide's misprint answers 0 (E7)", () => {
  const step = tensor([
    [0, 0, 10, 10],
    [0, 0, 10, 10],
    [0, 0, 10, 10],
  ]);
  expect(correlate2d(step, filterBank().sobelX)).toBeCloseToTensor([[40, 40]]);
  const printed = [
    [-1, 0, 1],
    [2, 0, -2],
    [-1, 0, 1],
  ];
  expect(correlate2d(step, printed)).toBeCloseToTensor([[0, 0]]);
});

test("C9: a Gaussian sums to 1, the difference of two to 0, brightest in the middle", () => {
  expect(sum(gaussian(7, 1.5))).toBeCloseTo(1, 12);
  const dog = differenceOfGaussians(7, 1, 2);
  expect(sum(dog)).toBeCloseTo(0, 12);
  expect(dog.get(3, 3)).toBeGreaterThan(0);
  expect(dog.get(0, 3)).toBeLessThan(0);
});
