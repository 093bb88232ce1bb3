// Correlation and its gradients in plain TypeScript: patches as rows of a matrix (im2col), then one matrix product.
import type { Correlation, FilterGradient, InputGradient } from "./jobs.ts";
import { multiplyInto } from "../gemm.ts";
import { innerSize, lineCount, lineStart, tapOffsets, type Lattice } from "./lattice.ts";
import type { FloatArray } from "../../tensor/index.ts";

/** Most numbers of the patch matrix at a time: 4 MB, so that it stays near the processor. */
const patchLimit = 2 ** 19;

/** Some pixels of the output, and room for the patches under them. */
interface Piece {
  readonly from: number;
  readonly rows: number;
  readonly patches: Float64Array;
}

/** out = bias + Σ input·filters */
export function correlatePlainly({ lattice, input, filters, bias, out }: Correlation): void {
  const inner = innerSize(lattice);
  const columns = lattice.outChannels / lattice.groups;
  for (let group = 0; group < lattice.groups; group += 1) {
    const first = group * columns;
    const b = filtersOf(lattice, filters, first);
    const start = Float64Array.from({ length: columns }, (_, c) => bias?.[first + c] ?? 0);
    forEachPiece(lattice, ({ from, rows, patches }) => {
      gather(lattice, input, group, from, rows, patches);
      const place = {
        out,
        start: from * lattice.outChannels + first,
        rowStep: lattice.outChannels,
      };
      multiplyInto({ a: patches, b, bias: start, rows, inner, columns, ...place });
    });
  }
}

/** gradFilters = Σ patchesᵀ·gradOutput */
export function filterGradientPlainly(job: FilterGradient): void {
  const { lattice, input, gradOutput, gradFilters } = job;
  const inner = innerSize(lattice);
  const columns = lattice.outChannels / lattice.groups;
  const sums = new Float64Array(inner * columns);
  for (let group = 0; group < lattice.groups; group += 1) {
    const first = group * columns;
    sums.fill(0);
    forEachPiece(lattice, ({ from, rows, patches }) => {
      gather(lattice, input, group, from, rows, patches);
      const part = new Float64Array(inner * columns);
      multiplyInto({
        a: turned(patches, rows, inner),
        b: columnsOf(gradOutput, { from, rows, first, columns, step: lattice.outChannels }),
        bias: new Float64Array(columns),
        rows: inner, inner: rows, columns, out: part, start: 0, rowStep: columns,
      }); // prettier-ignore
      for (let i = 0; i < sums.length; i += 1) sums[i] = (sums[i] ?? 0) + (part[i] ?? 0);
    });
    for (let i = 0; i < sums.length; i += 1) {
      const p = Math.floor(i / columns);
      gradFilters[p * lattice.outChannels + first + (i % columns)] = sums[i] ?? 0;
    }
  }
}

/** gradInput += gradOutput·filtersᵀ, each row added back to the pixels of its patch */
export function inputGradientPlainly(job: InputGradient): void {
  const { lattice, filters, gradOutput, gradInput } = job;
  const inner = innerSize(lattice);
  const columns = lattice.outChannels / lattice.groups;
  for (let group = 0; group < lattice.groups; group += 1) {
    const first = group * columns;
    const b = turned(filtersOf(lattice, filters, first), inner, columns);
    forEachPiece(lattice, ({ from, rows, patches }) => {
      multiplyInto({
        a: columnsOf(gradOutput, { from, rows, first, columns, step: lattice.outChannels }),
        b,
        bias: new Float64Array(inner),
        rows, inner: columns, columns: inner, out: patches, start: 0, rowStep: inner,
      }); // prettier-ignore
      scatter(lattice, patches, group, from, rows, gradInput);
    });
  }
}

function forEachPiece(lattice: Lattice, work: (piece: Piece) => void): void {
  const inner = innerSize(lattice);
  const pixels = lineCount(lattice) * lattice.out[2];
  const most = Math.max(4, Math.floor(patchLimit / inner / 4) * 4);
  const patches = new Float64Array(Math.min(most, pixels) * inner);
  for (let from = 0; from < pixels; from += most) {
    work({ from, rows: Math.min(most, pixels - from), patches });
  }
}

/** The filters of a group as a matrix [kD·kH·kW·C, columns]. */
function filtersOf(lattice: Lattice, filters: FloatArray, first: number): Float64Array {
  const columns = lattice.outChannels / lattice.groups;
  const rows = innerSize(lattice);
  return columnsOf(filters, { from: 0, rows, first, columns, step: lattice.outChannels });
}

function columnsOf(
  source: FloatArray,
  place: { from: number; rows: number; first: number; columns: number; step: number },
): Float64Array {
  const { from, rows, first, columns, step } = place;
  const made = new Float64Array(rows * columns);
  for (let r = 0; r < rows; r += 1) {
    const row = (from + r) * step + first;
    for (let c = 0; c < columns; c += 1) made[r * columns + c] = source[row + c] ?? Number.NaN;
  }
  return made;
}

function turned(matrix: Float64Array, rows: number, columns: number): Float64Array {
  const made = new Float64Array(rows * columns);
  for (let r = 0; r < rows; r += 1) {
    for (let c = 0; c < columns; c += 1) made[c * rows + r] = matrix[r * columns + c] ?? Number.NaN;
  }
  return made;
}

/** First number of a group under an output pixel. */
function origin(lattice: Lattice, pixel: number, group: number): number {
  const width = lattice.out[2];
  const column = (pixel % width) * lattice.stride[2];
  const start = lineStart(lattice, Math.floor(pixel / width)) + column;
  return start * lattice.inChannels + group * (lattice.inChannels / lattice.groups);
}

/** im2col: row r is the patch under output pixel `from + r`, in the order of the filters' numbers. */
function gather(
  lattice: Lattice,
  input: FloatArray,
  group: number,
  from: number,
  rows: number,
  into: Float64Array,
): void {
  const perGroup = lattice.inChannels / lattice.groups;
  const offsets = tapOffsets(lattice);
  let at = 0;
  for (let r = from; r < from + rows; r += 1) {
    const first = origin(lattice, r, group);
    for (let tap = 0; tap < offsets.length; tap += 1) {
      const source = first + (offsets[tap] ?? 0) * lattice.inChannels;
      for (let c = 0; c < perGroup; c += 1) into[at + c] = input[source + c] ?? Number.NaN;
      at += perGroup;
    }
  }
}

/** col2im: adds each row to the pixels that it was gathered from. */
function scatter(
  lattice: Lattice,
  patches: Float64Array,
  group: number,
  from: number,
  rows: number,
  into: FloatArray,
): void {
  const perGroup = lattice.inChannels / lattice.groups;
  const offsets = tapOffsets(lattice);
  let at = 0;
  for (let r = from; r < from + rows; r += 1) {
    const first = origin(lattice, r, group);
    for (let tap = 0; tap < offsets.length; tap += 1) {
      const to = first + (offsets[tap] ?? 0) * lattice.inChannels;
      for (let c = 0; c < perGroup; c += 1) into[to + c] = (into[to + c] ?? 0) + (patches[at + c] ?? 0); // prettier-ignore
      at += perGroup;
    }
  }
}
