import { OptionError } from "../../../core/index.ts";
import { asTensor, mul, wrap, type Rng, type Tensor, type TensorLike } from "../../tensor/index.ts";
import { checkFilled, checkHasChannels, checkRanges, checkWhole } from "../checks.ts";

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
    input.data.map(() => factorFor(rate, rng)),
    input.shape,
  );
  return { output: mul(input, mask), mask };
}

/**
 * DropConnect: drops weights instead of outputs, each with probability `rate`, the rest scaled up.
 *
 * @source Wan et al., ICML 2013
 * @example dropConnect([[1, 2]], 0.5).output.data // Float64Array [1, 2]
 */
export function dropConnect(weights: TensorLike, rate: number, rng?: Rng): DropResult {
  return dropout(weights, rate, rng);
}

/**
 * Spatial dropout: whole maps are dropped, each channel of each example with probability `rate`, since neighbouring pixels
 * tell each other what one of them lost.
 *
 * @param x    [N, …, C]
 * @param rate in [0, 1)
 * @param rng  undefined at test time: the identity
 * @throws OptionError DROP_RATE; ShapeError WRONG_RANK, EMPTY
 * @source Tompson et al., arXiv:1411.4280
 * @example spatialDropout([[[1], [2]]], 0.5).output.data // Float64Array [1, 2]
 */
export function spatialDropout(x: TensorLike, rate: number, rng?: Rng): DropResult {
  checkRate("spatialDropout", rate);
  const input = asTensor(x, "spatialDropout", "x");
  checkHasChannels("spatialDropout", "x", input);
  checkFilled("spatialDropout", "x", input);
  const channels = input.shape.at(-1) ?? 1;
  const perExample = input.size / (input.shape[0] ?? 1);
  const factors = Float64Array.from({ length: (input.shape[0] ?? 1) * channels }, () =>
    factorFor(rate, rng),
  );
  const mask = wrap(
    input.data.map((_, i) => factors[Math.floor(i / perExample) * channels + (i % channels)] ?? 1),
    input.shape,
  );
  return { output: mul(input, mask), mask };
}

/** 0 for what is dropped, 1/(1 − rate) for what is kept; 1 at test time. */
function factorFor(rate: number, rng: Rng | undefined): number {
  if (rng === undefined) return 1;
  return rng.uniform() < rate ? 0 : 1 / (1 - rate);
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
  checkWhole("survival", { total: { value: total, from: 1 }, l: { value: l, from: 1, to: total } });
  checkRanges("survival", { last: { value: last, from: 0, to: 1 } });
  return 1 - (l / total) * (1 - last);
}

/**
 * Expected number of blocks that run: Σ survival(l), (3L − 1)/4 for pL = 0.5.
 *
 * @example expectedDepth(54) // (3·54 − 1)/4 = 40.25
 */
export function expectedDepth(total: number, last: number = 0.5): number {
  checkWhole("expectedDepth", { total: { value: total, from: 1 } });
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
 * @example stochasticDepth([4], 0.75).output.data // Float64Array [3]
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
  if (typeof rate === "number" && rate >= 0 && rate < 1) return;
  throw new OptionError({
    code: "DROP_RATE",
    summary: `${who}: the share that is dropped lies in [0, 1).`,
    given: `${rate}`,
    expected: "for example 0.5",
    fix: "0 drops nothing; at test time leave the generator out instead",
  });
}
