import { asTensor, checkRank, reshape, type Tensor, type TensorLike } from "../../tensor/index.ts";
import { checkIndex, checkOptions, wholeFrom } from "../example.ts";

/** A neighbour: its row, and how far away it is. */
export interface Neighbour {
  readonly index: number;
  /** Euclidean. */
  readonly distance: number;
}

/**
 * The nearest rows of an embedding to one of them, by Euclidean distance; the row itself is first, then equals by number.
 *
 * @param embedding [N, D], for example the features before the last layer, or raw pixels; more axes count as D
 * @param query     number of the row
 * @param count     how many (default 6: itself and five others)
 * @throws ShapeError WRONG_RANK; OptionError NO_SUCH_UNIT, EXPLAIN_OPTION
 * @example nearest([[0], [5], [1]], 0, 2).map(({ index }) => index) // [0, 2]
 */
export function nearest(
  embedding: TensorLike,
  query: number,
  count: number = 6,
): readonly Neighbour[] {
  const rows = asRows("nearest", embedding);
  const all = rows.shape[0] ?? 0;
  checkIndex("nearest", "row", query, all);
  checkOptions("nearest", { count: [count, wholeFrom(1, count), "a whole number ≥ 1"] });
  const size = rows.shape[1] ?? 0;
  const distances = Array.from({ length: all }, (_, index) => {
    let square = 0;
    for (let d = 0; d < size; d += 1) {
      square += ((rows.data[index * size + d] ?? 0) - (rows.data[query * size + d] ?? 0)) ** 2;
    }
    return { index, distance: Math.sqrt(square) };
  });
  // the row itself stands before its doubles
  const rank = ({ index }: Neighbour): number => (index === query ? -1 : index);
  return distances
    .toSorted((a, b) => a.distance - b.distance || rank(a) - rank(b))
    .slice(0, Math.min(count, all));
}

/**
 * Precision at k: how many of the k nearest others have the same label, on average over all rows.
 *
 * @param labels one per row
 * @param k      default 5
 * @example precisionAt([[0], [1], [9], [10]], [0, 0, 1, 1], 1) // 1
 */
export function precisionAt(
  embedding: TensorLike,
  labels: readonly number[],
  k: number = 5,
): number {
  const rows = asRows("precisionAt", embedding);
  const all = rows.shape[0] ?? 0;
  checkOptions("precisionAt", {
    labels: [labels.length, labels.length === all, `${all}, one per row`],
    k: [k, wholeFrom(1, k) && k < all, `whole, from 1 to ${all - 1}`],
  });
  const shares = labels.map((label, query) => {
    const others = nearest(rows, query, k + 1).slice(1);
    return others.filter(({ index }) => labels[index] === label).length / k;
  });
  return shares.reduce((sum, share) => sum + share, 0) / all;
}

/** [N, …] as [N, D]. */
export function asRows(who: string, embedding: TensorLike): Tensor {
  const t = asTensor(embedding, who, "embedding");
  if (t.shape.length < 3) checkRank(who, "embedding", t.shape, ["N", "D"]);
  const rows = t.shape[0] ?? 0;
  return t.shape.length === 2 ? t : reshape(t, [rows, rows === 0 ? 0 : t.size / rows]);
}
