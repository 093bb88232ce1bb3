// A window slides over the input, is multiplied with the filter, and an output cell appears.
import { formatTensor, type TensorLike } from "../../tensor/index.ts";
import { makeFigure, type Figure } from "../figure.ts";
import { asMatrix } from "../image.ts";
import { panelAxes, panelsOf, wordsAbove } from "./panels.ts";
import { placeOf, type Moves, type Place } from "./place.ts";
import { playButtons, slider } from "./play-controls.ts";
import { stepsOf } from "./steps.ts";

/** Words and steps of the animation. */
export interface SlidingWindowOptions extends Moves {
  readonly title?: string;
  /** Time per step while it plays, ms (default 700). */
  readonly stepTime?: number;
}

/**
 * An animation with a play button and a slider: the window on the padded input, with gaps where it is dilated, its products
 * with the filter, and the output so far.
 *
 * The output is yours: compute it with your own function and see whether it belongs to the windows. Where the animation
 * cannot play, on paper, the first step stands.
 *
 * @param input  [H, W]
 * @param filter [kH, kW], as it lies on the window (flip it yourself for a convolution)
 * @param output [outH, outW], outH = (H + top + bottom − dilation·(kH − 1) − 1) / stride + 1, rounded down
 * @param options stride, padding and dilation in pixels; title; stepTime in ms
 * @throws ShapeError WRONG_RANK, EMPTY, OUTPUT_SIZE; OptionError BAD_OPTIONS, TOO_MANY_STEPS
 * @example slidingWindow([[1, 2, 3]], [[1, 1]], [[3, 5]])
 * @example slidingWindow([[1, 2, 3]], [[1, 1]], [[2, 4, 2]], { padding: [[0, 0], [1, 1]], dilation: [1, 2] })
 */
export function slidingWindow(
  input: TensorLike,
  filter: TensorLike,
  output: TensorLike,
  options: SlidingWindowOptions = {},
): Figure {
  const who = "slidingWindow";
  const x = asMatrix(who, "input", input);
  const w = asMatrix(who, "filter", filter);
  const out = asMatrix(who, "output", output);
  const { title = "The window slides", stepTime = 700, ...moves } = options;
  const place = placeOf(x, w, out, moves);
  const steps = stepsOf(place, w, out);
  const [image = {}, products = {}, result = {}] = panelsOf(place, w, out);
  const above = (sum = ""): readonly object[] => wordsAbove(x, place, w, out, sum);
  return makeFigure({
    data: [image, { ...products, ...steps[0]?.products }, { ...result, ...steps[0]?.revealed }],
    layout: {
      title: { text: title, y: 0.97, yanchor: "top" },
      height: 460,
      margin: { l: 50, r: 20, t: 120, b: 110 },
      shapes: steps[0]?.shapes ?? [],
      annotations: above(steps[0]?.sum),
      ...panelAxes(place, w, out),
      updatemenus: [playButtons(stepTime)],
      sliders: [slider(steps.map(({ label }) => label))],
    },
    frames: steps.map((step, at) => ({
      name: String(at),
      data: [step.products, step.revealed],
      traces: [1, 2],
      layout: { shapes: step.shapes, annotations: above(step.sum) },
    })),
    words: [
      `Animation: ${title}. A window of ${w.shape.join(" by ")} pixels slides over an input of ${x.shape.join(" by ")}${waysOf(place)}; ${steps.length} steps fill the output.`,
      formatTensor(out),
    ].join("\n"),
  });
}

/** How the window moves, in words. */
function waysOf({ stride, dilation, before, after, padded }: Place): string {
  const said = (pair: readonly number[]): string =>
    pair[0] === pair[1] ? String(pair[0]) : pair.join(" and ");
  const sides = [before[0], after[0], before[1], after[1]];
  const pads = sides.some((side) => side > 0)
    ? `, padded to ${padded.shape.join(" by ")} (${["top", "bottom", "left", "right"].map((name, i) => `${name} ${sides[i]}`).join(", ")})`
    : "";
  const gaps = dilation.some((step) => step > 1) ? `, its taps ${said(dilation)} pixels apart` : "";
  return `${pads} in steps of ${said(stride)}${gaps}`;
}
