// Which way a product goes: WebAssembly with SIMD for large ones, plain TypeScript for small ones and where it is missing.
import type { Correlation, FilterGradient, InputGradient } from "./jobs.ts";
import type { FloatArray } from "../../tensor/index.ts";
import {
  depthwise,
  depthwiseFilterGradient,
  depthwiseInputGradient,
  isDepthwise,
} from "./depthwise.ts";
import { macs, type Lattice } from "./lattice.ts";
import { correlatePlainly, filterGradientPlainly, inputGradientPlainly } from "./plain.ts";
import { filterGradientInWasm } from "./wasm/backward-filters.ts";
import { inputGradientInWasm } from "./wasm/backward-input.ts";
import { correlateInWasm } from "./wasm/forward.ts";
import { machineFor, type Machine } from "./wasm/machine.ts";

/** Below this many multiplications copying into WebAssembly's memory costs more than it saves. */
const worthWasm = 20_000;

/** out = bias + Σ input·filters over the lattice; in float64 equal to the plain loops to the last bit. */
export function correlateOver(job: Correlation): void {
  if (isDepthwise(job.lattice)) return depthwise(job);
  const machine = machineOf(job.lattice, job.input, job.filters);
  if (machine === undefined || !correlateInWasm(machine, job)) correlatePlainly(job);
}

/** gradFilters of `correlateOver`. */
export function filterGradientOver(job: FilterGradient): void {
  if (isDepthwise(job.lattice)) return depthwiseFilterGradient(job);
  const machine = machineOf(job.lattice, job.input, job.gradOutput);
  if (machine === undefined || !filterGradientInWasm(machine, job)) filterGradientPlainly(job);
}

/** gradInput of `correlateOver`, over the padded input. */
export function inputGradientOver(job: InputGradient): void {
  if (isDepthwise(job.lattice)) return depthwiseInputGradient(job);
  const machine = machineOf(job.lattice, job.filters, job.gradOutput);
  if (machine === undefined || !inputGradientInWasm(machine, job)) inputGradientPlainly(job);
}

function machineOf(lattice: Lattice, ...arrays: readonly FloatArray[]): Machine | undefined {
  if (macs(lattice) < worthWasm) return undefined;
  const single = arrays.every((array) => array instanceof Float32Array);
  return machineFor(single ? "float32" : "float64");
}
