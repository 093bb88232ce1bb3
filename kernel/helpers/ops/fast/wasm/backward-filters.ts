// Gradient by the filters in WebAssembly: rows are the filter's numbers, the inner axis runs over the output's pixels.
import type { FilterGradient } from "../jobs.ts";
import {
  innerSize,
  lineStart,
  stretches,
  tapOffsets,
  type Lattice,
  type Stretch,
} from "../lattice.ts";
import type { Machine } from "./machine.ts";
import { multiplyRows, packPanels, paddedColumns, scratchSize, wholeTiles } from "./panels.ts";

/** Numbers of input and gradient at a time. */
const stretchBudget = 2 ** 20;

/**
 * gradFilters[tap, c, k] = Σ_pixels input[pixel + tap, c] · gradOutput[pixel, k]
 *
 * One line of the output is one run: its pixels lie `stride · C` numbers apart on the padded input.
 */
export function filterGradientInWasm(machine: Machine, job: FilterGradient): boolean {
  const { lattice } = job;
  const { groups, inChannels, outChannels, out } = lattice;
  const rows = innerSize(lattice);
  const columns = outChannels / groups;
  const width = paddedColumns(machine, columns);
  const pieces = stretches(lattice, stretchBudget, outChannels);
  const lines = Math.max(...pieces.map(({ from, to }) => to - from));
  const pixels = Math.max(...pieces.map(({ first, end }) => end - first));
  const { bytes, workspace } = machine;
  const numbers = pixels * inChannels + lines * out[2] * width + wholeTiles(rows) * width * groups;
  const layout = { rowStep: outChannels, columnStep: 1, columns };
  const scratch = scratchSize({ ...layout, start: 0, inner: lines * out[2] });
  const lists = 2 * wholeTiles(rows) * groups + lines;
  if (!workspace.begin(bytes * (numbers + scratch) + 4 * lists + 1024)) return false;
  const place = {
    input: workspace.take(bytes * pixels * inChannels),
    panels: workspace.take(bytes * lines * out[2] * width),
    scratch: workspace.take(bytes * scratch),
    sums: workspace.take(bytes * wholeTiles(rows) * width * groups),
    aRows: workspace.take(4 * wholeTiles(rows) * groups),
    outRows: workspace.take(4 * wholeTiles(rows) * groups),
    runs: workspace.take(4 * lines),
  };
  const sums = place.sums / bytes;
  workspace.floats(machine.dtype).fill(0, sums, sums + wholeTiles(rows) * width * groups);
  writeRows(machine, lattice, place, width);
  for (const piece of pieces) {
    writePiece(machine, job, piece, place);
    for (let group = 0; group < groups; group += 1) {
      const start = piece.from * out[2] * outChannels + group * columns;
      const inner = (piece.to - piece.from) * out[2];
      const columnsOf = { from: job.gradOutput, ...layout, start, inner };
      packPanels(machine, columnsOf, place.panels, place.scratch);
      multiplyRows(machine, {
        aRows: place.aRows + 4 * group * wholeTiles(rows),
        outRows: place.outRows + 4 * group * wholeTiles(rows),
        rows: wholeTiles(rows),
        runs: place.runs,
        runCount: piece.to - piece.from,
        runLength: out[2],
        step: lattice.stride[2] * inChannels * bytes,
        panels: place.panels,
        columns,
        column: 0,
        bias: 0,
      });
    }
  }
  copyOut(machine, job, sums, width);
  return true;
}

/** Addresses of the filter's numbers: where the first pixel of the input lies under each, for every group. */
function writeRows(
  machine: Machine,
  lattice: Lattice,
  place: { readonly input: number; readonly sums: number; aRows: number; outRows: number },
  width: number,
): void {
  const { ints } = machine.workspace;
  const perGroup = lattice.inChannels / lattice.groups;
  const rows = innerSize(lattice);
  const offsets = tapOffsets(lattice);
  for (let group = 0; group < lattice.groups; group += 1) {
    for (let row = 0; row < wholeTiles(rows); row += 1) {
      const at = group * wholeTiles(rows) + row;
      // the rows that fill the last tile repeat the last one; their sums are never read
      const real = Math.min(row, rows - 1);
      const tap = (offsets[Math.floor(real / perGroup)] ?? 0) * lattice.inChannels;
      const number = tap + group * perGroup + (real % perGroup);
      ints[place.aRows / 4 + at] = place.input + number * machine.bytes;
      ints[place.outRows / 4 + at] = place.sums + at * width * machine.bytes;
    }
  }
}

/** The input under a stretch of lines, and where each line's pixels start. */
function writePiece(
  machine: Machine,
  { lattice, input }: FilterGradient,
  piece: Stretch,
  place: { readonly input: number; readonly runs: number },
): void {
  const { workspace, bytes } = machine;
  const numbers = input.subarray(piece.first * lattice.inChannels, piece.end * lattice.inChannels);
  workspace.floats(machine.dtype).set(numbers, place.input / bytes);
  for (let line = piece.from; line < piece.to; line += 1) {
    const pixels = lineStart(lattice, line) - piece.first;
    workspace.ints[place.runs / 4 + line - piece.from] = pixels * lattice.inChannels * bytes;
  }
}

function copyOut(
  machine: Machine,
  { lattice, gradFilters }: FilterGradient,
  sums: number,
  width: number,
): void {
  const numbers = machine.workspace.floats(machine.dtype);
  const rows = innerSize(lattice);
  const columns = lattice.outChannels / lattice.groups;
  for (let group = 0; group < lattice.groups; group += 1) {
    for (let row = 0; row < rows; row += 1) {
      const from = sums + (group * wholeTiles(rows) + row) * width;
      const to = row * lattice.outChannels + group * columns;
      for (let c = 0; c < columns; c += 1) gradFilters[to + c] = numbers[from + c] ?? Number.NaN;
    }
  }
}
