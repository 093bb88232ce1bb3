import { OptionError } from "../../../core/index.ts";
import { zeros, type Tensor, type TensorLike } from "../../tensor/index.ts";
import { asRows } from "../look/nearest.ts";

/** How near the points are to one another, as probabilities. */
export interface Affinities {
  /** p_{j|i}, [N, N]: each row sums to 1, the diagonal is 0. */
  readonly conditional: Tensor;
  /** p_ij = (p_{j|i} + p_{i|j})/2N, [N, N]: symmetric, sums to 1. */
  readonly joint: Tensor;
  /** σ_i of each point, [N]. */
  readonly sigmas: Tensor;
}

/** Steps of the bisection; 64 halvings leave nothing of a float64's precision to find. */
const mostHalvings = 100;

/**
 * Affinities of t-SNE: p_{j|i} = e^{−‖x_i − x_j‖²/2σ_i²} / Σ_{k≠i} e^{−‖x_i − x_k‖²/2σ_i²}, where bisection finds the σ_i for
 * which the row's perplexity 2^{−Σ_j p_{j|i} log₂ p_{j|i}} is the one asked for: about so many neighbours count.
 *
 * @param x [N, D], more axes count as D
 * @param perplexity from 1 to below N − 1
 * @throws OptionError TSNE_PERPLEXITY; ShapeError WRONG_RANK
 * @source van der Maaten & Hinton, JMLR 9 (2008), equations 1 and 2
 * @example tsneAffinities([[0], [1], [3], [9]], 2).conditional.get(0, 0) // 0
 */
export function tsneAffinities(x: TensorLike, perplexity: number): Affinities {
  const rows = asRows("tsne", x);
  const [count = 0] = rows.shape;
  checkPerplexity(perplexity, count);
  const distances = squaredDistances(rows);
  const conditional = zeros([count, count]);
  const sigmas = zeros([count]);
  for (let i = 0; i < count; i += 1) {
    const { row, beta } = searchRow(distances.subarray(i * count, (i + 1) * count), i, perplexity);
    conditional.data.set(row, i * count);
    sigmas.data[i] = Math.sqrt(1 / (2 * beta));
  }
  const joint = zeros([count, count]);
  for (let i = 0; i < count; i += 1) {
    for (let j = 0; j < count; j += 1) {
      joint.data[i * count + j] =
        ((conditional.data[i * count + j] ?? 0) + (conditional.data[j * count + i] ?? 0)) /
        (2 * count);
    }
  }
  return { conditional, joint, sigmas };
}

/** ‖x_i − x_j‖² for all pairs, [N·N]. */
export function squaredDistances(rows: Tensor): Float64Array<ArrayBuffer> {
  const [count = 0, size = 0] = rows.shape;
  const out = new Float64Array(count * count);
  for (let i = 0; i < count; i += 1) {
    for (let j = 0; j < i; j += 1) {
      let square = 0;
      for (let d = 0; d < size; d += 1) {
        const difference = (rows.data[i * size + d] ?? 0) - (rows.data[j * size + d] ?? 0);
        square += difference * difference;
      }
      out[i * count + j] = square;
      out[j * count + i] = square;
    }
  }
  return out;
}

/** Bisection on β = 1/2σ²: a larger β makes the row's entropy smaller. */
function searchRow(
  distances: Float64Array,
  own: number,
  perplexity: number,
): { readonly row: Float64Array; readonly beta: number } {
  const nearest = distances.reduce(
    (best, d, j) => (j === own ? best : Math.min(best, d)),
    Infinity,
  );
  const wanted = Math.log(perplexity);
  let [low, high] = [0, Infinity];
  // a first guess in the scale of the data, so that few halvings are needed
  const mean = distances.reduce((sum, d) => sum + d - nearest, nearest) / (distances.length - 1);
  let beta = 1 / (mean > 0 ? mean : 1);
  let row = rowOf(distances, own, nearest, beta);
  for (let halving = 0; halving < mostHalvings; halving += 1) {
    const entropy = row.reduce((sum, p) => (p > 0 ? sum - p * Math.log(p) : sum), 0);
    if (Math.abs(entropy - wanted) < 1e-10) break;
    if (entropy > wanted) low = beta;
    else high = beta;
    beta = high === Infinity ? beta * 2 : (low + high) / 2;
    row = rowOf(distances, own, nearest, beta);
  }
  return { row, beta };
}

/** The nearest distance is taken off first: without that all exponentials of far points are 0. */
function rowOf(distances: Float64Array, own: number, nearest: number, beta: number): Float64Array {
  const row = distances.map((d, j) => (j === own ? 0 : Math.exp(-(d - nearest) * beta)));
  const sum = row.reduce((total, value) => total + value, 0);
  return row.map((value) => value / sum);
}

function checkPerplexity(perplexity: number, count: number): void {
  if (perplexity >= 1 && perplexity < count - 1) return;
  throw new OptionError({
    code: "TSNE_PERPLEXITY",
    summary: "tsne: the perplexity is about the number of neighbours that count.",
    given: `perplexity ${perplexity} for ${count} points`,
    expected: `from 1 to below ${count - 1}, usually 5 to 50`,
    fix: count > 3 ? `try ${Math.max(2, Math.floor((count - 1) / 3))}` : "take more points",
  });
}
