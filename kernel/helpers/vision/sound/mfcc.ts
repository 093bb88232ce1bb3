// What a speech recogniser sees: the energy in each band of a frame, its logarithm, and that one's cosine transform.
import { fromArray, type Tensor, type TensorLike } from "../../tensor/index.ts";
import { asFinite, badOption, checkWhole } from "../checks.ts";
import { melFilterBank, type MelOptions } from "./mel.ts";
import { stft, usualSize, type StftOptions } from "./stft.ts";

/** Frames as in `stft`, bands as in `melFilterBank`. */
export interface MelSpectrogramOptions extends StftOptions, MelOptions {}

/** A mel spectrogram, and how many numbers are kept of each frame. */
export interface MfccOptions extends MelSpectrogramOptions {
  /** Coefficients, c₀ included (default 13), at most `bands`. */
  readonly coefficients?: number;
  /** Energies below are taken for it, so that silence has a logarithm (default 1e-10). */
  readonly floor?: number;
}

/**
 * Energy in each band of each frame: out[f, b] = Σ_k bank[b, k]·|X[f, k]|², X the short-time Fourier transform.
 *
 * @param signal [L], L ≥ size
 * @param options rate; size, hop, window as `stft`; bands, low, high, scale, norm as `melFilterBank`
 * @returns [frames, bands]
 * @throws as stft and melFilterBank
 * @example melSpectrogram(zeros([1000]), { rate: 8000 }).shape // [6, 26]
 */
export function melSpectrogram(signal: TensorLike, options: MelSpectrogramOptions): Tensor {
  const { magnitude } = stft(signal, options);
  const bank = melFilterBank(options.size ?? usualSize, options);
  const [frames = 0, bins = 0] = magnitude.shape;
  const [bands = 0] = bank.shape;
  const out = new Float64Array(frames * bands);
  for (let f = 0; f < frames; f += 1) {
    const power = magnitude.data.slice(f * bins, (f + 1) * bins).map((value) => value * value);
    for (let b = 0; b < bands; b += 1) {
      let sum = 0;
      for (let k = 0; k < bins; k += 1) sum += (bank.data[b * bins + k] ?? 0) * (power[k] ?? 0);
      out[f * bands + b] = sum;
    }
  }
  return fromArray(out, [frames, bands]);
}

/**
 * Mel-frequency cepstral coefficients: the cosine transform of ln(melSpectrogram), its first coefficients.
 *
 * The logarithm is the natural one and the transform orthonormal. librosa's `mfcc` has decibels: with { scale: "slaney",
 * norm: "area" } and its `center=False` it is 10/ln 10 times this one; HTK leaves out the 1/√2 in c₀ and lifts what is left.
 *
 * @param signal [L], L ≥ size
 * @param options rate; coefficients, floor; all of `melSpectrogram`
 * @returns [frames, coefficients]
 * @throws as melSpectrogram; OptionError BAD_OPTIONS
 * @source Davis & Mermelstein, IEEE Trans. ASSP 28 (1980)
 * @example mfcc(zeros([1000]), { rate: 8000 }).shape // [6, 13]
 */
export function mfcc(signal: TensorLike, options: MfccOptions): Tensor {
  const { coefficients = 13, floor = 1e-10, bands = 26 } = options;
  checkWhole("mfcc", "coefficients", coefficients);
  if (coefficients > bands)
    throw badOption("mfcc", `${coefficients} coefficients, ${bands} bands`, "at most one per band");
  if (!(floor > 0 && floor < Infinity)) throw badOption("mfcc", `floor ${floor}`, "a number > 0");
  const energies = melSpectrogram(signal, { ...options, bands });
  const logs = energies.data.map((energy) => Math.log(Math.max(energy, floor)));
  return dct(fromArray(logs, energies.shape), coefficients);
}

/**
 * Discrete cosine transform II of each row, orthonormal:
 * out[r, k] = s_k·Σ_n x[r, n]·cos(π·k·(2n + 1)/(2N)), s₀ = √(1/N), else √(2/N).
 *
 * @param rows  [R, N]
 * @param count coefficients that are kept, from k = 0 (default N)
 * @returns [R, count]
 * @throws ShapeError WRONG_RANK; OptionError BAD_OPTIONS, NOT_FINITE
 * @source Ahmed, Natarajan & Rao, IEEE Trans. Computers C-23 (1974)
 * @example dct([[3, 3, 3, 3]], 2).data // Float64Array [6, 0]
 */
export function dct(rows: TensorLike, count?: number): Tensor {
  const x = asFinite("dct", "rows", rows, ["R", "N"]);
  const [height = 0, n = 0] = x.shape;
  const kept = checkWhole("dct", "count", count ?? n);
  if (kept > n) throw badOption("dct", `count ${kept}`, `at most ${n}, one per column`);
  const out = new Float64Array(height * kept);
  for (let k = 0; k < kept; k += 1) {
    const scale = Math.sqrt((k === 0 ? 1 : 2) / n);
    const wave = Float64Array.from({ length: n }, (_, i) => scale * Math.cos((Math.PI * k * (2 * i + 1)) / (2 * n))); // prettier-ignore
    for (let r = 0; r < height; r += 1) {
      let sum = 0;
      for (let i = 0; i < n; i += 1) sum += (wave[i] ?? 0) * (x.data[r * n + i] ?? 0);
      out[r * kept + k] = sum;
    }
  }
  return fromArray(out, [height, kept]);
}
