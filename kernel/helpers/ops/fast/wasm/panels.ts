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

/** Numbers of the source that are brought into the memory at a time. */
const sliceLimit = 2 ** 15;

/** Room that packing wants beside the panels, in numbers; 0 for columns that are not in order. */
export function scratchSize(layout: Omit<Columns, "from">): number {
  const { inner, rowStep } = layout;
  return inOrder(layout) ? Math.min(inner, sliceRows(rowStep)) * rowStep : 0;
}

/** Rows that lie one after the other, each with its columns side by side. */
const inOrder = ({ columns, rowStep, columnStep }: Omit<Columns, "from">): boolean =>
  columnStep === 1 && rowStep >= columns;

const sliceRows = (rowStep: number): number => Math.max(1, Math.floor(sliceLimit / rowStep));

/**
 * Packs columns at an address: panel after panel, within a panel one p after the other; zeros fill the last panel.
 *
 * @param scratch address of `scratchSize` numbers; without it number by number, in any order
 */
export function packPanels(
  machine: Machine,
  job: Columns,
  address: number,
  scratch?: number,
): void {
  const half = machine.width / 2;
  const ordered = scratch !== undefined && inOrder(job);
  if (ordered) packWhole(machine, job, address, scratch);
  let at = address / machine.bytes;
  for (let first = 0; first < job.columns;) {
    const left = job.columns - first;
    const width = left > half ? machine.width : half;
    const used = Math.min(width, left);
    if (!ordered || used < width) packPart(machine, at, job, { first, width, used });
    at += width * job.inner;
    first += width;
  }
}

/** Panels that are full, slice by slice of the source. */
function packWhole(machine: Machine, job: Columns, address: number, scratch: number): void {
  const { bytes, workspace, width } = machine;
  const { from, start, inner, rowStep, columns } = job;
  const half = width / 2;
  const most = sliceRows(rowStep);
  for (let p = 0; p < inner; p += most) {
    const rows = Math.min(most, inner - p);
    const begin = start + p * rowStep;
    const slice = from.subarray(begin, begin + rows * rowStep);
    workspace.floats(machine.dtype).set(slice, scratch / bytes);
    for (let first = 0; first + half <= columns;) {
      const wide = columns - first > half;
      if (wide && columns - first < width) break;
      const taken = wide ? width : half;
      const to = address + (first * inner + p * taken) * bytes;
      (wide ? machine.packWide : machine.packNarrow)(
        scratch + first * bytes,
        to,
        rows,
        rowStep * bytes,
      );
      first += taken;
    }
  }
}

function packPart(
  machine: Machine,
  start: number,
  { from, inner, rowStep, columnStep, start: origin }: Columns,
  { first, width, used }: { readonly first: number; readonly width: number; readonly used: number },
): void {
  const to = machine.workspace.floats(machine.dtype);
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

/** True if all runs are one block: the sums of a row are written once. */
export const oneBlock = (runCount: number, runLength: number): boolean =>
  runCount <= Math.max(1, Math.floor(blockLength / runLength));

/** A run that is too long for a block, in equal pieces; a length without a good divisor stays whole. */
export function splitRun(length: number): number {
  for (let piece = Math.min(length, blockLength); piece >= 64; piece -= 1) {
    if (length % piece === 0) return piece;
  }
  return length;
}
