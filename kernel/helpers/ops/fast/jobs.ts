// What the three products of a layer read and write, whichever way computes them.
import type { FloatArray } from "../../tensor/index.ts";
import type { Lattice } from "./lattice.ts";

/** What one correlation reads and writes; `bias` may be missing. */
export interface Correlation {
  readonly lattice: Lattice;
  readonly input: FloatArray;
  readonly filters: FloatArray;
  readonly bias: FloatArray | undefined;
  readonly out: FloatArray;
}

/** What the gradient by the filters is computed from. */
export interface FilterGradient {
  readonly lattice: Lattice;
  readonly input: FloatArray;
  readonly gradOutput: FloatArray;
  /** [kD, kH, kW, C/groups, K], zeros when it comes in. */
  readonly gradFilters: FloatArray;
}

/** What the gradient by the input is computed from. */
export interface InputGradient {
  readonly lattice: Lattice;
  readonly filters: FloatArray;
  readonly gradOutput: FloatArray;
  /** [N, D, H, W, C] as padded; what arrives is added. */
  readonly gradInput: FloatArray;
}
