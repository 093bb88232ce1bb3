// Products of row lists with packed columns, cut into blocks that stay in the processor's caches.
import type { FloatArray } from "../../../tensor/index.ts";
import { tileRows } from "./tile.ts";
import type { Machine } from "./machine.ts";

/** Numbers of a row per block: 512 rows of a panel are 16 KB, half of a first-level cache. */
const blockLength = 512;
/** Rows per block: their numbers stay in the second-level cache while all panels go by. */
const blockRows = 128;

/** Rows rounded up to whole tiles. */
export const wholeTiles = (rows: number): number => Math.ceil(rows / tileRows) * tileRows;

/** Columns rounded up to half panels: what packed columns and their sums take. */
export function paddedColumns({ width }: Machine, columns: number): number {
  return Math.ceil(columns / (width / 2)) * (width / 2);
}

/** Where the number for place (p, c) of packed columns is found: `start + p · rowStep + c · columnStep`. */
export interface Columns {
  readonly from: FloatArray;
  readonly start: number;
  readonly rowStep: number;
  readonly columnStep: number;
  readonly inner: number;
  readonly columns: number;
}

/** Packs columns at an address: panel after panel, within a panel one p after the other; zeros fill the last panel. */
export function packPanels(machine: Machine, job: Columns, address: number): void {
  const to = machine.workspace.floats(machine.dtype);
  const half = machine.width / 2;
  let at = address / machine.bytes;
  for (let first = 0; first < job.columns;) {
    const left = job.columns - first;
    const width = left > half ? machine.width : half;
    const used = Math.min(width, left);
    if (used === width && job.columnStep === 1) packWhole(to, at, job, first, width);
    else packPart(to, at, job, { first, width, used });
    at += width * job.inner;
    first += width;
  }
}

function packWhole(
  to: FloatArray,
  start: number,
  { from, inner, rowStep, start: origin }: Columns,
  first: number,
  width: number,
): void {
  let at = start;
  let source = origin + first;
  for (let p = 0; p < inner; p += 1) {
    for (let c = 0; c < width; c += 2) {
      to[at + c] = from[source + c] ?? 0;
      to[at + c + 1] = from[source + c + 1] ?? 0;
    }
    at += width;
    source += rowStep;
  }
}

function packPart(
  to: FloatArray,
  start: number,
  { from, inner, rowStep, columnStep, start: origin }: Columns,
  { first, width, used }: { readonly first: number; readonly width: number; readonly used: number },
): void {
  for (let p = 0; p < inner; p += 1) {
    const source = origin + p * rowStep + first * columnStep;
    const at = start + p * width;
    for (let c = 0; c < used; c += 1) to[at + c] = from[source + c * columnStep] ?? 0;
    for (let c = used; c < width; c += 1) to[at + c] = 0;
  }
}

/** Addresses and counts of one product; everything lies in the workspace. */
export interface RowProduct {
  readonly aRows: number;
  readonly outRows: number;
  /** Whole tiles: a multiple of four. */
  readonly rows: number;
  readonly runs: number;
  readonly runCount: number;
  readonly runLength: number;
  readonly step: number;
  readonly panels: number;
  readonly columns: number;
  /** Added to every row's address of out. */
  readonly column: number;
  /** Address of the start values; 0 to add to what is there. */
  readonly bias: number;
}

/** out[row] (+)= Σ a[row]·b over blocks of rows, of the inner axis and of columns. */
export function multiplyRows(machine: Machine, job: RowProduct): void {
  const runsPerBlock = Math.max(1, Math.floor(blockLength / job.runLength));
  for (let row = 0; row < job.rows; row += blockRows) {
    const tiles = Math.min(blockRows, job.rows - row) / tileRows;
    for (let run = 0; run < job.runCount; run += runsPerBlock) {
      const runCount = Math.min(runsPerBlock, job.runCount - run);
      multiplyBlock(machine, job, { row, tiles, run, runCount });
    }
  }
}

function multiplyBlock(
  machine: Machine,
  job: RowProduct,
  { row, tiles, run, runCount }: { row: number; tiles: number; run: number; runCount: number },
): void {
  const { bytes, width } = machine;
  const inner = job.runCount * job.runLength;
  let panel = job.panels;
  for (let first = 0; first < job.columns;) {
    const wide = job.columns - first > width / 2;
    const columns = wide ? width : width / 2;
    (wide ? machine.wide : machine.narrow)(
      job.aRows + 4 * row,
      job.outRows + 4 * row,
      tiles,
      job.runs + 4 * run,
      runCount,
      job.runLength,
      job.step,
      panel + run * job.runLength * columns * bytes,
      job.column + first * bytes,
      run === 0 && job.bias !== 0 ? job.bias + first * bytes : 0,
    );
    panel += inner * columns * bytes;
    first += columns;
  }
}

/** A run that is too long for a block, in equal pieces; a length without a good divisor stays whole. */
export function splitRun(length: number): number {
  for (let piece = Math.min(length, blockLength); piece >= 64; piece -= 1) {
    if (length % piece === 0) return piece;
  }
  return length;
}
