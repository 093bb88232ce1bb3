import { OptionError } from "../../core/index.ts";
import { checkFilled, checkWhole } from "../ops/index.ts";
import {
  asTensor,
  checkSameShape,
  copy,
  indexAt,
  Rng,
  type Tensor,
  type TensorLike,
} from "../tensor/index.ts";

/** How a gradient is checked. */
export interface GradCheckOptions {
  /** Step of the central differences (default 1e-5, right for float64). */
  readonly h?: number;
  /** Coordinates to try, drawn by seed (default: all up to 200, then 200). */
  readonly samples?: number;
  readonly seed?: number;
  /** Leave out coordinates where the function has a kink within h (default true). */
  readonly skipKinks?: boolean;
}

/** What the check saw. */
export interface GradCheckResult {
  /** Largest |analytic − numeric| / max(1, |analytic|, |numeric|) over the checked coordinates. */
  readonly worst: number;
  /** Index of that coordinate, one number per axis; undefined when nothing was checked. */
  readonly worstIndex: readonly number[] | undefined;
  readonly analytic: number;
  readonly numeric: number;
  readonly checked: number;
  /** Coordinates left out because the slopes to the left and to the right differ. */
  readonly kinks: number;
}

/**
 * ∂f/∂xᵢ by central differences: (f(x + h·eᵢ) − f(x − h·eᵢ))/2h.
 *
 * @param f number of a tensor of x's shape; must not keep or change its argument
 * @returns a tensor of x's shape
 * @example numericGradient((x) => x.get(0) ** 2, [3]).get(0) // ≈ 6
 */
export function numericGradient(f: (x: Tensor) => number, x: TensorLike, h = 1e-5): Tensor {
  const at = copy(asTensor(x, "numericGradient", "x"));
  checkStep("numericGradient", h);
  const gradient = copy(at);
  for (let i = 0; i < at.size; i += 1) {
    const [low, , high] = threePoints(f, at, i, h);
    gradient.data[i] = (high - low) / (2 * h);
  }
  return gradient;
}

/**
 * Compares a gradient with central differences.
 *
 * @param f number of a tensor of x's shape
 * @param x where; choose values away from kinks (ReLU at 0, ties of a maximum)
 * @param gradient what backward returned, x's shape
 * @throws ShapeError SHAPES_DIFFER, EMPTY; OptionError GRAD_CHECK_STEP, BAD_OPTIONS
 * @example gradCheck((x) => x.get(0) ** 2, [3], [6]).worst < 1e-6 // true
 */
export function gradCheck(
  f: (x: Tensor) => number,
  x: TensorLike,
  gradient: TensorLike,
  { h = 1e-5, samples, seed = 1, skipKinks = true }: GradCheckOptions = {},
): GradCheckResult {
  const at = copy(asTensor(x, "gradCheck", "x"));
  const claimed = asTensor(gradient, "gradCheck", "the gradient");
  checkSameShape("gradCheck", at.shape, claimed.shape);
  checkFilled("gradCheck", "x", at);
  checkStep("gradCheck", h);
  checkWhole("gradCheck", { samples: { value: samples ?? 1, from: 1 } });
  let result: GradCheckResult = {
    worst: 0, worstIndex: undefined, analytic: 0, numeric: 0, checked: 0, kinks: 0,
  }; // prettier-ignore
  for (const i of coordinates(at.size, samples, seed)) {
    const [low, middle, high] = threePoints(f, at, i, h);
    const numeric = (high - low) / (2 * h);
    if (skipKinks && isKink((middle - low) / h, (high - middle) / h, h)) {
      result = { ...result, kinks: result.kinks + 1 };
      continue;
    }
    const analytic = claimed.data[i] ?? Number.NaN;
    const error = Math.abs(analytic - numeric) / Math.max(1, Math.abs(analytic), Math.abs(numeric));
    const checked = result.checked + 1;
    // NaN counts as worst and stays it: it compares as false with everything.
    result =
      Number.isNaN(result.worst) || (error <= result.worst && result.worstIndex !== undefined)
        ? { ...result, checked }
        : { ...result, worst: error, worstIndex: indexAt(i, at.shape), analytic, numeric, checked };
  }
  return result;
}

function threePoints(
  f: (x: Tensor) => number,
  at: Tensor,
  i: number,
  h: number,
): readonly [low: number, middle: number, high: number] {
  const kept = at.data[i] ?? 0;
  const middle = f(at);
  at.data[i] = kept - h;
  const low = f(at);
  at.data[i] = kept + h;
  const high = f(at);
  at.data[i] = kept;
  return [low, middle, high];
}

/** A smooth function's slopes to both sides differ by about h·f''; a kink's by a constant. */
function isKink(left: number, right: number, h: number): boolean {
  return Math.abs(left - right) > 1e3 * h * Math.max(1, Math.abs(left), Math.abs(right));
}

function coordinates(size: number, samples: number | undefined, seed: number): readonly number[] {
  const all = Array.from({ length: size }, (_, i) => i);
  const wanted = Math.min(size, samples ?? 200);
  if (wanted === size) return all;
  const rng = new Rng(seed);
  for (let i = 0; i < wanted; i += 1) {
    const j = i + rng.integer(size - i);
    [all[i], all[j]] = [all[j] ?? 0, all[i] ?? 0];
  }
  return all.slice(0, wanted);
}

function checkStep(who: string, h: number): void {
  if (h > 0 && h < 1) return;
  throw new OptionError({
    code: "GRAD_CHECK_STEP",
    summary: `${who}: the step is not a small positive number.`,
    given: `h = ${h}`,
    expected: "about 1e-5 for float64: smaller loses digits, larger bends",
    fix: "leave h out",
  });
}
