import { OptionError } from "../../core/index.ts";
import { asTensor, map, type Tensor, type TensorLike, checkNumber } from "../tensor/index.ts";

/** A penalty on the size of weights: its value, and its gradient to be added to the loss's. */
export interface Penalty {
  readonly value: number;
  readonly gradient: Tensor;
}

/** Kind of penalty; elastic net mixes both. */
export type PenaltyKind = "l1" | "l2" | "elastic";

/**
 * λ·R(w): l2 is λ·Σw² with gradient 2λw (no factor ½), l1 is λ·Σ|w| with gradient λ·sign(w) (0 at 0), elastic is
 * λ·(β·Σw² + Σ|w|).
 *
 * @param lambda λ ≥ 0
 * @param beta weight of the square in the elastic net (default 1)
 * @example penalty("l2", [3, -4], 0.1).value // 2.5
 */
export function penalty(kind: PenaltyKind, weights: TensorLike, lambda: number, beta = 1): Penalty {
  const w = asTensor(weights, "penalty", "weights");
  checkNumber("penalty", "lambda", lambda, { least: 0 });
  checkNumber("penalty", "beta", beta, { least: 0 });
  if (!["l1", "l2", "elastic"].includes(kind)) throw noSuchPenalty(kind);
  const square = kind === "l1" ? 0 : kind === "l2" ? 1 : beta;
  const absolute = kind === "l2" ? 0 : 1;
  let value = 0;
  for (const x of w.data) value += square * x * x + absolute * Math.abs(x);
  return {
    value: lambda * value,
    gradient: map(w, (x) => lambda * (2 * square * x + absolute * Math.sign(x))),
  };
}

/**
 * The proximal step of L1: every weight moves by `threshold` towards 0 and stays there when it would cross.
 *
 * sign(w)·max(0, |w| − threshold); a plain gradient step only hovers around 0, this one makes exact zeros.
 *
 * @example softThreshold([0.3, -0.05], 0.1).data // Float64Array [0.2, -0]
 */
export function softThreshold(weights: TensorLike, threshold: number): Tensor {
  checkNumber("softThreshold", "threshold", threshold, { least: 0 });
  return map(weights, (w) => Math.sign(w) * Math.max(0, Math.abs(w) - threshold));
}

function noSuchPenalty(kind: string): OptionError {
  return new OptionError({
    code: "BAD_OPTIONS",
    summary: "penalty: there is no such penalty.",
    given: JSON.stringify(kind),
    expected: '"l1", "l2" or "elastic"',
    fix: 'penalty("l2", weights, 1e-4)',
  });
}
