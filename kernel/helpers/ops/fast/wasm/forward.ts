// Correlation in WebAssembly: no patch matrix, the tile function reads the padded image where the filter lies.
import type { Correlation } from "../jobs.ts";
import {
  innerSize,
  lineStart,
  stretches,
  tapOffsets,
  type Lattice,
  type Stretch,
} from "../lattice.ts";
import { columnsOf, packFilters, partsOf, type Part } from "./filters.ts";
import type { Machine } from "./machine.ts";
import {
  multiplyRows,
  oneBlock,
  paddedColumns,
  scratchSize,
  splitRun,
  wholeTiles,
} from "./panels.ts";

/** Numbers of input and output at a time: the memory stays small whatever the batch. */
const stretchBudget = 2 ** 21;
/** out = bias + Σ input·filters; false, with nothing done, if the workspace has no room for it. */
export function correlateInWasm(machine: Machine, job: Correlation): boolean {
  const { lattice } = job;
  const inner = innerSize(lattice);
  const { length, runs } = runsOf(lattice, machine.bytes);
  const pieces = stretches(lattice, stretchBudget, lattice.outChannels);
  const parts = partsOf(machine, lattice, inner);
  const most = Math.max(...parts.map((part) => part.columns));
  const columns = paddedColumns(machine, most);
  const rows = wholeTiles(Math.max(...pieces.map(({ from, to }) => to - from)) * lattice.out[2]);
  const pixels = Math.max(...pieces.map(({ first, end }) => end - first));
  const scratch = scratchSize({ ...columnsOf(lattice, inner), start: 0, columns: most });
  const bytes =
    machine.bytes *
      (inner * columns + columns + pixels * lattice.inChannels + rows * columns + scratch) +
    4 * (2 * rows + runs.length);
  if (!machine.workspace.begin(bytes)) return false;
  const { workspace } = machine;
  const place = {
    panels: workspace.take(machine.bytes * inner * columns),
    scratch: workspace.take(machine.bytes * scratch),
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
      // where all lines are one piece the next part finds it there
      if (part === parts[0] || pieces.length > 1) {
        workspace.floats(machine.dtype).set(numbers, place.input / machine.bytes);
      }
      const width = outWidth(machine, part.columns, oneBlock(runs.length, length));
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

/**
 * Numbers from one row of sums to the next. A single panel whose sums are written once needs no room for its unused columns:
 * what it writes there is overwritten by the next row.
 */
function outWidth(machine: Machine, columns: number, written: boolean): number {
  return written && columns <= machine.width ? columns : paddedColumns(machine, columns);
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
