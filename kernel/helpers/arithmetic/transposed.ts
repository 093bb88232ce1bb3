// Sizes of a transposed convolution: which inputs would a convolution map to this size?
import { OptionError, ShapeError } from "../../core/index.ts";
import { spanSteps } from "./explain/size-steps.ts";
import { maths, words, worksheet, type Explain, type Worksheet } from "./explain/worksheet.ts";
import { spanOf } from "./geometry.ts";
import { isWhole } from "./options.ts";

/** How a transposed convolution spreads its pixels along one axis. */
export interface TransposedOptions {
  /** Pixels of the output from one input pixel to the next, ≥ 1 (default 1). */
  readonly stride?: number;
  /** Pixels taken off per side: the padding of the convolution that this one transposes (default 0). */
  readonly padding?: number;
  /** Distance between the taps of the filter, ≥ 1 (default 1). */
  readonly dilation?: number;
  /** Pixels added at the end, smaller than the stride or the dilation (default 0). */
  readonly outputPadding?: number;
}

/**
 * Output size of a transposed convolution along one axis.
 *
 * out = (n − 1)·s + d·(k − 1) + 1 − 2·p + outputPadding
 *
 * @param n input size, pixels
 * @param k filter size, pixels
 * @throws OptionError BAD_OPTIONS; ShapeError TRANSPOSE_EMPTY
 * @source Dumoulin & Visin, arXiv:1603.07285, chapter 4
 * @example transposedSize(14, 4, { stride: 2, padding: 1 }) // 13·2 + 4 − 2 = 28
 */
export function transposedSize(n: number, k: number, options?: TransposedOptions): number;
export function transposedSize(
  n: number,
  k: number,
  options: TransposedOptions & { readonly explain: true },
): Worksheet<number>;
export function transposedSize(
  n: number,
  k: number,
  { explain = false, ...options }: TransposedOptions & Explain = {},
): number | Worksheet<number> {
  const { stride, padding, dilation, outputPadding } = checkTransposed(n, k, options);
  const span = spanOf(k, dilation);
  const out = (n - 1) * stride + span - 2 * padding + outputPadding;
  if (out < 1) {
    throw new ShapeError({
      code: "TRANSPOSE_EMPTY",
      summary: "transposedSize: the padding takes off more than there is.",
      given: `n = ${n}, k = ${k}, stride = ${stride}, padding = ${padding}: ${out} pixels`,
      expected: "at least 1 pixel",
      fix: `a padding of at most ${Math.floor((out + 2 * padding - 1) / 2)}`,
      details: { n, k, stride, padding, dilation, outputPadding },
    });
  }
  if (!explain) return out;
  const lines = [
    ...spanSteps(k, dilation),
    words(
      "the last pixel starts at (n − 1)·stride, its filter spans further, padding is taken off both sides",
    ),
    maths`(${n} − 1)·${stride} + ${span} − 2·${padding} + ${outputPadding} = ${out}`,
  ];
  if (outputPadding > 0) {
    lines.push(
      words(
        `outputPadding ${outputPadding}: several sizes go to ${n} under the convolution, this is one`,
      ),
    );
  }
  return worksheet(out, lines);
}

function checkTransposed(
  n: number,
  k: number,
  options: TransposedOptions,
): Required<TransposedOptions> {
  const { stride = 1, padding = 0, dilation = 1, outputPadding = 0 } = options;
  const faults = Object.entries({ n, k, stride, dilation })
    .filter(([, value]) => !isWhole(value, 1))
    .map(([name, value]) => `${name} is ${String(value)}: a whole number ≥ 1 is needed`);
  if (!isWhole(padding, 0)) faults.push(`padding is ${String(padding)}: pixels per side, ≥ 0`);
  if (!isWhole(outputPadding, 0) || outputPadding >= Math.max(stride, dilation, 1)) {
    faults.push(`outputPadding is ${String(outputPadding)}: ≥ 0 and smaller than the stride`);
  }
  if (faults.length === 0) return { stride, padding, dilation, outputPadding };
  throw new OptionError({
    code: "BAD_OPTIONS",
    summary: "transposedSize: some values do not make sense.",
    given: faults.join("\n"),
    expected: "{ stride: 2, padding: 1, outputPadding: 1 }, for example",
    fix: "correct what is named above",
    details: { faults },
  });
}
