// Two ways to compute the same products, WebAssembly and plain TypeScript, against the seven loops and each other.
import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import type { Lattice } from "../../../../kernel/helpers/ops/fast/lattice.ts";
import * as plain from "../../../../kernel/helpers/ops/fast/plain.ts";
import { filterGradientInWasm } from "../../../../kernel/helpers/ops/fast/wasm/backward-filters.ts";
import { inputGradientInWasm } from "../../../../kernel/helpers/ops/fast/wasm/backward-input.ts";
import { correlateInWasm } from "../../../../kernel/helpers/ops/fast/wasm/forward.ts";
import { machineFor, type Machine } from "../../../../kernel/helpers/ops/fast/wasm/machine.ts";
import * as ops from "../../../../kernel/helpers/ops/index.ts";
import {
  mul,
  random,
  sum,
  wrap,
  zeros,
  type DType,
  type Tensor,
} from "../../../../kernel/helpers/tensor/index.ts";
import { codeOf } from "../../../support/codes.ts";
import "../../../support/tensors.ts";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

/** The machine of this computer: without SIMD these tests would show nothing. */
function machine(dtype: DType): Machine {
  const found = machineFor(dtype);
  if (found === undefined) throw new Error("this Node has no WebAssembly with SIMD");
  return found;
}

const small = (most: number): fc.Arbitrary<number> => fc.integer({ min: 1, max: most });
const triple = (most: number): fc.Arbitrary<readonly [number, number, number]> =>
  fc.tuple(small(Math.min(2, most)), small(most), small(most));

/** Lattices of one to three axes; sizes leave remainders of the stride. */
const lattices: fc.Arbitrary<Lattice> = fc
  .record({
    batch: small(3), out: triple(6), taps: triple(3), stride: triple(3), dilation: triple(2),
    groups: small(3), perGroup: small(5), filters: small(11), spare: triple(3),
  })
  .map(({ perGroup, filters, spare, ...rest }) => {
    const { out, taps, stride, dilation, groups } = rest;
    const along = (a: 0 | 1 | 2): number =>
      (out[a] - 1) * stride[a] + (taps[a] - 1) * dilation[a] + spare[a];
    return {
      ...rest,
      size: [along(0), along(1), along(2)] as const,
      inChannels: groups * perGroup,
      outChannels: groups * filters,
    };
  }); // prettier-ignore

function tensorsOf(
  { batch, size, taps, out, groups, inChannels, outChannels }: Lattice,
  seed: number,
  dtype: DType,
) {
  const make = (shape: readonly number[], salt: number): Tensor =>
    random(shape, { seed: seed + salt, low: -1, dtype });
  return {
    input: make([batch, ...size, inChannels], 0),
    filters: make([...taps, inChannels / groups, outChannels], 1),
    bias: make([outChannels], 2),
    gradOutput: make([batch, ...out, outChannels], 3),
  };
}

const dtypes = ["float32", "float64"] as const;

test.each(dtypes)(
  "C28 in %s WebAssembly and plain TypeScript agree forward and backward on any lattice",
  (dtype) => {
    fc.assert(
      fc.property(lattices, small(1e6), (lattice, seed) => {
        const { input, filters, bias, gradOutput } = tensorsOf(lattice, seed, dtype);
        const empty = (like: Tensor): Tensor => zeros(like.shape, { dtype });
        const both = (
          like: Tensor,
          wasm: (into: Tensor) => boolean,
          slow: (into: Tensor) => void,
        ): void => {
          const [fast, known] = [empty(like), empty(like)];
          expect(wasm(fast)).toBe(true);
          slow(known);
          expect(fast).toBeCloseToTensor(known);
        };
        const layer = { lattice, input: input.data, filters: filters.data, bias: bias.data };
        const gradient = {
          lattice,
          input: input.data,
          filters: filters.data,
          gradOutput: gradOutput.data,
        };
        both(
          gradOutput,
          (t) => correlateInWasm(machine(dtype), { ...layer, out: t.data }),
          (t) => plain.correlatePlainly({ ...layer, out: t.data }),
        );
        both(
          filters,
          (t) => filterGradientInWasm(machine(dtype), { ...gradient, gradFilters: t.data }),
          (t) => plain.filterGradientPlainly({ ...gradient, gradFilters: t.data }),
        );
        both(
          input,
          (t) => inputGradientInWasm(machine(dtype), { ...gradient, gradInput: t.data }),
          (t) => plain.inputGradientPlainly({ ...gradient, gradInput: t.data }),
        );
      }),
      { seed: 11, numRuns: 400 },
    );
  },
);

const layers = fc.record({
  size: fc.tuple(fc.integer({ min: 12, max: 20 }), fc.integer({ min: 12, max: 20 })),
  kernelSize: fc.tuple(small(4), small(4)),
  stride: fc.tuple(small(3), small(3)),
  dilation: fc.tuple(small(2), small(2)),
  padding: fc.constantFrom<ops.Padding>("valid", "same", "full", "circular", 2, [[0, 3], [1, 0]]),
  groups: small(2),
  filters: small(9),
  seed: small(1e6),
}); // prettier-ignore

test("C28 large layers equal the seven loops to the last bit: strides, dilations, groups, every padding, views", () => {
  fc.assert(
    fc.property(layers, ({ size: [h, w], kernelSize, filters, seed, ...rest }) => {
      const options = { ...rest, fit: "floor" } as const;
      // a view: stored [C, H, W, N], seen [N, H, W, C]
      const input = random([6, h, w, 2], { seed, low: -1 }).transpose(3, 1, 2, 0);
      const bank = random([...kernelSize, 6 / rest.groups, filters * rest.groups], {
        seed: seed + 1,
      });
      const bias = random([filters * rest.groups], { seed: seed + 2 });
      const fast = ops.conv2d(input, bank, bias, options);
      expect(fast.data).toEqual(ops.conv2dLoops(input, bank, bias, options).data);
    }),
    { seed: 12, numRuns: 60 },
  );
});

test("C28 work that is cut into stretches of lines and parts of filters gives the same numbers", () => {
  const wide = random([1, 300, 300, 24], { seed: 1, low: -1 });
  const few = random([3, 3, 24, 2], { seed: 2, low: -1 });
  expect(ops.conv2d(wide, few, [1, 2]).data).toEqual(ops.conv2dLoops(wide, few, [1, 2]).data);
  const [a, b] = [random([5, 3000], { seed: 3 }), random([3000, 2001], { seed: 4 })];
  const out = ops.matmul(a, b);
  let total = 0;
  for (let p = 0; p < 3000; p += 1) total += a.get(4, p) * b.get(p, 2000);
  expect(out.get(4, 2000)).toBe(total);
});

test("C27 C28 gradients that are cut into pieces are whole: ⟨g, conv(x, w)⟩ = ⟨gradFilters, w⟩ = ⟨gradInput, x⟩, both ways", () => {
  const size = [1, 200, 230] as const;
  const lattice: Lattice = {
    batch: 1, size, out: [1, 198, 228], taps: [1, 3, 3], stride: [1, 1, 1], dilation: [1, 1, 1],
    groups: 2, inChannels: 24, outChannels: 6,
  }; // prettier-ignore
  const { input, filters, gradOutput } = tensorsOf(lattice, 3, "float64");
  const forward = zeros(gradOutput.shape);
  plain.correlatePlainly({ lattice, input: input.data, filters: filters.data, bias: undefined, out: forward.data }); // prettier-ignore
  const known = sum(mul(forward, gradOutput));
  const gradient = { lattice, input: input.data, filters: filters.data, gradOutput: gradOutput.data }; // prettier-ignore
  const into = { gradFilters: zeros(filters.shape), gradInput: zeros(input.shape) };
  const sums = (): readonly number[] => [
    sum(mul(into.gradFilters, filters)) / known,
    sum(mul(into.gradInput, input)) / known,
  ];
  plain.filterGradientPlainly({ ...gradient, gradFilters: into.gradFilters.data });
  plain.inputGradientPlainly({ ...gradient, gradInput: into.gradInput.data });
  for (const share of sums()) expect(share).toBeCloseTo(1, 9);
  for (const t of Object.values(into)) t.data.fill(0);
  filterGradientInWasm(machine("float64"), { ...gradient, gradFilters: into.gradFilters.data });
  inputGradientInWasm(machine("float64"), { ...gradient, gradInput: into.gradInput.data });
  for (const share of sums()) expect(share).toBeCloseTo(1, 9);
});

test("C28 float32 stays within float32's rounding of the loops, which add in float64", () => {
  const input = random([2, 20, 20, 32], { seed: 5, low: -1, dtype: "float32" });
  const filters = random([3, 3, 32, 24], { seed: 6, low: -1, dtype: "float32" });
  const fast = ops.conv2d(input, filters);
  expect(fast.dtype).toBe("float32");
  expect(fast).toBeCloseToTensor(ops.conv2dLoops(input, filters), 1e-5);
});

const present = (globalThis as unknown as { readonly WebAssembly: { readonly Memory: unknown } })
  .WebAssembly;

test.each([
  ["WebAssembly", undefined],
  ["SIMD", { ...present, validate: (): boolean => false }],
  ["leave to compile", { validate: (): boolean => true, Memory: present.Memory, Module: class { constructor() { throw new Error("forbidden by the page's policy"); } } }],
])("without %s the layers give the same numbers in plain TypeScript", async (_, missing) => {
  const input = random([2, 15, 14, 6], { seed: 7, low: -1 });
  const filters = random([3, 2, 6, 10], { seed: 8, low: -1 });
  const known = ops.conv2d(input, filters);
  vi.stubGlobal("WebAssembly", missing);
  vi.resetModules();
  const fresh = await import("../../../../kernel/helpers/ops/fast/wasm/machine.ts");
  expect(fresh.machineFor("float64")).toBeUndefined();
  const without = await import("../../../../kernel/helpers/ops/index.ts");
  expect(without.conv2d(input, filters).data).toEqual(known.data);
}); // prettier-ignore

test("work that would not fit into the workspace is refused there and done in plain TypeScript", () => {
  const { workspace } = machine("float64");
  expect(workspace.begin(2 ** 33)).toBe(false);
  expect(workspace.begin(1000)).toBe(true);
});

test("the workspace stays below 64 MB after layers with hundreds of MB of patches", () => {
  const input = zeros([4, 128, 128, 32], { dtype: "float32" });
  ops.conv2d(input, zeros([5, 5, 32, 8], { dtype: "float32" }));
  expect(machine("float32").workspace.memory.buffer.byteLength).toBeLessThan(64 * 2 ** 20);
});

test("NaN flows to the outputs that read it, and to no others", () => {
  const input = zeros([1, 40, 40, 8]);
  input.set(0, 20, 20, 3, Number.NaN);
  const out = ops.conv2d(input, random([3, 3, 8, 5], { seed: 9 }));
  const found = [...out.data].filter(Number.isNaN).length;
  expect(found).toBe(9 * 5);
  expect(out.get(0, 19, 19, 4)).toBeNaN();
});

test("a layer of more than 2 GB is refused before any work, with the memory it would take", () => {
  const filters = wrap(new Float64Array(1), [1, 1, 1, 1]);
  const run = (): Tensor =>
    ops.conv2d(zeros([1, 1, 1, 1]), filters, undefined, { padding: 500_000 });
  expect(codeOf(run)).toBe("SHAPE_TOO_LARGE");
  expect(run).toThrow(/8 TB/);
});
