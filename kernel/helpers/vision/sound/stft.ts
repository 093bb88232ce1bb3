// Sound as an image: which frequencies, when.
import { fromArray, type Tensor, type TensorLike } from "../../tensor/index.ts";
import { asFinite, badOption, checkWhole } from "../checks.ts";

/** Samples of a frame where none are named. */
export const usualSize = 256;

/** How a signal is cut into frames. */
export interface StftOptions {
  /** Samples of a frame (default 256). */
  readonly size?: number;
  /** Samples from one frame to the next (default size / 2). */
  readonly hop?: number;
  /** 'hann' (default) fades a frame in and out, 'rectangle' cuts it. */
  readonly window?: "hann" | "rectangle";
}

/** Spectrum of each frame. */
export interface Stft {
  /** [frames, size/2 + 1]; bin k is k·rate/size hertz. */
  readonly real: Tensor;
  readonly imaginary: Tensor;
  /** √(real² + imaginary²): the spectrogram. */
  readonly magnitude: Tensor;
}

/**
 * Short-time Fourier transform: X[f, k] = Σ_t w(t)·x[f·hop + t]·e^{−2πi·k·t/size}; no padding, a last part that fills no
 * frame is left out.
 *
 * @param signal [L], L ≥ size
 * @throws ShapeError WRONG_RANK; OptionError BAD_OPTIONS, NOT_FINITE
 * @example stft(zeros([1000]), { size: 256, hop: 128 }).magnitude.shape // [6, 129]
 */
export function stft(signal: TensorLike, options: StftOptions = {}): Stft {
  const { size = usualSize, hop = Math.max(1, Math.floor(size / 2)), window = "hann" } = options;
  const x = asFinite("stft", "signal", signal, ["L"]);
  checkWhole("stft", "size", size, 2);
  checkWhole("stft", "hop", hop);
  if (window !== "hann" && window !== "rectangle")
    throw badOption("stft", `window ${String(window)}`, "'hann' or 'rectangle'");
  if (x.size < size)
    throw badOption("stft", `${x.size} samples, frames of ${size}`, "at least one frame");
  const frames = Math.floor((x.size - size) / hop) + 1;
  const bins = Math.floor(size / 2) + 1;
  const weights = windowOf(size, window);
  const [real, imaginary] = [new Float64Array(frames * bins), new Float64Array(frames * bins)];
  for (let f = 0; f < frames; f += 1) {
    const frame = weights.map((w, t) => w * (x.data[f * hop + t] ?? 0));
    const [re, im] = fourier(frame, new Float64Array(size));
    real.set(re.subarray(0, bins), f * bins);
    imaginary.set(im.subarray(0, bins), f * bins);
  }
  const shape = [frames, bins];
  const magnitude = real.map((re, i) => Math.hypot(re, imaginary[i] ?? 0));
  return {
    real: fromArray(real, shape),
    imaginary: fromArray(imaginary, shape),
    magnitude: fromArray(magnitude, shape),
  };
}

/** Periodic Hann window ½(1 − cos 2πt/size), so that frames at half a window add up to 1; or ones. */
function windowOf(size: number, kind: "hann" | "rectangle"): Float64Array {
  return Float64Array.from({ length: size }, (_, t) =>
    kind === "hann" ? 0.5 - 0.5 * Math.cos((2 * Math.PI * t) / size) : 1,
  );
}

/** Discrete Fourier transform: halved as long as the size is even (Cooley & Tukey), the rest from the definition. */
function fourier(re: Float64Array, im: Float64Array): readonly [Float64Array, Float64Array] {
  const size = re.length;
  const outRe = new Float64Array(size);
  const outIm = new Float64Array(size);
  if (size % 2 === 1) {
    for (let k = 0; k < size; k += 1) {
      for (let t = 0; t < size; t += 1) {
        const angle = (-2 * Math.PI * ((k * t) % size)) / size;
        const [c, s] = [Math.cos(angle), Math.sin(angle)];
        outRe[k] = (outRe[k] ?? 0) + (re[t] ?? 0) * c - (im[t] ?? 0) * s;
        outIm[k] = (outIm[k] ?? 0) + (re[t] ?? 0) * s + (im[t] ?? 0) * c;
      }
    }
    return [outRe, outIm];
  }
  const half = size / 2;
  const every = (values: Float64Array, from: number): Float64Array =>
    Float64Array.from({ length: half }, (_, i) => values[2 * i + from] ?? 0);
  const [evenRe, evenIm] = fourier(every(re, 0), every(im, 0));
  const [oddRe, oddIm] = fourier(every(re, 1), every(im, 1));
  for (let k = 0; k < half; k += 1) {
    const angle = (-2 * Math.PI * k) / size;
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    const turnedRe = (oddRe[k] ?? 0) * c - (oddIm[k] ?? 0) * s;
    const turnedIm = (oddRe[k] ?? 0) * s + (oddIm[k] ?? 0) * c;
    outRe[k] = (evenRe[k] ?? 0) + turnedRe;
    outIm[k] = (evenIm[k] ?? 0) + turnedIm;
    outRe[k + half] = (evenRe[k] ?? 0) - turnedRe;
    outIm[k + half] = (evenIm[k] ?? 0) - turnedIm;
  }
  return [outRe, outIm];
}
