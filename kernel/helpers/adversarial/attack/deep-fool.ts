import { asTensor, wrap, zeros, type Tensor, type TensorLike } from "../../tensor/index.ts";
import { asClassifier, predict, runOf, type Attackable, type Classifier } from "../classifier.ts";

/** What DeepFool found for one example. */
export interface DeepFoolResult {
  /** The change, the example's shape; zeros if the example was already of another class than `label`. */
  readonly perturbation: Tensor;
  readonly steps: number;
  /** Class of the changed example. */
  readonly predicted: number;
}

/**
 * DeepFool: in each step the nearest of the planes that the linearised model sees, r = |f_k|/‖w_k‖₂²·w_k, where f_k is the
 * lead of the present class over class k and w_k its gradient; at last all is stretched by 1 + overshoot.
 *
 * On an affine model one step lands on the boundary. (With ‖w‖ instead of ‖w‖², as some slides print it, it does not.)
 *
 * @param x one example [1, …]
 * @param options label: the true class (default: the predicted one); target: the only class whose plane counts
 *   (default: the nearest); overshoot (default 0.02); maxSteps (default 50)
 * @source Moosavi-Dezfooli, Fawzi & Frossard, arXiv:1511.04599, algorithm 2
 * @example deepFool(affineClassifier([[3, 0], [4, 0]], [5, 0]), [[1, 1]], { overshoot: 0 }).perturbation.data // Float64Array [-1.44, -1.92]
 */
export function deepFool(
  attacked: Attackable,
  x: TensorLike,
  options: {
    readonly label?: number;
    readonly target?: number;
    readonly overshoot?: number;
    readonly maxSteps?: number;
  } = {},
): DeepFoolResult {
  const model = asClassifier(attacked, "deepFool");
  const start = asTensor(x, "deepFool", "x");
  const { overshoot = 0.02, maxSteps = 50 } = options;
  const { label = predict(model, start)[0] ?? 0 } = options;
  const total = zeros(start.shape);
  const changed = (): Tensor =>
    wrap(
      start.data.map((value, i) => value + (1 + overshoot) * (total.data[i] ?? 0)),
      start.shape,
    );
  let steps = 0;
  let predicted = predict(model, start)[0] ?? 0;
  const { target } = options;
  const goesOn = (): boolean => (target === undefined ? predicted === label : predicted !== target);
  while (goesOn() && steps < maxSteps) {
    const at = wrap(
      start.data.map((value, i) => value + (total.data[i] ?? 0)),
      start.shape,
    );
    const from = target === undefined ? label : (predict(model, at)[0] ?? 0);
    const nearest = nearestPlane(model, at, from, target);
    if (nearest === undefined) break; // no other class, or a flat model: there is nowhere to go
    for (let i = 0; i < total.size; i += 1)
      total.data[i] = (total.data[i] ?? 0) + (nearest[i] ?? 0);
    steps += 1;
    predicted = predict(model, changed())[0] ?? 0;
  }
  const perturbation = total.data.map((value) => (1 + overshoot) * value);
  return { perturbation: wrap(perturbation, start.shape), steps, predicted };
}

/** The shortest step to a plane where another class draws level with `label`. */
function nearestPlane(
  model: Classifier,
  x: Tensor,
  label: number,
  target: number | undefined,
): Float64Array | undefined {
  const run = runOf(model, x);
  const z = run.logits;
  const classes = z.shape[1] ?? 0;
  let best: { readonly distance: number; readonly step: Float64Array } | undefined;
  for (let k = 0; k < classes; k += 1) {
    if (k === label || (target !== undefined && k !== target)) continue;
    const lead = zeros([1, classes]);
    lead.set(0, k, 1);
    lead.set(0, label, -1);
    const w = Float64Array.from(run.inputGradient(lead).data);
    const square = w.reduce((sum, value) => sum + value * value, 0);
    if (square === 0) continue;
    const gap = z.get(0, label) - z.get(0, k);
    const distance = Math.abs(gap) / Math.sqrt(square);
    if (best === undefined || distance < best.distance) {
      best = { distance, step: w.map((value) => (value * Math.abs(gap)) / square) };
    }
  }
  return best?.step;
}
