// Where a filter meets an image, as numbers: one description for signals, images, volumes and matrices.

/** Three numbers: depth, height, width. A signal has depth and height 1, an image depth 1. */
export type Triple = readonly [depth: number, height: number, width: number];

/**
 * A correlation over row-major arrays: input [N, D, H, W, C] already padded, filters [kD, kH, kW, C/groups, K], output
 * [N, d, h, w, K]. A matrix product [rows, C]·[C, K] is the lattice of height `rows` with a filter of one tap.
 */
export interface Lattice {
  readonly batch: number;
  /** Padded. */
  readonly size: Triple;
  readonly out: Triple;
  readonly taps: Triple;
  readonly stride: Triple;
  readonly dilation: Triple;
  readonly groups: number;
  readonly inChannels: number;
  readonly outChannels: number;
}

/** The lattice of the matrix product [rows, inner]·[inner, columns]. */
export function matrixLattice(rows: number, inner: number, columns: number): Lattice {
  const one: Triple = [1, 1, 1];
  return {
    batch: 1,
    size: [1, rows, 1],
    out: [1, rows, 1],
    taps: one,
    stride: one,
    dilation: one,
    groups: 1,
    inChannels: inner,
    outChannels: columns,
  };
}

export const product = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1);

/** Lines of the output: N·d·h. */
export const lineCount = ({ batch, out: [d, h] }: Lattice): number => batch * d * h;

/** Numbers that one output reads: kD·kH·kW·C/groups. */
export const innerSize = ({ taps, inChannels, groups }: Lattice): number =>
  product(taps) * (inChannels / groups);

/** Multiplications of the forward pass. */
export const macs = (lattice: Lattice): number =>
  lineCount(lattice) * lattice.out[2] * innerSize(lattice) * lattice.outChannels;

/** Pixel of the padded input under the first tap of the first output of a line (`line` counts n, z, y). */
export function lineStart({ size, out, stride }: Lattice, line: number): number {
  const [depth, height, width] = size;
  const [d, h] = out;
  const n = Math.floor(line / (d * h));
  const z = Math.floor(line / h) % d;
  return ((n * depth + z * stride[0]) * height + (line % h) * stride[1]) * width;
}

/** Pixels from the first tap to each of the taps, in the order of the filters. */
export function tapOffsets({ size, taps, dilation }: Lattice): Int32Array {
  const [, height, width] = size;
  const [kD, kH, kW] = taps;
  const offsets = new Int32Array(kD * kH * kW);
  let at = 0;
  for (let a = 0; a < kD; a += 1) {
    for (let i = 0; i < kH; i += 1) {
      for (let j = 0; j < kW; j += 1) {
        offsets[at] = (a * dilation[0] * height + i * dilation[1]) * width + j * dilation[2];
        at += 1;
      }
    }
  }
  return offsets;
}

/** A stretch of output lines with the pixels of the padded input that they read, [first, end). */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly first: number;
  readonly end: number;
}

/** Output lines `from` to `to`, and the input under them: addresses grow with the line, so that it is one piece. */
function stretchOf(lattice: Lattice, from: number, to: number): Stretch {
  const reach = (lattice.out[2] - 1) * lattice.stride[2] + (tapOffsets(lattice).at(-1) ?? 0) + 1;
  return {
    from,
    to,
    first: lineStart(lattice, from),
    end: lineStart(lattice, to - 1) + reach,
  };
}

/** All lines in stretches of about `budget` numbers of input and output together. */
export function stretches(lattice: Lattice, budget: number, perOutput: number): Stretch[] {
  const { size, stride, out, inChannels } = lattice;
  const perLine = size[2] * stride[1] * inChannels + out[2] * perOutput;
  const lines = Math.max(1, Math.floor(budget / perLine));
  const total = lineCount(lattice);
  return Array.from({ length: Math.ceil(total / lines) }, (_, i) =>
    stretchOf(lattice, i * lines, Math.min(total, (i + 1) * lines)),
  );
}
