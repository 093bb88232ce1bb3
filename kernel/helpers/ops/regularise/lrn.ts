import {
  asTensor,
  commonDtype,
  allocate,
  wrap,
  type FloatArray,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";
import { checkFilled, checkHasChannels, checkRanges } from "../checks.ts";

/** Settings of local response normalisation; the defaults are AlexNet's. */
export interface LrnOptions {
  /** Channels in the sum, odd, centred on the channel (default 5). */
  readonly size?: number;
  /** Default 1e-4. */
  readonly alpha?: number;
  /** Default 0.75. */
  readonly beta?: number;
  /** Default 2. */
  readonly k?: number;
  /** α is divided by `size`, as Caffe and PyTorch do (default false: as the paper and TensorFlow write it). */
  readonly alphaOverSize?: boolean;
}

/**
 * Local response normalisation across channels: x_c/(k + α·Σ x_j²)^β over the `size` channels around c.
 *
 * @param x […, C]
 * @returns x's shape
 * @throws ShapeError WRONG_RANK, EMPTY; OptionError BAD_OPTIONS
 * @source Krizhevsky, Sutskever & Hinton, NIPS 2012, section 3.3
 * @example lrn([[2]], { size: 1, alpha: 1, beta: 1, k: 4 }).data // Float64Array [0.25]
 */
export function lrn(x: TensorLike, options: LrnOptions = {}): Tensor {
  const { input, sums, beta } = lrnSums(x, options);
  const out = allocate(input.size, commonDtype(input));
  for (let i = 0; i < input.size; i += 1) out[i] = (input.data[i] ?? 0) * (sums[i] ?? 1) ** -beta;
  return wrap(out, input.shape);
}

function checkSettings(given: Required<Omit<LrnOptions, "alphaOverSize">>): void {
  const { size, alpha, beta, k } = given;
  checkRanges("lrn", {
    "size (odd)": {
      value: Number.isSafeInteger(size) && size % 2 === 1 ? size : Number.NaN,
      from: 1,
    },
    alpha: { value: alpha, from: 0 },
    beta: { value: beta, from: 0 },
    k: { value: k, from: 0, open: true },
  });
}

/** What forward and backward share: s = k + α·Σ x_j². */
export interface LrnSums {
  readonly input: Tensor;
  readonly sums: FloatArray;
  readonly alpha: number;
  readonly beta: number;
  readonly reach: number;
}

export function lrnSums(
  x: TensorLike,
  { size = 5, alpha = 1e-4, beta = 0.75, k = 2, alphaOverSize = false }: LrnOptions,
): LrnSums {
  const input = asTensor(x, "lrn", "x");
  checkHasChannels("lrn", "x", input);
  checkFilled("lrn", "x", input);
  checkSettings({ size, alpha, beta, k });
  const channels = input.shape.at(-1) ?? 0;
  const reach = (size - 1) / 2;
  const used = alphaOverSize ? alpha / size : alpha;
  const sums = new Float64Array(input.size);
  for (let i = 0; i < input.size; i += 1) {
    const c = i % channels;
    let squares = 0;
    for (let j = Math.max(0, c - reach); j <= Math.min(channels - 1, c + reach); j += 1) {
      squares += (input.data[i - c + j] ?? 0) ** 2;
    }
    sums[i] = k + used * squares;
  }
  return { input, sums, alpha: used, beta, reach };
}
