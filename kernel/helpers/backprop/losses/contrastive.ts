// Losses of embeddings, and the loss of a net with several outputs.
import { OptionError, ShapeError } from "../../../core/index.ts";
import { checkFilled } from "../../ops/index.ts";
import { asTensor, checkRank, wrap, type TensorLike } from "../../tensor/index.ts";
import type { LossResult } from "./result.ts";

/**
 * Normalised temperature-scaled cross-entropy of SimCLR: rows 2i and 2i + 1 are two views of one image.
 *
 * ℓ(i) = −log( e^{s(i, i⊕1)/τ} / Σ_{k≠i} e^{s(i, k)/τ} ), s the cosine of two rows; L = mean of ℓ over all 2N rows
 *
 * @param z           [2N, D], N ≥ 1; no row may be zero
 * @param temperature τ > 0 (default 0.5)
 * @returns loss, and gradLogits: ∂L/∂z
 * @throws ShapeError WRONG_RANK, EMPTY, PAIRS; OptionError BAD_OPTIONS, ZERO_VECTOR
 * @source Chen et al., arXiv:2002.05709, equation 1
 * @example ntXent([[1, 0], [1, 0], [0, 1], [0, 1]], 1).loss // ln(1 + 2/e) = 0.551444713932
 */
export function ntXent(z: TensorLike, temperature: number = 0.5): LossResult {
  const input = asTensor(z, "ntXent", "z");
  checkRank("ntXent", "z", input.shape, ["2N", "D"]);
  checkFilled("ntXent", "z", input);
  const [rows = 0, size = 0] = input.shape;
  checkPairs(rows, temperature);
  const norms = Float64Array.from({ length: rows }, (_, i) =>
    Math.hypot(...input.data.subarray(i * size, (i + 1) * size)),
  );
  const zero = norms.findIndex((norm) => !(norm > 0 && Number.isFinite(norm)));
  if (zero >= 0) throw noDirection(zero, norms[zero] ?? 0);
  const unit = Float64Array.from(
    input.data,
    (value, i) => value / (norms[Math.floor(i / size)] ?? 1),
  );
  const cosine = (i: number, k: number): number => {
    let sum = 0;
    for (let d = 0; d < size; d += 1) sum += (unit[i * size + d] ?? 0) * (unit[k * size + d] ?? 0);
    return sum;
  };
  let loss = 0;
  // ∂L/∂(unit row): each similarity s(i, k) pulls on both of its rows
  const gradUnit = new Float64Array(rows * size);
  for (let i = 0; i < rows; i += 1) {
    const scores = Array.from({ length: rows }, (_, k) =>
      k === i ? -Infinity : cosine(i, k) / temperature,
    );
    const largest = Math.max(...scores);
    const sum = scores.reduce((total, score) => total + Math.exp(score - largest), 0);
    const partner = i ^ 1;
    loss += (largest + Math.log(sum) - (scores[partner] ?? 0)) / rows;
    for (const [k, score] of scores.entries()) {
      if (k === i) continue;
      const p = Math.exp(score - largest) / sum;
      const slope = (p - (k === partner ? 1 : 0)) / (temperature * rows);
      for (let d = 0; d < size; d += 1) {
        gradUnit[i * size + d] = (gradUnit[i * size + d] ?? 0) + slope * (unit[k * size + d] ?? 0);
        gradUnit[k * size + d] = (gradUnit[k * size + d] ?? 0) + slope * (unit[i * size + d] ?? 0);
      }
    }
  }
  // through u = z/‖z‖: (g − u·(u·g))/‖z‖
  const gradient = input.data.slice();
  for (let i = 0; i < rows; i += 1) {
    let along = 0;
    for (let at = i * size; at < (i + 1) * size; at += 1)
      along += (unit[at] ?? 0) * (gradUnit[at] ?? 0);
    for (let at = i * size; at < (i + 1) * size; at += 1) {
      gradient[at] = ((gradUnit[at] ?? 0) - (unit[at] ?? 0) * along) / (norms[i] ?? 1);
    }
  }
  return { loss, gradLogits: wrap(gradient, input.shape) };
}

/** How the losses of side outputs count. */
export interface AuxiliaryOptions {
  /** Share of each side loss (default 0.3, GoogLeNet's). */
  readonly weight?: number;
  /** At test time the side outputs are off (default true: training). */
  readonly training?: boolean;
}

/**
 * Loss of a net with auxiliary classifiers: main + weight · Σ auxiliary in training, the main loss alone at test time.
 *
 * @param main      loss of the last output
 * @param auxiliary losses of the side outputs
 * @throws OptionError BAD_OPTIONS
 * @source Szegedy et al., arXiv:1409.4842, section 5
 * @example auxiliaryLoss(1.2, [2, 1.5]) // 1.2 + 0.3·2 + 0.3·1.5 = 2.25
 */
export function auxiliaryLoss(
  main: number,
  auxiliary: readonly number[],
  { weight = 0.3, training = true }: AuxiliaryOptions = {},
): number {
  if (![main, weight, ...auxiliary].every(Number.isFinite) || weight < 0) {
    throw new OptionError({
      code: "BAD_OPTIONS",
      summary: "auxiliaryLoss: a loss or the weight is no number that can be added.",
      given: `main ${main}, auxiliary [${auxiliary.join(", ")}], weight ${weight}`,
      expected: "finite losses, weight ≥ 0",
      fix: "look which loss is NaN: the learning rate may be too large",
    });
  }
  return training ? auxiliary.reduce((sum, loss) => sum + weight * loss, main) : main;
}

function checkPairs(rows: number, temperature: number): void {
  if (rows % 2 === 1) {
    throw new ShapeError({
      code: "PAIRS",
      summary: "ntXent: the rows do not make pairs.",
      given: `${rows} rows`,
      expected: "2N rows: two views of each image, one after the other",
      fix: "put view 1 and view 2 of image i into rows 2i and 2i + 1",
    });
  }
  if (temperature > 0 && Number.isFinite(temperature)) return;
  throw new OptionError({
    code: "BAD_OPTIONS",
    summary: "ntXent: the temperature is not above 0.",
    given: `temperature ${temperature}`,
    expected: "0.05 to 1, for example 0.5",
    fix: "ntXent(z, 0.5)",
  });
}

function noDirection(row: number, norm: number): OptionError {
  return new OptionError({
    code: "ZERO_VECTOR",
    summary: `ntXent: row ${row} has no direction.`,
    given: `length ${norm}`,
    expected: "rows of finite length above 0",
    fix: "look why the net gives zeros there: dead units, or an input that is empty",
  });
}
