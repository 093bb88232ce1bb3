import { OptionError } from "../../../core/index.ts";
import { asTensor, mul, wrap, type Rng, type Tensor, type TensorLike } from "../../tensor/index.ts";

/** Output of a layer that drops, and the mask that backward multiplies with. */
export interface DropResult {
  readonly output: Tensor;
  /** 0 where dropped, 1/(1 − rate) where kept; all 1 at test time. */
  readonly mask: Tensor;
}

/**
 * Inverted dropout: each number is dropped with probability `rate` and the rest multiplied by 1/(1 − rate), so that the
 * mean stays and nothing has to be done at test time. Its gradient is gradOutput·mask, with the *same* mask.
 *
 * @param rate in [0, 1): 0.2 for inputs, 0.5 for hidden layers
 * @param rng  undefined at test time: the identity
 * @throws OptionError DROP_RATE
 * @source Srivastava et al., JMLR 15 (2014)
 * @example dropout([1, 2], 0.5).output.data // Float64Array [1, 2]
 */
export function dropout(x: TensorLike, rate: number, rng?: Rng): DropResult {
  checkRate("dropout", rate);
  const input = asTensor(x, "dropout", "x");
  const mask = wrap(
    input.data.map(() => (rng === undefined ? 1 : rng.uniform() < rate ? 0 : 1 / (1 - rate))),
    input.shape,
  );
  return { output: mul(input, mask), mask };
}

/**
 * DropConnect: drops weights instead of outputs, each with probability `rate`, the rest scaled up.
 *
 * @source Wan et al., ICML 2013
 */
export function dropConnect(weights: TensorLike, rate: number, rng?: Rng): DropResult {
  return dropout(weights, rate, rng);
}

/**
 * Survival probability of block l of L under linear decay: 1 − l/L·(1 − pL).
 *
 * @param l from 1 to L
 * @param last pL, probability of the last block (default 0.5)
 * @source Huang et al., arXiv:1603.09382, equation 4
 * @example survival(54, 54) // 0.5
 */
export function survival(l: number, total: number, last: number = 0.5): number {
  return 1 - (l / total) * (1 - last);
}

/** Expected number of blocks that run: Σ survival(l), (3L − 1)/4 for pL = 0.5. */
export function expectedDepth(total: number, last: number = 0.5): number {
  return Array.from({ length: total }, (_, i) => survival(i + 1, total, last)).reduce(
    (a, b) => a + b,
    0,
  );
}

/**
 * Stochastic depth on a block's branch: the whole branch runs with probability p; at test time it is multiplied by p.
 *
 * @param branch the block's output before it is added to the shortcut
 * @param p   survival probability in (0, 1]
 * @param rng undefined at test time
 */
export function stochasticDepth(branch: TensorLike, p: number, rng?: Rng): DropResult {
  checkRate("stochasticDepth", 1 - p);
  const input = asTensor(branch, "stochasticDepth", "branch");
  const factor = rng === undefined ? p : rng.uniform() < p ? 1 : 0;
  const mask = wrap(
    input.data.map(() => factor),
    input.shape,
  );
  return { output: mul(input, mask), mask };
}

function checkRate(who: string, rate: number): void {
  if (rate >= 0 && rate < 1) return;
  throw new OptionError({
    code: "DROP_RATE",
    summary: `${who}: the share that is dropped lies in [0, 1).`,
    given: `${rate}`,
    expected: "for example 0.5",
  });
}
