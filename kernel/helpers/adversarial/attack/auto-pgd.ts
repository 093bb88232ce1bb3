import { asTensor, wrap, type Tensor, type TensorLike } from "../../tensor/index.ts";
import { checkOptions, checkPixels, type PixelBox } from "../checks.ts";
import { asClassifier, lossAndGradient, type Attackable, type Classifier } from "../classifier.ts";
import { checkEpsilon, intoBall } from "./sign.ts";

/** Options of `autoPgd`. */
export interface AutoPgdOptions {
  /** ε ≥ 0: no pixel changes by more. */
  readonly epsilon: number;
  /** Gradients per example (default 40). */
  readonly steps?: number;
  /** Default [0, 1]. */
  readonly box?: PixelBox;
  /** Share of the fresh step against the last one's momentum (default 0.75). */
  readonly alpha?: number;
  /** Share of the steps that must have raised the loss, or the step is halved (default 0.75). */
  readonly rho?: number;
}

/** What Auto-PGD found. */
export interface AutoPgd {
  /** x's shape, in ball and box; of each example the point with the largest loss. */
  readonly adversarial: Tensor;
  /** Loss of each example there. */
  readonly losses: readonly number[];
  /** Steps after which the step size may be halved. */
  readonly checkpoints: readonly number[];
  /** Step size of each example in use until each checkpoint, and after the last; the first is 2ε. */
  readonly stepSizes: readonly (readonly number[])[];
}

/**
 * Auto-PGD: projected gradient steps with momentum whose size finds itself. At checkpoints it is halved, and the search goes
 * on from the best point, if fewer than ρ of the steps raised the loss, or neither size nor best loss has changed since the
 * last checkpoint.
 *
 * Checkpoints at ⌈p_j·steps⌉ with p₀ = 0, p₁ = 0.22, p_{j+1} = p_j + max(p_j − p_{j−1} − 0.03, 0.06).
 *
 * @param x      [N, …]
 * @param labels true classes [N]
 * @throws OptionError ATTACK_EPSILON, ATTACK_OPTION, LABEL_RANGE; ShapeError LABEL_COUNT
 * @source Croce & Hein, arXiv:2003.01690, algorithm 1
 * @example autoPgd(affineClassifier([[1, -1]], [0, 0]), [[0.5]], [0], { epsilon: 0.25 }).adversarial.data // Float64Array [0.25]
 */
export function autoPgd(
  attacked: Attackable,
  x: TensorLike,
  labels: readonly number[],
  options: AutoPgdOptions,
): AutoPgd {
  const model = asClassifier(attacked, "autoPgd");
  const { epsilon, steps = 40, box = [0, 1], alpha = 0.75, rho = 0.75 } = options;
  const start = asTensor(x, "autoPgd", "x");
  checkEpsilon("autoPgd", epsilon);
  checkPixels("autoPgd", start, box);
  checkOptions("autoPgd", {
    steps: [steps, Number.isInteger(steps) && steps >= 1, "whole, ≥ 1"],
    alpha: [alpha, alpha > 0 && alpha <= 1, "in (0, 1]"],
    rho: [rho, rho > 0 && rho <= 1, "in (0, 1]"],
  });
  const checkpoints = checkpointsOf(steps);
  const search = new Search(model, start, labels, { epsilon, box, alpha });
  const stepSizes: number[][] = [[...search.sizes]];
  let last = 0;
  for (let k = 1; k <= steps; k += 1) {
    search.step();
    if (!checkpoints.includes(k)) continue;
    search.check(rho * (k - last));
    stepSizes.push([...search.sizes]);
    last = k;
  }
  return { adversarial: search.best, losses: search.bestLosses, checkpoints, stepSizes };
}

function checkpointsOf(steps: number): readonly number[] {
  const found: number[] = [];
  let [before, now] = [0, 0.22];
  // 0.57·100 is 57.000000000000007 in floating point
  const whole = (share: number): number => Math.ceil(share * steps - 1e-9);
  while (whole(now) < steps) {
    const at = whole(now);
    if (at !== found.at(-1)) found.push(at);
    [before, now] = [now, now + Math.max(now - before - 0.03, 0.06)];
  }
  return found;
}

/** The state of all examples; each has its own step size and its own best point. */
class Search {
  readonly #model: Classifier;
  readonly #start: Tensor;
  readonly #labels: readonly number[];
  readonly #options: { readonly epsilon: number; readonly box: PixelBox; readonly alpha: number };
  readonly sizes: number[];
  best: Tensor;
  bestLosses: number[];
  #bestGradient: Tensor;
  #current: Tensor;
  #previous: Tensor;
  #losses: readonly number[];
  #gradient: Tensor;
  #raised: number[];
  #sizesBefore: number[];
  #bestBefore: number[];
  #first = true;

  constructor(
    model: Classifier,
    start: Tensor,
    labels: readonly number[],
    options: { readonly epsilon: number; readonly box: PixelBox; readonly alpha: number },
  ) {
    this.#model = model;
    this.#start = start;
    this.#labels = labels;
    this.#options = options;
    this.best = start;
    this.#current = start;
    this.#previous = start;
    const { losses, gradient } = lossAndGradient(model, start, labels, "autoPgd");
    this.#losses = losses;
    this.#gradient = gradient;
    this.#bestGradient = gradient;
    this.bestLosses = [...this.#losses];
    this.sizes = labels.map(() => 2 * options.epsilon);
    this.#sizesBefore = [...this.sizes];
    this.#bestBefore = [...this.bestLosses];
    this.#raised = labels.map(() => 0);
  }

  step(): void {
    const { epsilon, box, alpha } = this.#options;
    const per = this.#start.size / this.#labels.length;
    const size = (i: number): number => this.sizes[Math.floor(i / per)] ?? 0;
    const now = this.#current.data;
    const fresh = wrap(
      now.map((value, i) => value + size(i) * Math.sign(this.#gradient.data[i] ?? 0)),
      this.#start.shape,
    );
    const z = intoBall(fresh, this.#start, epsilon, box).data;
    const mixed = this.#first
      ? z
      : now.map((value, i) => {
          const momentum = value - (this.#previous.data[i] ?? 0);
          return value + alpha * ((z[i] ?? 0) - value) + (1 - alpha) * momentum;
        });
    this.#first = false;
    this.#previous = this.#current;
    this.#current = intoBall(wrap(mixed, this.#start.shape), this.#start, epsilon, box);
    const { losses, gradient } = lossAndGradient(this.#model, this.#current, this.#labels);
    this.#raised = this.#raised.map((count, n) =>
      (losses[n] ?? 0) > (this.#losses[n] ?? 0) ? count + 1 : count,
    );
    this.#losses = losses;
    this.#gradient = gradient;
    const better = (n: number): boolean => (losses[n] ?? 0) > (this.bestLosses[n] ?? 0);
    this.best = choose(this.best, this.#current, better, per);
    this.#bestGradient = choose(this.#bestGradient, gradient, better, per);
    this.bestLosses = this.bestLosses.map((loss, n) => Math.max(loss, losses[n] ?? 0));
  }

  /** A checkpoint: halves where the search has stalled, and goes back to the best point there. */
  check(enough: number): void {
    const halved = this.sizes.map((size, n) => {
      const few = (this.#raised[n] ?? 0) < enough;
      const stuck = size === this.#sizesBefore[n] && this.bestLosses[n] === this.#bestBefore[n];
      return few || stuck;
    });
    this.#sizesBefore = [...this.sizes];
    this.#bestBefore = [...this.bestLosses];
    halved.forEach((yes, n) => {
      if (yes) this.sizes[n] = (this.sizes[n] ?? 0) / 2;
    });
    const per = this.#start.size / this.#labels.length;
    const back = (n: number): boolean => halved[n] ?? false;
    this.#current = choose(this.#current, this.best, back, per);
    this.#previous = choose(this.#previous, this.best, back, per);
    this.#gradient = choose(this.#gradient, this.#bestGradient, back, per);
    this.#losses = this.#losses.map((loss, n) => (back(n) ? (this.bestLosses[n] ?? loss) : loss));
    this.#raised = this.#raised.map(() => 0);
  }
}

/** Examples of `b` where asked for, of `a` elsewhere. */
function choose(a: Tensor, b: Tensor, takeB: (n: number) => boolean, per: number): Tensor {
  return wrap(
    a.data.map((value, i) => (takeB(Math.floor(i / per)) ? (b.data[i] ?? 0) : value)),
    a.shape,
  );
}
