// Frequencies as an ear hears them, and the triangles that gather a spectrum into bands of equal width to it.
import { fromArray, type Tensor } from "../../tensor/index.ts";
import { OptionError } from "../../../core/index.ts";
import { badOption, checkWhole } from "../checks.ts";

/**
 * Whose mel scale: HTK's 2595·log₁₀(1 + f/700), or Slaney's, linear below 1000 Hz and logarithmic above.
 */
export type MelScale = "htk" | "slaney";

/**
 * Hertz as mel.
 *
 * htk: 2595·log₁₀(1 + f/700). slaney: 3f/200 below 1000 Hz, above it 15 + 27·ln(f/1000)/ln 6.4.
 *
 * @param hertz ≥ 0
 * @param scale default 'htk'
 * @throws OptionError BAD_OPTIONS
 * @source Young et al., The HTK Book (2006), section 5.4; Slaney, Auditory Toolbox (1998)
 * @example hertzToMel(1000, "slaney") // 15
 */
export function hertzToMel(hertz: number, scale: MelScale = "htk"): number {
  checkMel("hertzToMel", "frequency", hertz, scale);
  if (scale === "htk") return 2595 * Math.log10(1 + hertz / 700);
  return hertz < 1000 ? (3 * hertz) / 200 : 15 + (27 * Math.log(hertz / 1000)) / Math.log(6.4);
}

/**
 * Mel as hertz: the inverse of `hertzToMel`.
 *
 * @param mel   ≥ 0
 * @param scale default 'htk'
 * @throws OptionError BAD_OPTIONS
 * @example melToHertz(3, "slaney") // 200
 */
export function melToHertz(mel: number, scale: MelScale = "htk"): number {
  checkMel("melToHertz", "mel", mel, scale);
  if (scale === "htk") return 700 * (10 ** (mel / 2595) - 1);
  return mel < 15 ? (200 * mel) / 3 : 1000 * 6.4 ** ((mel - 15) / 27);
}

/** Bands of a mel spectrum. */
export interface MelOptions {
  /** Samples a second, hertz. */
  readonly rate: number;
  /** Triangles (default 26). */
  readonly bands?: number;
  /** Where the first triangle begins, hertz (default 0). */
  readonly low?: number;
  /** Where the last one ends, hertz (default rate / 2, the highest that samples can tell). */
  readonly high?: number;
  /** Default 'htk'. */
  readonly scale?: MelScale;
  /** 'peak' (default, HTK): every triangle is 1 at its top; 'area' (Slaney): 2 / width, so that wide ones are lower. */
  readonly norm?: "peak" | "area";
}

/**
 * Triangles over the bins of a spectrum. With edges e₀ … e_{bands+1} at equal distances in mel, given in hertz:
 * bank[b, k] = max(0, min((f_k − e_b)/(e_{b+1} − e_b), (e_{b+2} − f_k)/(e_{b+2} − e_{b+1}))), f_k = k·rate/size.
 *
 * Defaults are HTK's; librosa's are { scale: "slaney", norm: "area" }.
 *
 * @param size samples of a frame, as in `stft`
 * @returns [bands, size/2 + 1]
 * @throws OptionError BAD_OPTIONS, MEL_BAND_EMPTY where a triangle is so narrow that it lies between two bins
 * @source Davis & Mermelstein, IEEE Trans. ASSP 28 (1980)
 * @example melFilterBank(256, { rate: 8000 }).shape // [26, 129]
 */
export function melFilterBank(size: number, options: MelOptions): Tensor {
  const { rate, bands, low, high, scale, norm } = checkBands("melFilterBank", size, options);
  const bins = Math.floor(size / 2) + 1;
  const [from, to] = [hertzToMel(low, scale), hertzToMel(high, scale)];
  const edge = (i: number): number => melToHertz(from + ((to - from) * i) / (bands + 1), scale);
  const bank = new Float64Array(bands * bins);
  for (let b = 0; b < bands; b += 1) {
    const [left, top, right] = [edge(b), edge(b + 1), edge(b + 2)];
    const height = norm === "area" ? 2 / (right - left) : 1;
    let sum = 0;
    for (let k = 0; k < bins; k += 1) {
      const f = (k * rate) / size;
      const weight = Math.max(0, Math.min((f - left) / (top - left), (right - f) / (right - top)));
      bank[b * bins + k] = height * weight;
      sum += weight;
    }
    if (sum === 0) throw emptyBand(size, rate, b, left, right);
  }
  return fromArray(bank, [bands, bins]);
}

function checkMel(who: string, name: string, value: number, scale: unknown): void {
  if (!(value >= 0 && value < Infinity)) throw badOption(who, `${name} ${value}`, "a number ≥ 0");
  if (scale === "htk" || scale === "slaney") return;
  throw badOption(who, `scale ${String(scale)}`, "'htk' or 'slaney'");
}

function checkBands(who: string, size: number, options: MelOptions): Required<MelOptions> {
  const { rate, bands = 26, low = 0, high = rate / 2, scale = "htk", norm = "peak" } = options;
  checkWhole(who, "size", size, 2);
  checkWhole(who, "bands", bands);
  if (!(rate > 0 && rate < Infinity))
    throw badOption(who, `rate ${String(rate)}`, "samples a second, a number > 0");
  checkMel(who, "low", low, scale);
  if (!(high > low && high <= rate / 2))
    throw badOption(who, `low ${low}, high ${high} hertz`, `low < high ≤ rate / 2 = ${rate / 2}`);
  if (norm !== "peak" && norm !== "area")
    throw badOption(who, `norm ${String(norm)}`, "'peak' or 'area'");
  return { rate, bands, low, high, scale, norm };
}

function emptyBand(
  size: number,
  rate: number,
  band: number,
  left: number,
  right: number,
): OptionError {
  const hertz = (f: number): string => f.toFixed(1);
  return new OptionError({
    code: "MEL_BAND_EMPTY",
    summary: `melFilterBank: triangle ${band} lies between two bins of the spectrum and would always be 0.`,
    given: `triangle from ${hertz(left)} to ${hertz(right)} hertz, bins every ${hertz(rate / size)} hertz`,
    expected: "at least one bin under each triangle",
    fix: "take fewer bands, longer frames, or a higher low",
    details: { band },
  });
}
