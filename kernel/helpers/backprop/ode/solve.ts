// A residual net with ever smaller steps: dz/dt = f(z, t).
import { OptionError } from "../../../core/index.ts";
import {
  asTensor,
  checkSameShape,
  wrap,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";

/** The slope of the state z at time t; the same shape as z. */
export type Dynamics = (z: Tensor, t: number) => TensorLike;

/** How the equation is solved. */
export interface OdeOptions {
  /** 'euler': a residual block per step, error ~ h; 'rk4': error ~ h⁴; 'adaptive': steps as long as `tolerance` allows. */
  readonly method?: "euler" | "rk4" | "adaptive";
  /** Steps of equal length (default 100; not for 'adaptive'). */
  readonly steps?: number;
  /** Error allowed per step, relative to max(1, |z|) ('adaptive' only; default 1e-8). */
  readonly tolerance?: number;
}

/** The state at the end, and what it cost. */
export interface OdeResult {
  readonly z: Tensor;
  /** Steps that were taken; of 'adaptive' those that were accepted. */
  readonly steps: number;
  /** Calls of the dynamics. */
  readonly evaluations: number;
}

/**
 * Solves dz/dt = f(z, t) from z(t0) = z0 to t1; backwards where t1 < t0.
 *
 * Euler: z ← z + h·f(z, t), the residual block y = x + h·F(x). Adaptive: the pair of order 2 and 3 of Bogacki and
 * Shampine, whose difference is the error of a step.
 *
 * @param z0 any shape
 * @throws OptionError BAD_OPTIONS, ODE_DIVERGED; ShapeError SHAPES_DIFFER when f returns another shape
 * @source Hairer, Nørsett & Wanner, "Solving Ordinary Differential Equations I", sections II.1 and II.4
 * @example odeSolve((z) => z, [1], 0, 1, { method: "euler", steps: 2 }).z.data // Float64Array [2.25]
 */
export function odeSolve(
  f: Dynamics,
  z0: TensorLike,
  t0: number,
  t1: number,
  options: OdeOptions = {},
): OdeResult {
  const { method = "rk4", steps = 100, tolerance = 1e-8 } = checkOptions(t0, t1, options);
  const start = asTensor(z0, "odeSolve", "z0");
  let evaluations = 0;
  const slope = (z: Float64Array, t: number): Float64Array => {
    evaluations += 1;
    const given = asTensor(f(wrap(z, start.shape), t), "odeSolve", "f(z, t)");
    checkSameShape("odeSolve", given.shape, start.shape);
    return Float64Array.from(given.data);
  };
  const z = Float64Array.from(start.data);
  if (method === "adaptive") {
    const end = adapt(slope, z, t0, t1, tolerance);
    return { z: wrap(end.z, start.shape), steps: end.steps, evaluations };
  }
  const h = (t1 - t0) / steps;
  const step = method === "euler" ? eulerStep : rk4Step;
  let now: Float64Array = z;
  for (let i = 0; i < steps; i += 1) now = step(slope, now, t0 + i * h, h);
  checkFinite(now, t1);
  return { z: wrap(now, start.shape), steps, evaluations };
}

type Slope = (z: Float64Array, t: number) => Float64Array;

/** z + h·(w₁k₁ + w₂k₂ + …) */
function along(
  z: Float64Array,
  h: number,
  parts: readonly (readonly [weight: number, k: Float64Array])[],
): Float64Array {
  return z.map((value, i) => value + h * parts.reduce((sum, [w, k]) => sum + w * (k[i] ?? 0), 0));
}

function eulerStep(f: Slope, z: Float64Array, t: number, h: number): Float64Array {
  return along(z, h, [[1, f(z, t)]]);
}

function rk4Step(f: Slope, z: Float64Array, t: number, h: number): Float64Array {
  const k1 = f(z, t);
  const k2 = f(along(z, h / 2, [[1, k1]]), t + h / 2);
  const k3 = f(along(z, h / 2, [[1, k2]]), t + h / 2);
  const k4 = f(along(z, h, [[1, k3]]), t + h);
  return along(z, h / 6, [
    [1, k1],
    [2, k2],
    [2, k3],
    [1, k4],
  ]);
}

/** Most steps of the adaptive method before it gives up. */
const mostSteps = 100_000;

function adapt(
  f: Slope,
  z0: Float64Array,
  t0: number,
  t1: number,
  tolerance: number,
): { readonly z: Float64Array; readonly steps: number } {
  let [z, t, h] = [z0, t0, (t1 - t0) / 100];
  let k1 = f(z, t);
  let steps = 0;
  for (let tries = 0; t !== t1; tries += 1) {
    if (tries > mostSteps) throw diverged(t);
    // the last step ends exactly at t1
    if (Math.abs(h) >= Math.abs(t1 - t)) h = t1 - t;
    const k2 = f(along(z, h / 2, [[1, k1]]), t + h / 2);
    const k3 = f(along(z, (3 * h) / 4, [[1, k2]]), t + (3 * h) / 4);
    const next = along(z, h / 9, [
      [2, k1],
      [3, k2],
      [4, k3],
    ]);
    const k4 = f(next, t + h);
    // third order minus second: 2/9 − 7/24, 3/9 − 1/4, 4/9 − 1/3, −1/8
    const error = next.reduce((worst, value, i) => {
      const by = (-5 / 72) * (k1[i] ?? 0) + (k2[i] ?? 0) / 12 + (k3[i] ?? 0) / 9 - (k4[i] ?? 0) / 8;
      return Math.max(worst, Math.abs(h * by) / Math.max(1, Math.abs(value)));
    }, 0);
    if (!Number.isFinite(error)) throw diverged(t);
    if (error <= tolerance) {
      t = h === t1 - t ? t1 : t + h;
      [z, k1] = [next, k4];
      steps += 1;
    }
    h *= Math.min(5, Math.max(0.2, 0.9 * Math.cbrt(tolerance / Math.max(error, 1e-300))));
  }
  return { z, steps };
}

function checkOptions(t0: number, t1: number, options: OdeOptions): OdeOptions {
  const { method = "rk4", steps = 100, tolerance = 1e-8 } = options;
  const faults = [
    Number.isFinite(t0) && Number.isFinite(t1) ? "" : `times ${t0} to ${t1}: finite numbers`,
    ["euler", "rk4", "adaptive"].includes(method)
      ? ""
      : `method ${String(method)}: 'euler', 'rk4' or 'adaptive'`,
    Number.isSafeInteger(steps) && steps >= 1 ? "" : `steps ${String(steps)}: a whole number ≥ 1`,
    tolerance > 0 && tolerance < 1 ? "" : `tolerance ${String(tolerance)}: between 0 and 1`,
  ].filter((fault) => fault !== "");
  if (faults.length === 0) return options;
  throw new OptionError({
    code: "BAD_OPTIONS",
    summary: "odeSolve: some values do not make sense.",
    given: faults.join("\n"),
    expected: "odeSolve(f, z0, 0, 1, { method: 'rk4', steps: 20 }), for example",
    fix: "correct what is named above",
  });
}

function checkFinite(z: Float64Array, t: number): void {
  if (!z.every((value) => Number.isFinite(value))) throw diverged(t);
}

function diverged(t: number): OptionError {
  return new OptionError({
    code: "ODE_DIVERGED",
    summary: "odeSolve: the state left all bounds.",
    given: `around t = ${t}`,
    expected: "finite numbers all along",
    fix: "take more steps or method 'adaptive'; or the equation itself runs away before t1",
  });
}
