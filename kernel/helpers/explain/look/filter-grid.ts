import { asTensor, checkRank, full, type Tensor, type TensorLike } from "../../tensor/index.ts";
import { checkOptions, wholeFrom } from "../example.ts";

/** How the filters stand side by side. */
export interface FilterGridOptions {
  /** Filters per row (default: about as many as rows). */
  readonly columns?: number;
  /** Pixels between two filters (default 1). */
  readonly gap?: number;
  /** Value of the gaps (default 1, white). */
  readonly gapValue?: number;
}

/**
 * All filters of a layer in one picture, each stretched to [0, 1] for itself: (w − min)/(max − min); a constant one is 0.5.
 *
 * Filters with 1 or 3 channels become grey or coloured tiles; of others each channel is a grey tile of its own, filter by
 * filter.
 *
 * @param filters [kH, kW, C, K]
 * @param options columns, gap, gapValue
 * @returns [H, W, 1 or 3] in [0, 1], H = rows·(kH + gap) − gap
 * @throws ShapeError WRONG_RANK; OptionError EXPLAIN_OPTION
 * @source Krizhevsky, Sutskever & Hinton, NIPS 2012, figure 3
 * @example filterGrid(random([11, 11, 3, 64], { seed: 1 })).shape // [95, 95, 3]
 */
export function filterGrid(filters: TensorLike, options: FilterGridOptions = {}): Tensor {
  const w = asTensor(filters, "filterGrid", "filters");
  checkRank("filterGrid", "filters", w.shape, ["kH", "kW", "C", "K"]);
  const [kH = 0, kW = 0, channels = 0, count = 0] = w.shape;
  const coloured = channels === 3;
  const tiles = coloured || channels === 1 ? count : count * channels;
  const { columns = Math.ceil(Math.sqrt(tiles)), gap = 1, gapValue = 1 } = options;
  checkOptions("filterGrid", {
    filters: [w.size, w.size > 0, "at least one weight"],
    columns: [columns, wholeFrom(1, columns), "a whole number ≥ 1"],
    gap: [gap, wholeFrom(0, gap), "a whole number ≥ 0"],
  });
  const width = Math.min(columns, tiles);
  const rows = Math.ceil(tiles / width);
  const depth = coloured ? 3 : 1;
  const grid = full([rows * (kH + gap) - gap, width * (kW + gap) - gap, depth], gapValue);
  for (let tile = 0; tile < tiles; tile += 1) {
    const filter = coloured || channels === 1 ? tile : Math.floor(tile / channels);
    const first = coloured || channels === 1 ? 0 : tile % channels;
    const top = Math.floor(tile / width) * (kH + gap);
    const left = (tile % width) * (kW + gap);
    const stretch = stretchOf(w, filter, first, depth);
    for (let i = 0; i < kH; i += 1) {
      for (let j = 0; j < kW; j += 1) {
        for (let c = 0; c < depth; c += 1) {
          grid.set(top + i, left + j, c, stretch(w.get(i, j, first + c, filter)));
        }
      }
    }
  }
  return grid;
}

/** The stretch of one filter's channels to [0, 1]. */
function stretchOf(
  w: Tensor,
  filter: number,
  first: number,
  depth: number,
): (value: number) => number {
  const [kH = 0, kW = 0] = w.shape;
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < kH; i += 1) {
    for (let j = 0; j < kW; j += 1) {
      for (let c = first; c < first + depth; c += 1) {
        low = Math.min(low, w.get(i, j, c, filter));
        high = Math.max(high, w.get(i, j, c, filter));
      }
    }
  }
  return high > low ? (value) => (value - low) / (high - low) : () => 0.5;
}
