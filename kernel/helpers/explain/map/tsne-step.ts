import { checkSameShape, wrap, zeros, type Tensor, type TensorLike } from "../../tensor/index.ts";
import { asRows } from "../look/nearest.ts";
import { squaredDistances } from "./tsne-affinities.ts";

/** Student's t affinities of the map, and how far they are from P. */
export interface TsneStep {
  /** Kullback–Leibler divergence Σ_{i≠j} p_ij·log(p_ij/q_ij), ≥ 0. */
  readonly kl: number;
  /** ∂KL/∂y, [N, d]. */
  readonly gradient: Tensor;
  /** q_ij, [N, N]: symmetric, sums to 1. */
  readonly q: Tensor;
}

/**
 * Loss and exact gradient of t-SNE: q_ij = (1 + ‖y_i − y_j‖²)^−1 / Σ_{k≠l} (1 + ‖y_k − y_l‖²)^−1,
 * ∂KL/∂y_i = 4·Σ_j (p_ij − q_ij)·(y_i − y_j)·(1 + ‖y_i − y_j‖²)^−1.
 *
 * @param joint [N, N], as `tsneAffinities` gives it
 * @param map   [N, d], usually d = 2
 * @source van der Maaten & Hinton, JMLR 9 (2008), equations 4 and 5
 * @example tsneStep(tsneAffinities([[0], [1], [2], [3]], 2).joint, [[0], [0], [0], [0]]).gradient.data // Float64Array [0, 0, 0, 0]
 */
export function tsneStep(joint: TensorLike, map: TensorLike): TsneStep {
  const y = asRows("tsneStep", map);
  const p = asRows("tsneStep", joint);
  checkSameShape("tsneStep", p.shape, [y.shape[0] ?? 0, y.shape[0] ?? 0]);
  const [count = 0, size = 0] = y.shape;
  const near = squaredDistances(y).map((d, at) => (at % (count + 1) === 0 ? 0 : 1 / (1 + d)));
  const total = near.reduce((sum, value) => sum + value, 0);
  const gradient = zeros([count, size]);
  let kl = 0;
  for (let i = 0; i < count; i += 1) {
    for (let j = 0; j < count; j += 1) {
      if (i === j) continue;
      const closeness = near[i * count + j] ?? 0;
      const q = closeness / total;
      const pij = p.data[i * count + j] ?? 0;
      if (pij > 0) kl += pij * Math.log(pij / q);
      const pull = 4 * (pij - q) * closeness;
      for (let d = 0; d < size; d += 1) {
        const apart = (y.data[i * size + d] ?? 0) - (y.data[j * size + d] ?? 0);
        gradient.data[i * size + d] = (gradient.data[i * size + d] ?? 0) + pull * apart;
      }
    }
  }
  return {
    kl,
    gradient,
    q: wrap(
      near.map((value) => value / total),
      [count, count],
    ),
  };
}
