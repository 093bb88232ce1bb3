// What a layer costs: trainable numbers and multiplications.
import { OptionError } from "../../core/index.ts";
import {
  maths,
  product,
  words,
  worksheet,
  type Explain,
  type Worksheet,
} from "./explain/worksheet.ts";
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

/** The same, and the size of the map that comes out. */
export interface ConvWork extends ConvSizes {
  /** Output height, pixels. */
  readonly oh: number;
  /** Output width, pixels (default oh). */
  readonly ow?: number;
}

interface Explained {
  readonly explain: true;
}

/**
 * Trainable numbers of a convolution: kh·kw·(cin / groups)·cout weights, and one bias per output channel, not per pixel.
 *
 * @throws OptionError BAD_OPTIONS
 * @example convParams({ kh: 5, cin: 3, cout: 10 }) // 5·5·3·10 + 10 = 760
 */
export function convParams(sizes: ConvSizes): number;
export function convParams(sizes: ConvSizes & Explained): Worksheet<number>;
export function convParams({
  explain = false,
  ...sizes
}: ConvSizes & Explain): number | Worksheet<number> {
  const full = checkSizes("convParams", sizes);
  const { kh, kw, cin, cout, bias, groups } = full;
  const weights = weightsOf(full);
  const count = weights + (bias ? cout : 0);
  if (!explain) return count;
  return worksheet(count, [
    ...groupSteps(full),
    words("weights: filter height · filter width · channels that a filter reads · filters"),
    maths`${product([kh, kw, cin / groups, cout])} = ${weights}`,
    ...(bias
      ? [words("and one bias per filter, not per pixel"), maths`${weights} + ${cout} = ${count}`]
      : [words("no biases")]),
  ]);
}

/**
 * Multiplications with addition (MACs) of a convolution on one image: out height · out width · weights. The bias costs
 * none. 1 MAC = 2 FLOPs.
 *
 * @param sizes filters, and the size of the output: oh, ow (default oh)
 * @throws OptionError BAD_OPTIONS
 * @example convMacs({ kh: 1, cin: 64, cout: 32, oh: 56 }) // 56·56·64·32 = 6,422,528
 */
export function convMacs(sizes: ConvWork): number;
export function convMacs(sizes: ConvWork & Explained): Worksheet<number>;
export function convMacs({
  explain = false,
  ...sizes
}: ConvWork & Explain): number | Worksheet<number> {
  const { oh, ow = oh, ...filters } = sizes;
  const full = checkSizes("convMacs", filters, { oh, ow });
  const macs = oh * ow * weightsOf(full);
  return explain ? worksheet(macs, macSteps(full, oh, ow)) : macs;
}

/**
 * Floating-point operations of a convolution on one image: 2 per MAC, a multiplication and an addition; biases are not
 * counted, as in the papers. Beware: some papers print MACs and call them FLOPs.
 *
 * @throws OptionError BAD_OPTIONS
 * @example convFlops({ kh: 1, cin: 64, cout: 32, oh: 56 }) // 2·6,422,528 = 12,845,056
 */
export function convFlops(sizes: ConvWork): number;
export function convFlops(sizes: ConvWork & Explained): Worksheet<number>;
export function convFlops({
  explain = false,
  ...sizes
}: ConvWork & Explain): number | Worksheet<number> {
  const { oh, ow = oh, ...filters } = sizes;
  const full = checkSizes("convFlops", filters, { oh, ow });
  const macs = oh * ow * weightsOf(full);
  if (!explain) return 2 * macs;
  return worksheet(2 * macs, [
    ...macSteps(full, oh, ow),
    words("each is one multiplication and one addition: 1 MAC = 2 FLOPs, biases not counted"),
    maths`2·${macs} = ${2 * macs}`,
  ]);
}

/**
 * Trainable numbers of a dense layer: inputs · units weights and one bias per unit.
 *
 * @throws OptionError BAD_OPTIONS
 * @example denseParams({ cin: 9216, cout: 4096 }) // 9,216·4,096 + 4,096 = 37,752,832
 */
export function denseParams(sizes: DenseSizes): number;
export function denseParams(sizes: DenseSizes & Explained): Worksheet<number>;
export function denseParams({
  explain = false,
  ...sizes
}: DenseSizes & Explain): number | Worksheet<number> {
  const { cin, cout, bias } = checkSizes("denseParams", { ...sizes, kh: 1 });
  const count = cin * cout + (bias ? cout : 0);
  if (!explain) return count;
  return worksheet(count, [
    words(bias ? "every input to every unit, and one bias per unit" : "every input to every unit"),
    bias
      ? maths`${product([cin, cout])} + ${cout} = ${count}`
      : maths`${product([cin, cout])} = ${count}`,
  ]);
}

/** Sizes of a dense layer. */
export interface DenseSizes {
  /** Inputs. */
  readonly cin: number;
  /** Units. */
  readonly cout: number;
  /** One bias per unit (default true). */
  readonly bias?: boolean;
}

type FullSizes = Required<ConvSizes>;

const weightsOf = ({ kh, kw, cin, cout, groups }: FullSizes): number =>
  kh * kw * (cin / groups) * cout;

function groupSteps({ cin, groups }: FullSizes) {
  if (groups === 1) return [];
  return [
    words(`${groups} groups: a filter reads only the channels of its group`),
    maths`${cin}/${groups} = ${cin / groups}`,
  ];
}

function macSteps(full: FullSizes, oh: number, ow: number) {
  const { kh, kw, cin, cout, groups } = full;
  return [
    ...groupSteps(full),
    words("every output pixel of every filter: one product per weight of the filter"),
    maths`${product([oh, ow])}·${product([kh, kw, cin / groups, cout])} = ${oh * ow * weightsOf(full)}`,
  ];
}

const known: readonly string[] = ["kh", "kw", "cin", "cout", "bias", "groups"];

function checkSizes(
  who: string,
  sizes: ConvSizes,
  others: Readonly<Record<string, number>> = {},
): FullSizes {
  const { kh, kw = kh, cin, cout, bias = true, groups = 1 } = sizes;
  const faults = Object.entries({ kh, kw, cin, cout, groups, ...others })
    .filter(([, value]) => !isWhole(value, 1))
    .map(([name, value]) => `${name} is ${String(value)}: a whole number ≥ 1 is needed`);
  for (const name of Object.keys(sizes)) {
    if (!known.includes(name))
      faults.push(`there is no size "${name}": there are ${known.join(", ")}`);
  }
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
