// One channel per group: no matrix product is left, so the channels go side by side through plain loops.
import type { Correlation, FilterGradient, InputGradient } from "./jobs.ts";
import type { FloatArray } from "../../tensor/index.ts";
import { lineCount, lineStart, tapOffsets, type Lattice } from "./lattice.ts";

/** True where every group has one channel in, and there is more than one group. */
export const isDepthwise = ({ groups, inChannels }: Lattice): boolean =>
  groups > 1 && groups === inChannels;

/** Sums in float64 whatever the type, as the other ways do. */
const sumsFor = (out: FloatArray): Float64Array =>
  out instanceof Float64Array ? out : new Float64Array(out.length);

/** Pixel under the first tap of each output pixel. The loops below stay plain: a call per tap costs five times as much. */
function origins(lattice: Lattice): Int32Array {
  const width = lattice.out[2];
  const made = new Int32Array(lineCount(lattice) * width);
  for (let line = 0, at = 0; at < made.length; line += 1) {
    const start = lineStart(lattice, line);
    for (let x = 0; x < width; x += 1, at += 1) made[at] = start + x * lattice.stride[2];
  }
  return made;
}

/** out[pixel, c·M + m] = bias + Σ_tap input[pixel + tap, c] · filters[tap, c·M + m] */
export function depthwise({ lattice, input, filters, bias, out }: Correlation): void {
  const { inChannels, outChannels } = lattice;
  const per = outChannels / inChannels;
  const first = origins(lattice);
  const offsets = tapOffsets(lattice);
  const sums = sumsFor(out);
  for (let pixel = 0; pixel < first.length; pixel += 1) {
    const to = pixel * outChannels;
    for (let k = 0; k < outChannels; k += 1) sums[to + k] = bias?.[k] ?? 0;
    for (let tap = 0; tap < offsets.length; tap += 1) {
      const from = ((first[pixel] ?? 0) + (offsets[tap] ?? 0)) * inChannels;
      const w = tap * outChannels;
      for (let c = 0, k = 0; c < inChannels; c += 1) {
        const value = input[from + c] ?? Number.NaN;
        for (let m = 0; m < per; m += 1, k += 1) {
          sums[to + k] = (sums[to + k] ?? 0) + value * (filters[w + k] ?? Number.NaN);
        }
      }
    }
  }
  if (sums !== out) out.set(sums);
}

/** gradFilters[tap, c·M + m] = Σ_pixel input[pixel + tap, c] · gradOutput[pixel, c·M + m] */
export function depthwiseFilterGradient(job: FilterGradient): void {
  const { lattice, input, gradOutput, gradFilters } = job;
  const { inChannels, outChannels } = lattice;
  const per = outChannels / inChannels;
  const first = origins(lattice);
  const offsets = tapOffsets(lattice);
  const sums = sumsFor(gradFilters);
  for (let pixel = 0; pixel < first.length; pixel += 1) {
    const to = pixel * outChannels;
    for (let tap = 0; tap < offsets.length; tap += 1) {
      const from = ((first[pixel] ?? 0) + (offsets[tap] ?? 0)) * inChannels;
      const w = tap * outChannels;
      for (let c = 0, k = 0; c < inChannels; c += 1) {
        const value = input[from + c] ?? Number.NaN;
        for (let m = 0; m < per; m += 1, k += 1) {
          sums[w + k] = (sums[w + k] ?? 0) + value * (gradOutput[to + k] ?? Number.NaN);
        }
      }
    }
  }
  if (sums !== gradFilters) gradFilters.set(sums);
}

/** gradInput[pixel + tap, c] += Σ_m gradOutput[pixel, c·M + m] · filters[tap, c·M + m] */
export function depthwiseInputGradient(job: InputGradient): void {
  const { lattice, filters, gradOutput, gradInput } = job;
  const { inChannels, outChannels } = lattice;
  const per = outChannels / inChannels;
  const first = origins(lattice);
  const offsets = tapOffsets(lattice);
  for (let pixel = 0; pixel < first.length; pixel += 1) {
    const to = pixel * outChannels;
    for (let tap = 0; tap < offsets.length; tap += 1) {
      const from = ((first[pixel] ?? 0) + (offsets[tap] ?? 0)) * inChannels;
      const w = tap * outChannels;
      for (let c = 0, k = 0; c < inChannels; c += 1) {
        let sum = gradInput[from + c] ?? 0;
        for (let m = 0; m < per; m += 1, k += 1) {
          sum += (gradOutput[to + k] ?? Number.NaN) * (filters[w + k] ?? Number.NaN);
        }
        gradInput[from + c] = sum;
      }
    }
  }
}
