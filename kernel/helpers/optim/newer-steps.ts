// Two steps that differ from their elders only in the order of things.
import { adam, type AdamHyper, type MomentumHyper, type OptimizerStep } from "./steps.ts";
import { at, prepare } from "./step-arguments.ts";

/**
 * Nesterov's momentum: v ← ρ·v + g, w ← w − α·(g + ρ·v): the gradient counts once more where the momentum will lead.
 *
 * @throws ShapeError SHAPES_DIFFER; OptionError OPTIMIZER_OPTION
 * @source Sutskever et al., ICML 2013, in the form of PyTorch's SGD
 * @example nesterov([1], [1], undefined, { learningRate: 0.1, rho: 0.5 }).weights.data // Float64Array [0.85]
 */
export const nesterov: OptimizerStep<MomentumHyper> = (weights, gradient, state, hyper) => {
  const { learningRate, rho = 0.9 } = hyper;
  const { w, g, rebuild, recall } = prepare("nesterov", weights, gradient, { learningRate, rho });
  const velocity = recall(state, "velocity").map((v, i) => rho * v + at(g, i));
  const moved = w.map((value, i) => value - learningRate * (at(g, i) + rho * at(velocity, i)));
  return { weights: rebuild(moved), state: { velocity: rebuild(velocity) } };
};

/** Settings of `adamw`. */
export interface AdamWHyper extends AdamHyper {
  /** λ in [0, 1), default 0.01. */
  readonly decay?: number;
}

/**
 * AdamW: w ← w − α·λ·w, then Adam's step with the gradient alone; the decay is not divided by √ŝ as a penalty's gradient
 * would be.
 *
 * @param t number of the step, from 1
 * @throws ShapeError SHAPES_DIFFER; OptionError ADAM_STEP, OPTIMIZER_OPTION
 * @source Loshchilov & Hutter, arXiv:1711.05101
 * @example adamw([1], [0], undefined, { learningRate: 0.1, decay: 0.5 }).weights.data // Float64Array [0.95]
 */
export const adamw: OptimizerStep<AdamWHyper> = (weights, gradient, state, hyper, t = 1) => {
  const { learningRate = 1e-3, decay = 0.01, ...rest } = hyper;
  const { w, rebuild } = prepare("adamw", weights, gradient, { learningRate, decay });
  const shrunk = rebuild(w.map((value) => value - learningRate * decay * value));
  return adam(shrunk, gradient, state, { learningRate, ...rest }, t);
};
