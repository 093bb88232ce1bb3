import { matmul, transpose } from "../ops/index.ts";
import {
  asTensor,
  checkSameShape,
  random,
  wrap,
  type Tensor,
  type TensorLike,
} from "../tensor/index.ts";
import { normOf } from "./checks.ts";
import { asClassifier, predict, type Attackable, type Classifier } from "./classifier.ts";
import { checkLabels } from "./labels.ts";

/**
 * Robustness ρ_adv: mean of ‖η‖₂/‖x‖₂ over the examples; larger is more robust.
 *
 * @param perturbations [N, …]
 * @param examples      [N, …], same shape
 * @source Moosavi-Dezfooli, Fawzi & Frossard, arXiv:1511.04599, section 3
 * @example robustness([[3, 4]], [[6, 8]]) // 5/10 = 0.5
 */
export function robustness(perturbations: TensorLike, examples: TensorLike): number {
  const eta = asTensor(perturbations, "robustness", "perturbations");
  const x = asTensor(examples, "robustness", "examples");
  checkSameShape("robustness", eta.shape, x.shape);
  const batch = x.shape[0] ?? 0;
  const size = x.size / batch;
  const norm = (t: Tensor, n: number): number =>
    normOf(wrap(t.data.slice(n * size, (n + 1) * size), [size]));
  let total = 0;
  for (let n = 0; n < batch; n += 1) total += norm(eta, n) / norm(x, n);
  return total / batch;
}

/**
 * Accuracy for each strength of an attack; an example that is wrong without any attack stays wrong.
 *
 * @param attack changes the examples with a strength
 * @returns one accuracy per strength, the curve that attacks are compared by
 * @example robustnessCurve(affineClassifier([[1, -1]], [0, 0]), tensor([[0.1], [0.6]]), [0, 0], [0, 0.5], (e) => tensor([[0.1 - e], [0.6 - e]])) // [1, 0.5]
 */
export function robustnessCurve(
  attacked: Attackable,
  x: Tensor,
  labels: readonly number[],
  strengths: readonly number[],
  attack: (strength: number) => Tensor,
): readonly number[] {
  const model = asClassifier(attacked, "robustnessCurve");
  const clean = predict(model, x);
  return strengths.map((strength) => {
    const attacked = predict(model, attack(strength));
    const right = labels.filter((label, n) => clean[n] === label && attacked[n] === label);
    return right.length / labels.length;
  });
}

/**
 * Largest singular value of a matrix, by power iteration on MᵀM: how much a layer can stretch a difference.
 *
 * @param matrix [rows, columns]
 * @param iterations default 100
 * @example spectralNorm([[3, 0], [0, 4]]).toFixed(6) // "4.000000"
 */
export function spectralNorm(matrix: TensorLike, iterations: number = 100): number {
  const m = asTensor(matrix, "spectralNorm", "the matrix");
  const gram = matmul(transpose(m), m);
  let v = random([gram.shape[0] ?? 1, 1], { seed: 1, low: 0.5, high: 1 });
  let norm = 0;
  for (let i = 0; i < iterations; i += 1) {
    const next = matmul(gram, v);
    norm = normOf(next);
    if (norm === 0) return 0;
    v = wrap(
      next.data.map((value) => value / norm),
      next.shape,
    );
  }
  return Math.sqrt(norm);
}

/**
 * A Lipschitz constant of dense layers with 1-Lipschitz activations (ReLU, tanh) between them: the product of their
 * spectral norms; ‖f(x') − f(x)‖ ≤ L·‖x' − x‖.
 * @example spectralBound([[[3]], [[2]]]).toFixed(6) // "6.000000"
 */
export function spectralBound(layers: readonly TensorLike[]): number {
  return layers.reduce((product: number, layer) => product * spectralNorm(layer), 1);
}

/**
 * Share of the examples whose predicted class is the label.
 *
 * @param x      [N, …]
 * @param labels class numbers [N]
 * @throws ShapeError LABEL_COUNT; OptionError LABEL_RANGE
 * @example accuracy(affineClassifier([[1, -1]], [0, 0]), tensor([[2], [-2]]), [0, 0]) // 0.5
 */
export function accuracy(attacked: Attackable, x: Tensor, labels: readonly number[]): number {
  const model = asClassifier(attacked, "accuracy");
  const z = model.logits(x);
  checkLabels("accuracy", labels, z.shape[0] ?? 0, z.shape[1] ?? 0);
  const guesses = predict(model, x);
  return labels.filter((label, n) => guesses[n] === label).length / labels.length;
}

/** How attacks made on one model do on others. */
export interface TransferTable {
  readonly names: readonly string[];
  /** Row: the model that was attacked with its gradients (white box); column: the model that is shown the result. */
  readonly rates: readonly (readonly number[])[];
}

/**
 * Transfer table: for each pair of models the share of examples that both had right and that the attack on the first makes
 * wrong for the second. The diagonal is the white-box rate, the rest the black-box one; compare it with the rate that noise
 * of the same size reaches.
 *
 * @param models by name
 * @param attack changes the examples with the help of one model
 * @throws ShapeError LABEL_COUNT; OptionError LABEL_RANGE
 * @source Papernot, McDaniel & Goodfellow, arXiv:1605.07277
 * @example transferTable({ a: affineClassifier([[1, -1]], [0, 0]) }, tensor([[2]]), [0], () => tensor([[-1]])).rates // [[1]]
 */
export function transferTable(
  models: Readonly<Record<string, Attackable>>,
  x: Tensor,
  labels: readonly number[],
  attack: (model: Classifier) => Tensor,
): TransferTable {
  const names = Object.keys(models);
  const all = Object.values(models).map((model) => asClassifier(model, "transferTable"));
  for (const model of all) accuracy(model, x, labels);
  const clean = all.map((model) => predict(model, x));
  const rates = all.map((source, from) => {
    const attacked = attack(source);
    return all.map((seen, to) => {
      const guesses = predict(seen, attacked);
      const fair = labels.flatMap((label, n) =>
        clean[from]?.[n] === label && clean[to]?.[n] === label ? [n] : [],
      );
      return fair.filter((n) => guesses[n] !== labels[n]).length / fair.length;
    });
  });
  return { names, rates };
}
