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
          const [plane, row, column] = [z[a] ?? -1, y[i] ?? -1, x[j] ?? -1];
          if (plane < 0 || row < 0 || column < 0) continue;
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

/** Index on the image for each padded index, −1 for a zero of the padding. */
function places({ size, before, inside, circular }: Padded, axis: 0 | 1 | 2): readonly number[] {
  return Array.from({ length: size[axis] }, (_, i) => {
    const at = i - before[axis];
    if (at >= 0 && at < inside[axis]) return at;
    return circular ? ((at % inside[axis]) + inside[axis]) % inside[axis] : -1;
  });
}
