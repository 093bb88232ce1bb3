// Numbers in the wrong place, and lists where a tensor is due: each function says so before it works.
import { expect, test } from "vitest";
import * as augment from "../../kernel/helpers/augment/index.ts";
import * as compress from "../../kernel/helpers/compress/index.ts";
import * as optim from "../../kernel/helpers/optim/index.ts";
import * as t from "../../kernel/helpers/tensor/index.ts";
import { faultOf } from "../support/codes.ts";

const rng = (): t.Rng => new t.Rng(1);
const image = t.ones([4, 4, 3]);
const nan = Number.NaN;

/** Functions with one number left open, and numbers that each refuses. */
const open: readonly (readonly [string, (n: number) => unknown, readonly number[]])[] = [
  ["random low", (n) => t.random([2], { seed: 1, low: n, high: 9 }), [nan, Infinity, 10]],
  ["randomNormal std", (n) => t.randomNormal([2], { seed: 1, std: n }), [nan, -1, Infinity]],
  ["Rng.integer", (n) => rng().integer(n), [nan, 0, -1, 1.5, Infinity]],
  ["allclose tolerance", (n) => t.allclose([1], [1], n), [nan, -1]],
  ["labelSmooth", (n) => optim.labelSmooth([[1, 0]], n), [nan, -0.1, 1.1]],
  ["ema", (n) => optim.ema([1], [1], n), [nan, -1, 5]],
  ["bootstrap", (n) => optim.bootstrap(n, rng()), [nan, 0, -1, 2.5]],
  ["shuffled", (n) => optim.shuffled(n, rng()), [nan, -1, 2.5]],
  ["penalty", (n) => optim.penalty("l2", [1], n), [nan, -1]],
  ["softThreshold", (n) => optim.softThreshold([1], n), [nan, -1]],
  ["logUniform", (n) => optim.logUniform(n, 1, rng()), [nan, 2, -Infinity]],
  ["rotate", (n) => augment.rotate(image, n), [nan, Infinity]],
  ["shear", (n) => augment.shear(image, n), [nan, Infinity]],
  ["stretch", (n) => augment.stretch(image, 1, n), [nan, 0, 2000]],
  ["lens", (n) => augment.lens(image, n), [nan, 1, -1]],
  ["colourJitter", (n) => augment.colourJitter(image, n, rng()), [nan, -0.1, 2]],
  ["colourCast", (n) => augment.colourCast(image, n, rng()), [nan, -0.1, 2]],
  ["noise", (n) => augment.noise(image, n, rng()), [nan, -1, 11]],
  ["cutout", (n) => augment.cutout(image, n, rng()), [nan, -1, 1.5]],
  ["crop", (n) => augment.crop(image, 0, 0, [n, 2]), [nan, 0, -1]],
  ["tenCrop", (n) => augment.tenCrop(image, [n, 2]), [nan, 0, 1.5]],
  ["mixup", (n) => augment.mixup([1], [2], [1], [0], n), [nan, -0.1, 7]],
  ["sometimes", (n) => augment.sometimes(n, (x) => x), [nan, -1, 2]],
  ["quantise", (n) => compress.quantise([1, 2], n), [nan, 0, 1, 99, 2.5]],
  ["compressionRate", (n) => compress.compressionRate(n, 8), [nan, 0, -1, 2]],
];

test.each(open.flatMap(([name, call, numbers]) => numbers.map((n) => [name, n, call] as const)))(
  "%s refuses %d",
  async (_name, n, call) => {
    const fault = await faultOf(() => call(n));
    expect(fault.code).toBe("BAD_OPTIONS");
    // low above high is told from the side of high
    expect(`${fault.given} ${fault.expected}`).toContain(String(n));
    expect([fault.expected, fault.fix]).not.toContain(undefined);
  },
);

test.each<[string, () => unknown, string]>([
  [
    "random numbers without a seed",
    () => t.random([2], undefined as unknown as t.RandomOptions),
    "BAD_SEED",
  ],
  ["a seed that is a word", () => t.random([2], { seed: "one" as unknown as number }), "BAD_SEED"],
  ["a shape that is a number", () => t.zeros(3 as unknown as number[]), "SHAPE_NOT_WHOLE"],
  ["widths that are a number", () => t.pad([[1]], 1 as unknown as []), "PAD_WIDTHS"],
  ["a word as a value", () => t.full([2], "x" as unknown as number), "BAD_OPTIONS"],
  [
    "a crop of one number",
    () => augment.tenCrop(image, 2 as unknown as [number, number]),
    "BAD_OPTIONS",
  ],
  ["a list where a view is due", () => t.contiguous([1] as unknown as t.Tensor), "NOT_A_TENSOR"],
  ["a number to copy", () => t.copy(3 as unknown as t.Tensor), "NOT_A_TENSOR"],
  ["a list to reshape", () => t.reshape([1, 2] as unknown as t.Tensor, [2]), "NOT_A_TENSOR"],
  ["a list to print", () => t.formatTensor([1] as unknown as t.Tensor), "NOT_A_TENSOR"],
  ["a list to make lists of", () => t.toNested([1] as unknown as t.Tensor), "NOT_A_TENSOR"],
  ["an unknown penalty", () => optim.penalty("l7" as "l1", [1], 1), "BAD_OPTIONS"],
  ["weights of NaN to quantise", () => compress.quantise([nan, 1], 8), "BAD_OPTIONS"],
  [
    "integers in place of floats",
    () => t.asTensor(new Int32Array(3) as unknown as number[]),
    "NOT_A_TENSOR",
  ],
  ["a tensor beyond all memory", () => t.random([1e5, 1e5], { seed: 1 }), "SHAPE_TOO_LARGE"],
])("%s is refused", async (_, action, code) => {
  expect((await faultOf(action)).code).toBe(code);
});
