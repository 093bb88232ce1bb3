import { OptionError } from "../../../core/index.ts";
import {
  asTensor,
  checkSameShape,
  wrap,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";
import { Memory } from "./memory.ts";

/** A number to be made small, and its gradient by x. */
export interface Objective {
  readonly loss: number;
  /** x's shape */
  readonly gradient: Tensor;
}

/** Options of `minimise`. */
export interface MinimiseOptions {
  /** Most steps (default 100). */
  readonly steps?: number;
  /** Pairs of steps that the curvature is guessed from (default 5). */
  readonly memory?: number;
  /** Smallest and largest value of every element (default none). */
  readonly box?: readonly [low: number, high: number];
  /** Stops where no free element's slope is larger (default 1e-8). */
  readonly tolerance?: number;
  /** Asked after each step: true ends the search. */
  readonly until?: (x: Tensor, loss: number) => boolean;
}

/** The best point that was found. */
export interface Minimum {
  readonly x: Tensor;
  readonly loss: number;
  /** Loss at the start and after each step; it never rises. */
  readonly losses: readonly number[];
}

/**
 * Minimises a smooth function by L-BFGS, inside a box if there is one.
 *
 * Direction −H·g with H guessed from the last `memory` steps and changes of the gradient; elements that stand at a bound and
 * would leave it are held. The step is halved until the loss at the point, put back into the box, has fallen enough
 * (f(x⁺) ≤ f(x) + 10⁻⁴·g·(x⁺ − x)). Without any curvature this is gradient descent with a line search.
 *
 * @param objective must not change or keep its argument
 * @throws OptionError MINIMISE_OPTION, NOT_FINITE; ShapeError SHAPES_DIFFER
 * @source Liu & Nocedal, Math. Program. 45 (1989); Bertsekas, SIAM J. Control Optim. 20 (1982) for the box
 * @example minimise((x) => ({ loss: x.get(0) ** 2, gradient: tensor([2 * x.get(0)]) }), [3]).loss < 1e-12 // true
 */
export function minimise(
  objective: (x: Tensor) => Objective,
  start: TensorLike,
  options: MinimiseOptions = {},
): Minimum {
  const { steps = 100, memory = 5, tolerance = 1e-8 } = options;
  const [low, high] = options.box ?? [-Infinity, Infinity];
  checkSettings({ steps, memory, low, high });
  const given = asTensor(start, "minimise", "start");
  const { shape } = given;
  const clip = (value: number): number => Math.min(high, Math.max(low, value));
  let x = Float64Array.from(given.data, clip);
  let { loss, g } = evaluate(objective, x, shape);
  if (!Number.isFinite(loss)) throw notFinite(loss);
  const losses = [loss];
  const past = new Memory(memory);
  for (let step = 0; step < steps; step += 1) {
    const held = x.map((value, i) => {
      const slope = g[i] ?? 0;
      return (value <= low && slope > 0) || (value >= high && slope < 0) ? 1 : 0;
    });
    const free = g.map((slope, i) => (held[i] === 1 ? 0 : slope));
    if (free.every((slope) => Math.abs(slope) <= tolerance)) break;
    let next = search(past.direction(free, held), free);
    if (next === undefined && past.size > 0) {
      past.forget(); // a bad guess of the curvature: once more along the slope
      next = search(past.direction(free, held), free);
    }
    if (next === undefined) break;
    past.add(
      next.x.map((value, i) => value - (x[i] ?? 0)),
      next.g.map((value, i) => value - (g[i] ?? 0)),
    );
    const gain = loss - next.loss;
    ({ x, loss, g } = next);
    losses.push(loss);
    if (gain <= 1e-14 * Math.abs(loss)) break;
    if (options.until?.(wrap(x.slice(), shape), loss) === true) break;
  }
  return { x: wrap(x, shape), loss, losses };

  function search(direction: Float64Array, free: Float64Array): Point | undefined {
    if (dot(direction, free) >= 0) return undefined;
    // before anything is known of the curvature, no element moves by more than 1
    const longest = direction.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    let length = past.size > 0 ? 1 : Math.min(1, 1 / longest);
    for (let halving = 0; halving < mostHalvings; halving += 1) {
      const at = x.map((value, i) => clip(value + length * (direction[i] ?? 0)));
      const moved = at.reduce((sum, value, i) => sum + (g[i] ?? 0) * (value - (x[i] ?? 0)), 0);
      const found = evaluate(objective, at, shape);
      if (moved < 0 && found.loss <= loss + 1e-4 * moved) return { x: at, ...found };
      length /= 2;
    }
    return undefined;
  }
}

/** A step of 2⁻²⁰ that does not help: this is a kink, or the minimum. */
const mostHalvings = 20;

interface Point {
  readonly x: Float64Array<ArrayBuffer>;
  readonly loss: number;
  readonly g: Float64Array<ArrayBuffer>;
}

function evaluate(
  objective: (x: Tensor) => Objective,
  x: Float64Array<ArrayBuffer>,
  shape: readonly number[],
): Omit<Point, "x"> {
  const { loss, gradient } = objective(wrap(x.slice(), shape));
  checkSameShape("minimise", gradient.shape, shape);
  return { loss, g: Float64Array.from(asTensor(gradient, "minimise", "the gradient").data) };
}

const dot = (a: Float64Array, b: Float64Array): number =>
  a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);

function checkSettings(settings: {
  readonly steps: number;
  readonly memory: number;
  readonly low: number;
  readonly high: number;
}): void {
  const { steps, memory, low, high } = settings;
  const whole = Number.isInteger(steps) && steps >= 0 && Number.isInteger(memory) && memory >= 0;
  if (whole && low < high) return;
  throw new OptionError({
    code: "MINIMISE_OPTION",
    summary: "minimise: a setting makes no sense.",
    given: `steps ${steps}, memory ${memory}, box [${low}, ${high}]`,
    expected: "whole numbers ≥ 0, and a box [low, high] with low < high",
  });
}

const notFinite = (loss: number): OptionError =>
  new OptionError({
    code: "NOT_FINITE",
    summary: "minimise: the loss at the start is not a number.",
    given: `loss ${loss}`,
    expected: "a finite number",
    fix: "start elsewhere, or look where the loss is computed",
  });
