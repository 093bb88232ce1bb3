// Gradient by the input in WebAssembly: for each tap a product that is added where the tap lay on the padded input.
import type { InputGradient } from "../jobs.ts";
import { lineStart, stretches, tapOffsets, type Stretch } from "../lattice.ts";
import type { Machine } from "./machine.ts";
import { multiplyRows, packPanels, paddedColumns, splitRun, wholeTiles } from "./panels.ts";

/** Numbers of both gradients at a time. */
const stretchBudget = 2 ** 20;

/** Addresses in the workspace, in bytes. */
interface Place {
  readonly gradOutput: number;
  readonly panels: number;
  readonly sums: number;
  readonly aRows: number;
  readonly outRows: number;
  readonly runs: number;
}

/** gradInput[pixel + tap, c] += Σ_k gradOutput[pixel, k] · filters[tap, c, k], tap by tap */
export function inputGradientInWasm(machine: Machine, job: InputGradient): boolean {
  const { lattice } = job;
  const { bytes, workspace } = machine;
  const { groups, inChannels, outChannels, out } = lattice;
  const perGroup = paddedColumns(machine, inChannels / groups);
  // each group's channels take whole half panels, so that no tile writes beyond its own
  const width = perGroup * groups;
  const filters = outChannels / groups;
  const offsets = tapOffsets(lattice);
  const pieces = stretches({ ...lattice, inChannels: width }, stretchBudget, outChannels);
  const rows = wholeTiles(Math.max(...pieces.map(({ from, to }) => to - from)) * out[2]);
  // fillers of the last tile write beyond the last pixel: as far as the taps reach
  const pixels = Math.max(...pieces.map(({ first, end }) => end - first)) + (offsets.at(-1) ?? 0) + 1; // prettier-ignore
  const panelSize = filters * perGroup;
  const length = splitRun(filters);
  const numbers = rows * outChannels + panelSize * offsets.length * groups + pixels * width;
  const lists = 2 * rows + filters / length;
  if (!workspace.begin(bytes * numbers + 4 * lists + 1024)) return false;
  const place: Place = {
    gradOutput: workspace.take(bytes * rows * outChannels),
    panels: workspace.take(bytes * panelSize * offsets.length * groups),
    sums: workspace.take(bytes * pixels * width),
    aRows: workspace.take(4 * rows),
    outRows: workspace.take(4 * rows),
    runs: workspace.take(4 * (filters / length)),
  };
  packTaps(machine, job, place.panels, panelSize);
  for (const piece of pieces) {
    const used = writePiece(machine, job, piece, place, width);
    for (let group = 0; group < groups; group += 1) {
      for (let run = 0; run < filters / length; run += 1) {
        workspace.ints[place.runs / 4 + run] = (group * filters + run * length) * bytes;
      }
      offsets.forEach((offset, tap) => {
        multiplyRows(machine, {
          aRows: place.aRows,
          outRows: place.outRows,
          rows: wholeTiles(used),
          runs: place.runs,
          runCount: filters / length,
          runLength: length,
          step: bytes,
          panels: place.panels + (group * offsets.length + tap) * panelSize * bytes,
          columns: inChannels / groups,
          column: (offset * width + group * perGroup) * bytes,
          bias: 0,
        });
      });
    }
    addTo(machine, job, piece, place.sums / bytes, perGroup);
  }
  return true;
}

/** Each tap's [C/groups, filters of the group] turned, as panels of columns c. */
function packTaps(
  machine: Machine,
  { lattice, filters }: InputGradient,
  address: number,
  panelSize: number,
): void {
  const { groups, inChannels, outChannels } = lattice;
  const taps = tapOffsets(lattice).length;
  for (let group = 0; group < groups; group += 1) {
    for (let tap = 0; tap < taps; tap += 1) {
      const columns = {
        from: filters,
        start: tap * (inChannels / groups) * outChannels + group * (outChannels / groups),
        rowStep: 1,
        columnStep: outChannels,
        inner: outChannels / groups,
        columns: inChannels / groups,
      };
      const panels = address + (group * taps + tap) * panelSize * machine.bytes;
      packPanels(machine, columns, panels);
    }
  }
}

/** The gradient of a stretch of lines, empty sums, and where each pixel's numbers and sums lie. */
function writePiece(
  machine: Machine,
  { lattice, gradOutput }: InputGradient,
  piece: Stretch,
  place: Place,
  width: number,
): number {
  const { bytes, workspace } = machine;
  const { outChannels, out, stride } = lattice;
  const numbers = workspace.floats(machine.dtype);
  const perLine = out[2] * outChannels;
  const part = gradOutput.subarray(piece.from * perLine, piece.to * perLine);
  numbers.set(part, place.gradOutput / bytes);
  const sums = place.sums / bytes;
  numbers.fill(0, sums, sums + (piece.end - piece.first) * width);
  const { ints } = workspace;
  let row = 0;
  for (let line = piece.from; line < piece.to; line += 1) {
    const start = lineStart(lattice, line) - piece.first;
    for (let x = 0; x < out[2]; x += 1) {
      ints[place.aRows / 4 + row] = place.gradOutput + row * outChannels * bytes;
      ints[place.outRows / 4 + row] = place.sums + (start + x * stride[2]) * width * bytes;
      row += 1;
    }
  }
  for (let filler = row; filler < wholeTiles(row); filler += 1) {
    ints[place.aRows / 4 + filler] = place.gradOutput;
    ints[place.outRows / 4 + filler] = place.sums + (piece.end - piece.first) * width * bytes;
  }
  return row;
}

function addTo(
  machine: Machine,
  { lattice, gradInput }: InputGradient,
  piece: Stretch,
  sums: number,
  perGroup: number,
): void {
  const numbers = machine.workspace.floats(machine.dtype);
  const { groups, inChannels } = lattice;
  const real = inChannels / groups;
  let to = piece.first * inChannels;
  let from = sums;
  for (let part = 0; part < (piece.end - piece.first) * groups; part += 1) {
    for (let c = 0; c < real; c += 1) {
      gradInput[to + c] = (gradInput[to + c] ?? 0) + (numbers[from + c] ?? 0);
    }
    to += real;
    from += perGroup;
  }
}
