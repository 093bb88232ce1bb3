// One channel per group: no matrix product is left, so the channels go side by side through plain loops.
import type { FloatArray } from "../../tensor/index.ts";
import { lineCount, lineStart, tapOffsets, type Lattice } from "./lattice.ts";
import type { FilterGradient } from "./wasm/backward-filters.ts";
import type { InputGradient } from "./wasm/backward-input.ts";
import type { Correlation } from "./wasm/forward.ts";

/** True where every group has one channel in, and there is more than one group. */
export const isDepthwise = ({ groups, inChannels }: Lattice): boolean =>
  groups > 1 && groups === inChannels;

/** Visits every tap of every output pixel: first number of the output, of the input, and of the filters. */
function forEachTap(
  lattice: Lattice,
  visit: (out: number, input: number, filter: number) => void,
): void {
  const { inChannels, outChannels, out, stride } = lattice;
  const offsets = tapOffsets(lattice);
  const lines = lineCount(lattice);
  for (let line = 0; line < lines; line += 1) {
    const start = lineStart(lattice, line);
    for (let x = 0; x < out[2]; x += 1) {
      const to = (line * out[2] + x) * outChannels;
      for (let tap = 0; tap < offsets.length; tap += 1) {
        const pixel = start + x * stride[2] + (offsets[tap] ?? 0);
        visit(to, pixel * inChannels, tap * outChannels);
      }
    }
  }
}

/** Sums in float64 whatever the type, as the other ways do. */
const sumsFor = (out: FloatArray): Float64Array =>
  out instanceof Float64Array ? out : new Float64Array(out.length);

/** out[pixel, c·M + m] = bias + Σ_tap input[pixel + tap, c] · filters[tap, c·M + m] */
export function depthwise({ lattice, input, filters, bias, out }: Correlation): void {
  const { inChannels, outChannels } = lattice;
  const per = outChannels / inChannels;
  const sums = sumsFor(out);
  for (let i = 0; i < sums.length; i += 1) sums[i] = bias?.[i % outChannels] ?? 0;
  forEachTap(lattice, (to, from, tap) => {
    for (let c = 0, k = 0; c < inChannels; c += 1) {
      const value = input[from + c] ?? Number.NaN;
      for (let m = 0; m < per; m += 1, k += 1) {
        sums[to + k] = (sums[to + k] ?? 0) + value * (filters[tap + k] ?? Number.NaN);
      }
    }
  });
  if (sums !== out) out.set(sums);
}

/** gradFilters[tap, c·M + m] = Σ_pixel input[pixel + tap, c] · gradOutput[pixel, c·M + m] */
export function depthwiseFilterGradient(job: FilterGradient): void {
  const { lattice, input, gradOutput, gradFilters } = job;
  const { inChannels, outChannels } = lattice;
  const per = outChannels / inChannels;
  const sums = sumsFor(gradFilters);
  forEachTap(lattice, (to, from, tap) => {
    for (let c = 0, k = 0; c < inChannels; c += 1) {
      const value = input[from + c] ?? Number.NaN;
      for (let m = 0; m < per; m += 1, k += 1) {
        sums[tap + k] = (sums[tap + k] ?? 0) + value * (gradOutput[to + k] ?? Number.NaN);
      }
    }
  });
  if (sums !== gradFilters) gradFilters.set(sums);
}

/** gradInput[pixel + tap, c] += Σ_m gradOutput[pixel, c·M + m] · filters[tap, c·M + m] */
export function depthwiseInputGradient(job: InputGradient): void {
  const { lattice, filters, gradOutput, gradInput } = job;
  const { inChannels, outChannels } = lattice;
  const per = outChannels / inChannels;
  forEachTap(lattice, (to, from, tap) => {
    for (let c = 0, k = 0; c < inChannels; c += 1) {
      let sum = gradInput[from + c] ?? 0;
      for (let m = 0; m < per; m += 1, k += 1) {
        sum += (gradOutput[to + k] ?? Number.NaN) * (filters[tap + k] ?? Number.NaN);
      }
      gradInput[from + c] = sum;
    }
  });
}
