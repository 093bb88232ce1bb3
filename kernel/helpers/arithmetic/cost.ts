// What a convolution costs: trainable numbers and multiplications.
import { OptionError } from "../../core/index.ts";
import { isWhole } from "./options.ts";

/** Sizes of a convolution's filters. */
export interface ConvSizes {
  /** Filter height, pixels. */
  readonly kh: number;
  /** Filter width, pixels (default kh). */
  readonly kw?: number;
  /** Channels in. */
  readonly cin: number;
  /** Channels out: the number of filters. */
  readonly cout: number;
  /** One bias per filter (default true). */
  readonly bias?: boolean;
  /** Groups that share no channels; divide cin and cout (default 1). */
  readonly groups?: number;
}

/**
 * Trainable numbers of a convolution: kh·kw·(cin / groups)·cout weights, and one bias per output channel, not per pixel.
 *
 * @throws OptionError BAD_OPTIONS
 * @example convParams({ kh: 5, cin: 3, cout: 10 }) // 5·5·3·10 + 10 = 760
 */
export function convParams(sizes: ConvSizes): number {
  const { kh, kw, cin, cout, bias, groups } = checkSizes("convParams", sizes);
  return kh * kw * (cin / groups) * cout + (bias ? cout : 0);
}

/**
 * Multiplications with addition (MACs) of a convolution on one image: out height · out width · weights. The bias costs
 * none. 1 MAC = 2 FLOPs.
 *
 * @param sizes filters, and the size of the output: oh, ow (default oh)
 * @throws OptionError BAD_OPTIONS
 * @example convMacs({ kh: 1, cin: 64, cout: 32, oh: 56 }) // 56·56·64·32 = 6,422,528
 */
export function convMacs(sizes: ConvSizes & { readonly oh: number; readonly ow?: number }): number {
  const { oh, ow = oh } = sizes;
  const full = checkSizes("convMacs", sizes, { oh, ow });
  return oh * ow * convParams({ ...full, bias: false });
}

function checkSizes(
  who: string,
  sizes: ConvSizes,
  others: Readonly<Record<string, number>> = {},
): Required<ConvSizes> {
  const { kh, kw = kh, cin, cout, bias = true, groups = 1 } = sizes;
  const faults = Object.entries({ kh, kw, cin, cout, groups, ...others })
    .filter(([, value]) => !isWhole(value, 1))
    .map(([name, value]) => `${name} is ${String(value)}: a whole number ≥ 1 is needed`);
  if (faults.length === 0 && (cin % groups !== 0 || cout % groups !== 0)) {
    faults.push(`groups = ${groups} does not divide cin = ${cin} and cout = ${cout}`);
  }
  if (faults.length === 0) return { kh, kw, cin, cout, bias, groups };
  throw new OptionError({
    code: "BAD_OPTIONS",
    summary: `${who}: ${faults.length === 1 ? "one size does" : `${faults.length} sizes do`} not make sense.`,
    given: faults.join("\n"),
    expected: "whole numbers ≥ 1",
    fix: "correct what is named above",
    details: { faults },
  });
}
