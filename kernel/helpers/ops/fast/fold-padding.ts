// The way back from a padded image.
import { allocate, type DType, type FloatArray } from "../../tensor/index.ts";
import type { Triple } from "./lattice.ts";

/** A padded image and what is inside. */
export interface Padded {
  readonly batch: number;
  readonly channels: number;
  /** With the padding. */
  readonly size: Triple;
  readonly before: Triple;
  readonly inside: Triple;
  /** What lies on the padding belongs to the other side of the image; else it is dropped. */
  readonly circular: boolean;
}

/** Sums of a padded image's pixels where they belong on the image: [N, D, H, W, C]. */
export function foldPadding(padded: FloatArray, shape: Padded, dtype: DType): FloatArray {
  if (!shape.circular) return inner(padded, shape, dtype);
  const { batch, channels, size, inside } = shape;
  const [depth, height, width] = inside;
  const [z, y, x] = [0, 1, 2].map((axis) => places(shape, axis as 0 | 1 | 2));
  if (z === undefined || y === undefined || x === undefined) throw new TypeError("three axes");
  const out = allocate(batch * depth * height * width * channels, dtype);
  let from = 0;
  for (let n = 0; n < batch; n += 1) {
    for (let a = 0; a < size[0]; a += 1) {
      for (let i = 0; i < size[1]; i += 1) {
        for (let j = 0; j < size[2]; j += 1, from += channels) {
          const [plane, row, column] = [z[a] ?? 0, y[i] ?? 0, x[j] ?? 0];
          const to = (((n * depth + plane) * height + row) * width + column) * channels;
          for (let c = 0; c < channels; c += 1) {
            out[to + c] = (out[to + c] ?? 0) + (padded[from + c] ?? 0);
          }
        }
      }
    }
  }
  return out;
}

/** Without the padding: line by line. */
function inner(padded: FloatArray, shape: Padded, dtype: DType): FloatArray {
  const { batch, channels, size, before, inside } = shape;
  const out = allocate(batch * inside[0] * inside[1] * inside[2] * channels, dtype);
  const line = inside[2] * channels;
  let to = 0;
  for (let n = 0; n < batch; n += 1) {
    for (let z = 0; z < inside[0]; z += 1) {
      for (let y = 0; y < inside[1]; y += 1) {
        const row = (n * size[0] + z + before[0]) * size[1] + y + before[1];
        const from = (row * size[2] + before[2]) * channels;
        out.set(padded.subarray(from, from + line), to);
        to += line;
      }
    }
  }
  return out;
}

/** Index on the image for each padded index: what lies on the padding goes around. */
function places({ size, before, inside }: Padded, axis: 0 | 1 | 2): readonly number[] {
  return Array.from({ length: size[axis] }, (_, i) => {
    const at = i - before[axis];
    return ((at % inside[axis]) + inside[axis]) % inside[axis];
  });
}
