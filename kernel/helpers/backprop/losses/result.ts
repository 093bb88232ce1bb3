// What every loss returns, and the choice between a mean and a sum.
import { OptionError } from "../../../core/index.ts";
import { checkFilled } from "../../ops/index.ts";
import {
  asTensor,
  checkSameShape,
  wrap,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";

/** A loss and its gradient by the logits or predictions. */
export interface LossResult {
  readonly loss: number;
  readonly gradLogits: Tensor;
}

/** How a loss adds up. */
export interface LossOptions {
  /** "mean" divides loss and gradient by the count that the loss names; "sum" does not (default "mean"). */
  readonly reduction?: "mean" | "sum";
}

/** What the sum is divided by. */
export function divisorFor(who: string, options: LossOptions, count: number): number {
  const { reduction = "mean" } = options;
  if (reduction === "mean") return count;
  if (reduction === "sum") return 1;
  throw new OptionError({
    code: "BAD_OPTIONS",
    summary: `${who}: there is no such reduction.`,
    given: `reduction ${JSON.stringify(reduction)}`,
    expected: '"mean" or "sum"',
    fix: 'write reduction: "mean"',
  });
}

/** A loss that adds up element by element: `of` gives each element's loss and its slope by the prediction. */
export function elementwise(
  who: string,
  predictions: TensorLike,
  targets: TensorLike,
  options: LossOptions,
  of: (prediction: number, target: number) => readonly [loss: number, slope: number],
): LossResult {
  const p = asTensor(predictions, who, "predictions");
  const y = asTensor(targets, who, "targets");
  checkSameShape(who, p.shape, y.shape);
  checkFilled(who, "predictions", p);
  const divisor = divisorFor(who, options, p.size);
  const gradient = p.data.slice();
  let loss = 0;
  for (let i = 0; i < p.size; i += 1) {
    const [part, slope] = of(p.data[i] ?? Number.NaN, y.data[i] ?? Number.NaN);
    loss += part;
    gradient[i] = slope / divisor;
  }
  return { loss: loss / divisor, gradLogits: wrap(gradient, p.shape) };
}
