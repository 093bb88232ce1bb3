// Row N9: a mel spectrum and its cepstral coefficients, against paper, definitions and librosa.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  fromArray,
  random,
  scale,
  tensor,
  zeros,
  type Tensor,
} from "../../../kernel/helpers/tensor/index.ts";
import {
  dct,
  hertzToMel,
  melFilterBank,
  melSpectrogram,
  melToHertz,
  mfcc,
  type MelOptions,
  type MfccOptions,
} from "../../../kernel/helpers/vision/index.ts";
import { faultOf } from "../../support/codes.ts";
import { slowMfcc } from "../../support/slow-mfcc.ts";
import "../../support/tensors.ts";

test("N9 mel by hand: HTK's 700 hertz are 2595·log 2, Slaney's scale is linear to 1000 hertz and then gains 27 by a factor of 6.4", () => {
  expect(hertzToMel(700)).toBeCloseTo(2595 * Math.log10(2), 9);
  expect(hertzToMel(1000)).toBeCloseTo(1000, 1); // made so that 1000 hertz are 1000 mel
  expect([60, 200, 1000, 6400].map((f) => hertzToMel(f, "slaney"))).toEqual([0.9, 3, 15, 42]);
  expect([0, 3, 15].map((m) => melToHertz(m, "slaney"))).toEqual([0, 200, 1000]);
});

test("N9 mel and hertz are inverse on both scales, and rise", () => {
  const hertz = fc.double({ min: 0, max: 22_050, noNaN: true });
  fc.assert(
    fc.property(hertz, fc.constantFrom("htk", "slaney"), (f, scaleName) => {
      expect(melToHertz(hertzToMel(f, scaleName), scaleName)).toBeCloseTo(f, 6);
      expect(hertzToMel(f + 1, scaleName)).toBeGreaterThan(hertzToMel(f, scaleName));
    }),
    { seed: 6 },
  );
});

test("N9 two triangles by hand: on Slaney's linear part edges lie at 0, 300, 600, 900 hertz", () => {
  const bands = { rate: 1800, bands: 2, scale: "slaney" } as const;
  // bins at 0, 150, … 900
  const peaks = melFilterBank(12, bands);
  expect(peaks).toBeCloseToTensor(tensor([[0, 0.5, 1, 0.5, 0, 0, 0], [0, 0, 0, 0.5, 1, 0.5, 0]])); // prettier-ignore
  // 2 over the width of 600 hertz
  expect(melFilterBank(12, { ...bands, norm: "area" })).toBeCloseToTensor(scale(peaks, 1 / 300));
});

interface Frozen {
  readonly banks: readonly { readonly size: number; readonly options: MelOptions; readonly data: readonly number[] }[];
  readonly cepstra: readonly { readonly options: MfccOptions; readonly energies: readonly number[]; readonly data: readonly number[] }[];
} // prettier-ignore
const frozen = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../support/frozen/sound/sound.json"), "utf8"),
) as Frozen;

test.each(frozen.banks)("N9 librosa's triangles are the same: $size, $options", ({ size, options, data }) => {
  const bank = melFilterBank(size, options);
  expect(bank).toBeCloseToTensor(fromArray(data, bank.shape));
}); // prettier-ignore

/** The script's signal: a rising tone, and a steady one. */
const tone = Array.from({ length: 2000 }, (_, i) => {
  const t = i / 8000;
  return Math.sin(2 * Math.PI * (300 * t + 4000 * t * t)) + 0.25 * Math.cos(2 * Math.PI * 1234 * t);
});

test.each(frozen.cepstra)("N9 librosa's energies and coefficients are the same: $options", ({ options, energies, data }) => {
  const spectrum = melSpectrogram(tone, options);
  expect(spectrum).toBeCloseToTensor(fromArray(energies, spectrum.shape), 1e-8);
  const found = mfcc(tone, options);
  expect(found.shape[1]).toBe(options.coefficients);
  expect(found).toBeCloseToTensor(fromArray(data, found.shape), 1e-8);
}); // prettier-ignore

test("N9 coefficients agree with their definitions, frame by frame, at an odd size, too", () => {
  for (const [size, hop] of [
    [64, 48],
    [75, 30],
  ] as const) {
    const settings = { rate: 8000, size, hop, bands: 6, coefficients: 6 };
    const x = random([200], { seed: size, low: -1 });
    expect(mfcc(x, settings)).toBeCloseToTensor(tensor(slowMfcc([...x.data], settings)), 1e-7);
  }
});

test("N9 a sine is loudest in the band around its frequency", () => {
  const options = { rate: 8000, bands: 20 };
  const bank = melFilterBank(256, options);
  for (const bin of [10, 32, 90]) {
    const sine = Array.from({ length: 1000 }, (_, t) => Math.sin((2 * Math.PI * bin * t) / 256));
    const energies = melSpectrogram(sine, options);
    const column = Array.from({ length: 20 }, (_, b) => bank.get(b, bin));
    const loudest = column.indexOf(Math.max(...column));
    for (let f = 0; f < (energies.shape[0] ?? 0); f += 1) {
      const row = [...energies.data.subarray(f * 20, (f + 1) * 20)];
      expect(row.indexOf(Math.max(...row))).toBe(loudest);
    }
  }
});

test("N9 louder is a change of c₀ alone: ten times the signal adds √bands·2·ln 10", () => {
  const options = { rate: 8000, bands: 16, coefficients: 16 };
  const x = random([600], { seed: 3, low: -1 });
  const [quiet, loud] = [mfcc(x, options), mfcc(scale(x, 10), options)];
  const rise = quiet.data.map((_, i) => (i % 16 === 0 ? 4 * 2 * Math.log(10) : 0));
  loud.data.forEach((value, i) => expect(value - (quiet.data[i] ?? 0)).toBeCloseTo(rise[i] ?? 0, 9));
}); // prettier-ignore

test("N9 silence has the coefficients of the floor, not −Infinity", () => {
  const found = mfcc(zeros([256]), { rate: 8000, floor: Math.exp(-3) });
  expect(found.get(0, 0)).toBeCloseTo(-3 * Math.sqrt(26), 9);
  for (let k = 1; k < 13; k += 1) expect(found.get(0, k)).toBeCloseTo(0, 9);
});

test("N9 the cosine transform by hand: 1, 2 become 3/√2 and cos 45° + 2·cos 135°; it keeps lengths", () => {
  expect(dct([[1, 2]])).toBeCloseToTensor(tensor([[3 / Math.SQRT2, -Math.SQRT1_2]]));
  const square = (t: Tensor): number => t.data.reduce((sum, value) => sum + value * value, 0);
  const x = random([3, 11], { seed: 8, low: -1 });
  expect(square(dct(x))).toBeCloseTo(square(x), 9);
  expect(dct(x, 4)).toBeCloseToTensor(dct(x).hi(3, 4));
});

test.each<[string, () => unknown, string]>([
  ["a mel below 0", () => melToHertz(-1), "BAD_OPTIONS"],
  ["a frequency of NaN", () => hertzToMel(Number.NaN), "BAD_OPTIONS"],
  ["another scale", () => hertzToMel(1, "bark" as "htk"), "BAD_OPTIONS"],
  ["no rate", () => mfcc(zeros([300]), {} as MfccOptions), "BAD_OPTIONS"],
  ["an end above half the rate", () => melFilterBank(64, { rate: 8000, high: 4001 }), "BAD_OPTIONS"],
  ["an end below the beginning", () => melFilterBank(64, { rate: 8000, low: 900, high: 800 }), "BAD_OPTIONS"],
  ["half a band", () => melFilterBank(64, { rate: 8000, bands: 2.5 }), "BAD_OPTIONS"],
  ["more bands than bins can tell", () => melFilterBank(64, { rate: 8000, bands: 40 }), "MEL_BAND_EMPTY"],
  ["more coefficients than bands", () => mfcc(zeros([300]), { rate: 8000, coefficients: 27 }), "BAD_OPTIONS"],
  ["a floor of 0", () => mfcc(zeros([300]), { rate: 8000, floor: 0 }), "BAD_OPTIONS"],
  ["a transform of nothing", () => dct(zeros([2, 0])), "BAD_OPTIONS"],
  ["more coefficients than numbers", () => dct([[1, 2]], 3), "BAD_OPTIONS"],
])("N9 %s is refused with what was given", async (_, action, code) => {
  const fault = await faultOf(action);
  expect(fault.code).toBe(code);
  expect([fault.given, fault.expected, fault.fix]).not.toContain(undefined);
}); // prettier-ignore
