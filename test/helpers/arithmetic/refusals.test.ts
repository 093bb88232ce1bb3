// What every function of the door does with what makes no sense.
import { expect, test } from "vitest";
import {
  axisPads,
  convFlops,
  convMacs,
  convParams,
  denseParams,
  effectiveSize,
  fitTable,
  memory,
  outSize,
  receptiveField,
  samePads,
  seesObject,
  transposedSize,
  widenField,
} from "../../../kernel/helpers/arithmetic/index.ts";
import { codeOf, faultOf } from "../../support/codes.ts";

/** Each function with one size left open. */
const openSize: readonly (readonly [string, (n: number) => unknown])[] = [
  ["outSize n", (n) => outSize(n, 3)],
  ["outSize k", (n) => outSize(7, n)],
  ["outSize stride", (n) => outSize(7, 3, { stride: n })],
  ["outSize with explain", (n) => outSize(n, 3, { explain: true })],
  ["samePads", (n) => samePads(n, 3)],
  ["samePads stride", (n) => samePads(7, 3, n)],
  ["axisPads", (n) => axisPads(7, n)],
  ["effectiveSize", (n) => effectiveSize(n, 2)],
  ["effectiveSize dilation", (n) => effectiveSize(3, n)],
  ["fitTable", (n) => fitTable(7, n)],
  ["transposedSize", (n) => transposedSize(n, 3)],
  ["transposedSize stride", (n) => transposedSize(4, 3, { stride: n })],
  ["convParams", (n) => convParams({ kh: n, cin: 1, cout: 1 })],
  ["convMacs", (n) => convMacs({ kh: 3, cin: 1, cout: 1, oh: n })],
  ["convFlops", (n) => convFlops({ kh: 3, cin: n, cout: 1, oh: 2 })],
  ["denseParams", (n) => denseParams({ cin: n, cout: 1 })],
  ["memory", (n) => memory({ parameters: 1, activations: 1, batch: n })],
  ["receptiveField k", (n) => receptiveField([{ k: n }])],
  ["receptiveField n", (n) => receptiveField([{ k: 3 }], { n })],
  ["widenField", (n) => widenField({ size: 1, jump: 1, start: 0 }, n)],
];
const senseless = [0, -1, 1.5, Number.NaN, Infinity, 2 ** 60];

test.each(openSize.flatMap(([name, call]) => senseless.map((n) => [name, n, call] as const)))(
  "%s refuses %d as a size",
  (_name, n, call) => {
    expect(codeOf(() => call(n))).toBe("BAD_OPTIONS");
  },
);

test.each<[string, () => unknown, string]>([
  ["an object of NaN pixels", () => seesObject([{ k: 3 }], Number.NaN), "BAD_OPTIONS"],
  ["layers that are no list", () => receptiveField(3 as unknown as []), "BAD_OPTIONS"],
  ["a layer that is a number", () => receptiveField([3] as unknown as []), "BAD_OPTIONS"],
  [
    "'same' with a stride and no input size",
    () => receptiveField([{ k: 3, stride: 2, padding: "same" }]),
    "NEEDS_INPUT_SIZE",
  ],
  [
    "a window larger than what is left",
    () => receptiveField([{ k: 5 }, { k: 5 }], { n: 6 }),
    "FILTER_TOO_LARGE",
  ],
  [
    "a misspelt layer option",
    () => receptiveField([{ k: 3, pad: 1 } as { k: number }]),
    "BAD_OPTIONS",
  ],
  [
    "an unknown type of number",
    () => memory({ parameters: 1, activations: 1, dtype: "int3" as "int8" }),
    "BAD_OPTIONS",
  ],
  [
    "an unknown optimiser",
    () => memory({ parameters: 1, activations: 1, optimizer: "toString" as "sgd" }),
    "BAD_OPTIONS",
  ],
  [
    "outputPadding as large as the stride",
    () => transposedSize(4, 3, { stride: 2, outputPadding: 2 }),
    "BAD_OPTIONS",
  ],
  ["a padding that eats the output", () => transposedSize(1, 1, { padding: 1 }), "TRANSPOSE_EMPTY"],
  [
    "a misspelt size",
    () => convParams({ kh: 3, cin: 1, cout: 1, biases: false } as { kh: 3; cin: 1; cout: 1 }),
    "BAD_OPTIONS",
  ],
])("%s is refused", (_, action, code) => {
  expect(codeOf(action)).toBe(code);
});

test("every refusal says what was given, what was expected and how to mend it", async () => {
  for (const [, call] of openSize) {
    const fault = await faultOf(() => call(-1));
    expect(
      [fault.given, fault.expected, fault.fix].every((part) => part !== undefined && part !== ""),
    ).toBe(true);
  }
});

test("T30: the calculator warns when the deepest layer sees less than the object, and says how many layers are missing", () => {
  const layers = [{ k: 3 }, { k: 2, stride: 2 }, { k: 3 }];
  // 1 + 2·1 + 1·1 + 2·2 = 8
  expect(seesObject(layers, 8)).toMatchObject({ sees: true, advice: "" });
  const small = seesObject(layers, 20);
  expect(small.sees).toBe(false);
  // every further 3×3 adds 2·2 pixels: 12 are missing
  expect(small.advice).toContain("3 more 3×3 layers");
  expect(seesObject([...layers, { k: 3 }, { k: 3 }, { k: 3 }], 20).sees).toBe(true);
});
