// One step of each optimiser: weights and gradient in, new weights and new state out; nothing is changed in place.
import { OptionError } from "../../core/index.ts";
import type { Tensor, TensorLike } from "../tensor/index.ts";
import { at, type OptimizerState, prepare } from "./step-arguments.ts";

/** New weights, and what to hand in at the next step. */
export interface StepResult {
  readonly weights: Tensor;
  readonly state: OptimizerState;
}

/** A step: `t` counts from 1 and matters to Adam alone. */
export type OptimizerStep<Hyper> = (
  weights: TensorLike,
  gradient: TensorLike,
  state: OptimizerState | undefined,
  hyper: Hyper,
  t?: number,
) => StepResult;

/** Settings of `sgd`. */
export interface SgdHyper {
  /** α > 0. */
  readonly learningRate: number;
}

/**
 * Gradient descent: w ← w − α·g.
 *
 * @example sgd([1], [0.5], undefined, { learningRate: 0.1 }).weights.data // Float64Array [0.95]
 */
export const sgd: OptimizerStep<SgdHyper> = (weights, gradient, _state, { learningRate }) => {
  const { w, g, rebuild } = prepare("sgd", weights, gradient, { learningRate });
  return { weights: rebuild(w.map((value, i) => value - learningRate * at(g, i))), state: {} };
};

/** Settings of `momentum`. */
export interface MomentumHyper extends SgdHyper {
  /** ρ in [0, 1), usually 0.9 or 0.99; 0 is plain gradient descent. */
  readonly rho?: number;
}

/**
 * Momentum: v ← ρ·v + g, w ← w − α·v.
 *
 * @source Polyak, USSR Comput. Math. Math. Phys. 4 (1964)
 * @example momentum([1], [0.5], undefined, { learningRate: 0.1 }).weights.data // Float64Array [0.95]
 */
export const momentum: OptimizerStep<MomentumHyper> = (weights, gradient, state, hyper) => {
  const { learningRate, rho = 0.9 } = hyper;
  const { w, g, rebuild, recall } = prepare("momentum", weights, gradient, { learningRate, rho });
  const velocity = recall(state, "velocity").map((v, i) => rho * v + at(g, i));
  return {
    weights: rebuild(w.map((value, i) => value - learningRate * at(velocity, i))),
    state: { velocity: rebuild(velocity) },
  };
};

/** Settings of AlexNet's rule. */
export interface AlexNetHyper extends SgdHyper {
  /** Momentum, default 0.9. */
  readonly rho?: number;
  /** Weight decay, default 0.0005; it is scaled by the learning rate. */
  readonly decay?: number;
}

/**
 * The rule of AlexNet: v ← 0.9·v − 0.0005·ε·w − ε·g, w ← w + v.
 *
 * @source Krizhevsky, Sutskever & Hinton, NIPS 2012, section 5
 * @example alexnetMomentum([1], [1], undefined, { learningRate: 0.1, decay: 0.5 }).weights.data // Float64Array [0.85]
 */
export const alexnetMomentum: OptimizerStep<AlexNetHyper> = (weights, gradient, state, hyper) => {
  const { learningRate, rho = 0.9, decay = 0.0005 } = hyper;
  const checked = { learningRate, rho, decay };
  const { w, g, rebuild, recall } = prepare("alexnetMomentum", weights, gradient, checked);
  const velocity = recall(state, "velocity").map(
    (v, i) => rho * v - decay * learningRate * at(w, i) - learningRate * at(g, i),
  );
  return {
    weights: rebuild(w.map((value, i) => value + at(velocity, i))),
    state: { velocity: rebuild(velocity) },
  };
};

/** Settings of `rmsprop`. */
export interface RmspropHyper extends SgdHyper {
  /** Share of the old mean square, default 0.99. */
  readonly rho?: number;
  /** Added outside the root, default 1e-7. */
  readonly epsilon?: number;
}

/**
 * RMSProp: s ← ρ·s + (1 − ρ)·g², w ← w − α·g/(√s + ε); ε stands outside the root.
 *
 * @source Hinton, Coursera lecture 6e (2012); the place of ε as in CS231n
 * @example rmsprop([1], [2], undefined, { learningRate: 0.1, rho: 0.75, epsilon: 0 }).weights.data // Float64Array [0.8]
 */
export const rmsprop: OptimizerStep<RmspropHyper> = (weights, gradient, state, hyper) => {
  const { learningRate, rho = 0.99, epsilon = 1e-7 } = hyper;
  const checked = { learningRate, rho, epsilon };
  const { w, g, rebuild, recall } = prepare("rmsprop", weights, gradient, checked);
  const square = recall(state, "square").map((s, i) => rho * s + (1 - rho) * at(g, i) ** 2);
  const moved = w.map(
    (value, i) => value - (learningRate * at(g, i)) / (Math.sqrt(at(square, i)) + epsilon),
  );
  return { weights: rebuild(moved), state: { square: rebuild(square) } };
};

/** Settings of `adam`. */
export interface AdamHyper {
  /** Default 1e-3. */
  readonly learningRate?: number;
  /** Default 0.9. */
  readonly beta1?: number;
  /** Default 0.999. */
  readonly beta2?: number;
  /** Added outside the root, default 1e-7 (PyTorch's is 1e-8). */
  readonly epsilon?: number;
}

/**
 * Adam: m ← β₁m + (1 − β₁)g, s ← β₂s + (1 − β₂)g², w ← w − α·m̂/(√ŝ + ε) with m̂ = m/(1 − β₁ᵗ), ŝ = s/(1 − β₂ᵗ).
 *
 * @param t number of the step, from 1
 * @throws OptionError ADAM_STEP, OPTIMIZER_OPTION
 * @source Kingma & Ba, arXiv:1412.6980, algorithm 1
 * @example adam([1], [3], undefined, { learningRate: 0.1, epsilon: 0 }).weights.data // Float64Array [0.9]
 */
export const adam: OptimizerStep<AdamHyper> = (weights, gradient, state, hyper, t = 1) => {
  const { learningRate = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 } = hyper;
  checkStep(t);
  const checked = { learningRate, rho: beta1, decay: beta2, epsilon };
  const { w, g, rebuild, recall } = prepare("adam", weights, gradient, checked);
  const mean = recall(state, "mean").map((m, i) => beta1 * m + (1 - beta1) * at(g, i));
  const square = recall(state, "square").map((s, i) => beta2 * s + (1 - beta2) * at(g, i) ** 2);
  const moved = w.map((value, i) => {
    const corrected = at(mean, i) / (1 - beta1 ** t);
    const root = Math.sqrt(at(square, i) / (1 - beta2 ** t));
    return value - (learningRate * corrected) / (root + epsilon);
  });
  return { weights: rebuild(moved), state: { mean: rebuild(mean), square: rebuild(square) } };
};

function checkStep(t: number): void {
  if (Number.isInteger(t) && t >= 1) return;
  throw new OptionError({
    code: "ADAM_STEP",
    summary: "adam: steps are counted from 1.",
    given: `t = ${t}`,
    expected: "1 at the first step: 1 − βᵗ would be 0 at t = 0",
    fix: "pass t = 1, 2, 3, …",
  });
}
