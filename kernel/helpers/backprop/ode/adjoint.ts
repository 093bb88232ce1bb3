// The gradient of an ODE's end state, by a second ODE that runs backwards: nothing of the way forward is kept.
import {
  asTensor,
  checkSameShape,
  wrap,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";
import { odeSolve, type OdeOptions } from "./solve.ts";

/** Dynamics with parameters, and what backpropagation through one call of them gives. */
export interface NeuralDynamics {
  /** Slope f(z, t, θ), z's shape. */
  readonly f: (z: Tensor, t: number, parameters: Tensor) => TensorLike;
  /** aᵀ·∂f/∂z and aᵀ·∂f/∂θ for an upstream gradient a. */
  readonly backward: (
    gradOutput: Tensor,
    z: Tensor,
    t: number,
    parameters: Tensor,
  ) => { readonly gradZ: TensorLike; readonly gradParameters: TensorLike };
}

/** What comes back at t0. */
export interface AdjointResult {
  /** The start state, computed back from the end state: how far it is off tells how exact the gradients are. */
  readonly z0: Tensor;
  /** ∂L/∂z(t0) */
  readonly gradZ0: Tensor;
  /** ∂L/∂θ */
  readonly gradParameters: Tensor;
}

/**
 * Reverse-mode derivative of an ODE's solution, with memory that does not grow with the number of steps.
 *
 * From t1 back to t0: dz/dt = f, da/dt = −aᵀ·∂f/∂z, dg/dt = −aᵀ·∂f/∂θ with a(t1) = ∂L/∂z(t1), g(t1) = 0.
 *
 * @param z1     z(t1), as `odeSolve` gave it
 * @param gradZ1 ∂L/∂z(t1)
 * @throws ShapeError SHAPES_DIFFER; OptionError as odeSolve
 * @source Chen et al., "Neural Ordinary Differential Equations", arXiv:1806.07366, algorithm 1
 * @example adjoint({ f: (z) => z, backward: (a) => ({ gradZ: a, gradParameters: [0] }) }, [Math.E], [1], [0], 0, 1).gradZ0.size // 1
 */
export function adjoint(
  dynamics: NeuralDynamics,
  z1: TensorLike,
  gradZ1: TensorLike,
  parameters: TensorLike,
  t0: number,
  t1: number,
  options: OdeOptions = {},
): AdjointResult {
  const end = asTensor(z1, "adjoint", "z1");
  const grad = asTensor(gradZ1, "adjoint", "gradZ1");
  const theta = asTensor(parameters, "adjoint", "parameters");
  checkSameShape("adjoint", grad.shape, end.shape);
  const [states, weights] = [end.size, theta.size];
  const packed = new Float64Array(2 * states + weights);
  packed.set(end.data, 0);
  packed.set(grad.data, states);
  const parts = (all: Tensor): readonly [z: Tensor, a: Tensor, g: Tensor] => [
    wrap(all.data.slice(0, states), end.shape),
    wrap(all.data.slice(states, 2 * states), end.shape),
    wrap(all.data.slice(2 * states), theta.shape),
  ];
  const slope = (all: Tensor, t: number): Tensor => {
    const [z, a] = parts(all);
    const { gradZ, gradParameters } = dynamics.backward(a, z, t, theta);
    const [back, own] = [
      asTensor(gradZ, "adjoint", "gradZ"),
      asTensor(gradParameters, "adjoint", "gradParameters"),
    ];
    checkSameShape("adjoint", back.shape, end.shape);
    checkSameShape("adjoint", own.shape, theta.shape);
    const out = new Float64Array(packed.length);
    out.set(asTensor(dynamics.f(z, t, theta), "adjoint", "f(z, t)").data, 0);
    out.set(
      back.data.map((value) => -value),
      states,
    );
    out.set(
      own.data.map((value) => -value),
      2 * states,
    );
    return wrap(out, [out.length]);
  };
  const start = odeSolve(slope, wrap(packed, [packed.length]), t1, t0, options).z;
  const [z0, gradZ0, gradParameters] = parts(start);
  return { z0, gradZ0, gradParameters };
}
