// Where the window stands at each step: the image with its padding, and the checks of everything that moves it.
import { OptionError, ShapeError } from "../../../core/index.ts";
import { pad, sameShape, type Tensor } from "../../tensor/index.ts";

/** One number for both axes, or [vertical, horizontal]. */
type Pair = number | readonly [vertical: number, horizontal: number];

/** How the window moves. */
export interface Moves {
  /** Pixels from one position to the next, ≥ 1 (default 1). */
  readonly stride?: Pair;
  /**
   * Zeros around the input, in pixels: per side, or [[top, bottom], [left, right]] (default none). How many 'same' takes is
   * yours to work out.
   */
  readonly padding?:
    | number
    | readonly [
        readonly [top: number, bottom: number],
        readonly [left: number, right: number],
      ];
  /** Pixels from one tap of the filter to the next, ≥ 1 (default 1: no gaps). */
  readonly dilation?: Pair;
} // prettier-ignore

type Both = readonly [vertical: number, horizontal: number];

/** The window's way over the input. */
export interface Place {
  /** The input with its padding. */
  readonly padded: Tensor;
  /** Pixels of padding at the top and at the left. */
  readonly before: Both;
  readonly after: Both;
  readonly stride: Both;
  readonly dilation: Both;
  /** [rows, columns] of the output. */
  readonly out: Both;
}

/** Most steps of one animation: more makes the notebook heavy and nobody watches them. */
const mostSteps = 144;

/** Checks the sizes and options, and lays the padding around the input. */
export function placeOf(x: Tensor, w: Tensor, out: Tensor, moves: Moves): Place {
  const { stride, dilation, pads } = checkMoves(moves);
  const size = (axis: 0 | 1): number => {
    const room = (x.shape[axis] ?? 0) + pads[axis][0] + pads[axis][1];
    const span = dilation[axis] * ((w.shape[axis] ?? 1) - 1) + 1;
    return Math.max(0, Math.floor((room - span) / stride[axis]) + 1);
  };
  const fits = [size(0), size(1)] as const;
  if (!sameShape(fits, out.shape)) {
    throw new ShapeError({
      code: "OUTPUT_SIZE",
      summary: "slidingWindow: the output does not have one cell for each position of the window.",
      given: `input [${x.shape.join(", ")}], filter [${w.shape.join(", ")}], stride ${stride.join(", ")}, padding ${JSON.stringify(pads)}, dilation ${dilation.join(", ")}, output [${out.shape.join(", ")}]`,
      expected: `output [${fits.join(", ")}]`,
      fix: "count the positions: the last one is where the filter touches the edge",
    });
  }
  if (out.size > mostSteps) {
    throw new OptionError({
      code: "TOO_MANY_STEPS",
      summary: `slidingWindow: ${out.size} steps are too many to watch.`,
      given: `output [${out.shape.join(", ")}]`,
      expected: `at most ${mostSteps} steps`,
      fix: "take a corner of the image: image.hi(8, 8)",
    });
  }
  return {
    padded: pad(x, pads),
    before: [pads[0][0], pads[1][0]],
    after: [pads[0][1], pads[1][1]],
    stride,
    dilation,
    out: fits,
  };
}

interface CheckedMoves {
  readonly stride: Both;
  readonly dilation: Both;
  readonly pads: readonly [Both, Both];
}

function checkMoves({ stride = 1, padding = 0, dilation = 1 }: Moves): CheckedMoves {
  const faults = [
    ...pairFaults("stride", stride),
    ...pairFaults("dilation", dilation),
    ...(isPads(padding) ? [] : [`padding is ${JSON.stringify(padding)}: pixels per side, or [[top, bottom], [left, right]]`]),
  ]; // prettier-ignore
  if (faults.length > 0) {
    throw new OptionError({
      code: "BAD_OPTIONS",
      summary: "slidingWindow: the window cannot move like this.",
      given: faults.join("\n"),
      expected: "{ stride: 2, padding: 1, dilation: 2 }, for example",
      fix: "correct what is named above",
      details: { faults },
    });
  }
  const both = (value: Pair): Both => (typeof value === "number" ? [value, value] : value);
  const pads = typeof padding === "number" ? ([both(padding), both(padding)] as const) : padding;
  return { stride: both(stride), dilation: both(dilation), pads };
}

const isWhole = (value: unknown, least: number): boolean =>
  Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= 1000;

const isPair = (value: unknown, least: number): boolean =>
  Array.isArray(value) && value.length === 2 && value.every((part) => isWhole(part, least));

function pairFaults(name: string, value: unknown): string[] {
  if (isWhole(value, 1) || isPair(value, 1)) return [];
  return [`${name} is ${JSON.stringify(value)}: a whole number ≥ 1, or [vertical, horizontal]`];
}

const isPads = (value: unknown): boolean =>
  isWhole(value, 0) ||
  (Array.isArray(value) && value.length === 2 && value.every((pair) => isPair(pair, 0)));
