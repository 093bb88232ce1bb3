// Correlation in WebAssembly: no patch matrix, the tile function reads the padded image where the filter lies.
import type { FloatArray } from "../../../tensor/index.ts";
import {
  innerSize,
  lineStart,
  stretches,
  tapOffsets,
  type Lattice,
  type Stretch,
} from "../lattice.ts";
import type { Machine } from "./machine.ts";
import { multiplyRows, packPanels, paddedColumns, splitRun, wholeTiles } from "./panels.ts";

/** Numbers of input and output at a time: the memory stays small whatever the batch. */
const stretchBudget = 2 ** 21;
/** Numbers of packed filters at a time. */
const panelBudget = 2 ** 22;

/** Some columns of one group. */
interface Part {
  readonly group: number;
  readonly first: number;
  readonly columns: number;
}

/** What one correlation reads and writes; `bias` may be missing. */
export interface Correlation {
  readonly lattice: Lattice;
  readonly input: FloatArray;
  readonly filters: FloatArray;
  readonly bias: FloatArray | undefined;
  readonly out: FloatArray;
}

/** out = bias + Σ input·filters; false, with nothing done, if the workspace has no room for it. */
export function correlateInWasm(machine: Machine, job: Correlation): boolean {
  const { lattice } = job;
  const inner = innerSize(lattice);
  const { length, runs } = runsOf(lattice, machine.bytes);
  const pieces = stretches(lattice, stretchBudget, lattice.outChannels);
  const parts = partsOf(machine, lattice, inner);
  const columns = Math.max(...parts.map((part) => paddedColumns(machine, part.columns)));
  const rows = wholeTiles(Math.max(...pieces.map(({ from, to }) => to - from)) * lattice.out[2]);
  const pixels = Math.max(...pieces.map(({ first, end }) => end - first));
  const bytes =
    machine.bytes * (inner * columns + columns + pixels * lattice.inChannels + rows * columns) +
    4 * (2 * rows + runs.length);
  if (!machine.workspace.begin(bytes)) return false;
  const { workspace } = machine;
  const place = {
    panels: workspace.take(machine.bytes * inner * columns),
    bias: workspace.take(machine.bytes * columns),
    input: workspace.take(machine.bytes * pixels * lattice.inChannels),
    out: workspace.take(machine.bytes * rows * columns),
    aRows: workspace.take(4 * rows),
    outRows: workspace.take(4 * rows),
    runs: workspace.take(4 * runs.length),
  };
  for (const part of parts) {
    packFilters(machine, job, part, inner, place);
    const offset = part.group * (lattice.inChannels / lattice.groups) * machine.bytes;
    runs.forEach((run, i) => { workspace.ints[place.runs / 4 + i] = run + offset; }); // prettier-ignore
    for (const piece of pieces) {
      const { first, end } = piece;
      const numbers = job.input.subarray(first * lattice.inChannels, end * lattice.inChannels);
      // with one part and one piece, or the same piece as before, this would not be needed twice
      if (part === parts[0] || pieces.length > 1) {
        workspace.floats(machine.dtype).set(numbers, place.input / machine.bytes);
      }
      const width = paddedColumns(machine, part.columns);
      const used = rowAddresses(machine, lattice, piece, place, width * machine.bytes);
      multiplyRows(machine, {
        ...place,
        rows: wholeTiles(used),
        runCount: runs.length,
        runLength: length,
        step: machine.bytes,
        columns: part.columns,
        column: 0,
      });
      copyOut(machine, job, part, { from: place.out, width, pixels: used, line: piece.from });
    }
  }
  return true;
}

/** The filter's lines as runs of contiguous numbers, in bytes from the first tap. */
function runsOf(lattice: Lattice, bytes: number): { length: number; runs: readonly number[] } {
  const { groups, inChannels, taps, dilation } = lattice;
  const perGroup = inChannels / groups;
  const wholeLines = groups === 1 && (dilation[2] === 1 || taps[2] === 1);
  const contiguous = wholeLines ? perGroup * taps[2] : perGroup;
  const length = splitRun(contiguous);
  const starts = [...tapOffsets(lattice)].filter((_, tap) => !wholeLines || tap % taps[2] === 0);
  return {
    length,
    runs: starts.flatMap((offset) =>
      Array.from(
        { length: contiguous / length },
        (_, piece) => (offset * inChannels + piece * length) * bytes,
      ),
    ),
  };
}

function partsOf(machine: Machine, { groups, outChannels }: Lattice, inner: number): Part[] {
  const perGroup = outChannels / groups;
  const most = Math.max(machine.width, Math.floor(panelBudget / inner / machine.width) * machine.width); // prettier-ignore
  return Array.from({ length: groups }, (_, group) => group).flatMap((group) =>
    Array.from({ length: Math.ceil(perGroup / most) }, (_, i) => ({
      group,
      first: group * perGroup + i * most,
      columns: Math.min(most, perGroup - i * most),
    })),
  );
}

function packFilters(
  machine: Machine,
  { lattice, filters, bias }: Correlation,
  { first, columns }: Part,
  inner: number,
  place: { readonly panels: number; readonly bias: number },
): void {
  const layout = { start: first, rowStep: lattice.outChannels, columnStep: 1 };
  packPanels(machine, { from: filters, ...layout, inner, columns }, place.panels);
  const numbers = machine.workspace.floats(machine.dtype);
  const at = place.bias / machine.bytes;
  for (let c = 0; c < paddedColumns(machine, columns); c += 1) {
    numbers[at + c] = c < columns ? (bias?.[first + c] ?? 0) : 0;
  }
}

/** Writes the addresses of each output pixel's first tap and sums; returns the number of pixels. */
function rowAddresses(
  machine: Machine,
  lattice: Lattice,
  piece: Stretch,
  place: { readonly input: number; readonly out: number; aRows: number; outRows: number },
  outStep: number,
): number {
  const { ints } = machine.workspace;
  const pixelBytes = lattice.inChannels * machine.bytes;
  const aRows = place.aRows / 4;
  const outRows = place.outRows / 4;
  let row = 0;
  for (let line = piece.from; line < piece.to; line += 1) {
    let address = place.input + (lineStart(lattice, line) - piece.first) * pixelBytes;
    for (let x = 0; x < lattice.out[2]; x += 1) {
      ints[aRows + row] = address;
      ints[outRows + row] = place.out + row * outStep;
      address += lattice.stride[2] * pixelBytes;
      row += 1;
    }
  }
  // the rows that fill the last tile read the last pixel again; their sums have room of their own
  for (let filler = row; filler < wholeTiles(row); filler += 1) {
    ints[aRows + filler] = ints[aRows + row - 1] ?? 0;
    ints[outRows + filler] = place.out + filler * outStep;
  }
  return row;
}

function copyOut(
  machine: Machine,
  { lattice, out }: Correlation,
  { first, columns }: Part,
  sums: { readonly from: number; readonly width: number; pixels: number; line: number },
): void {
  const numbers = machine.workspace.floats(machine.dtype);
  const source = sums.from / machine.bytes;
  const target = sums.line * lattice.out[2] * lattice.outChannels + first;
  if (columns === lattice.outChannels && columns === sums.width) {
    out.set(numbers.subarray(source, source + sums.pixels * columns), target);
    return;
  }
  for (let pixel = 0; pixel < sums.pixels; pixel += 1) {
    const from = source + pixel * sums.width;
    const to = target + pixel * lattice.outChannels;
    for (let c = 0; c < columns; c += 1) out[to + c] = numbers[from + c] ?? Number.NaN;
  }
}
