// The animation of lab 1: a window slides over the input, is multiplied with the filter, and an output cell appears.
import { OptionError, ShapeError } from "../../core/index.ts";
import { formatTensor, sameShape, type Tensor, type TensorLike } from "../tensor/index.ts";
import { makeFigure, shortNumber, type Figure, type Part } from "./figure.ts";
import { playButtons, slider } from "./play-controls.ts";
import { asMatrix, colourScale, gridOf, matrixAxes, pixelTicks, textOf } from "./image.ts";

/** Words and step of the animation. */
export interface SlidingWindowOptions {
  readonly title?: string;
  /** Pixels from one position to the next (default 1). */
  readonly stride?: number;
  /** Time per step while it plays, ms (default 700). */
  readonly stepTime?: number;
}

/** Most steps of one animation: more makes the notebook heavy and nobody watches them. */
const mostSteps = 144;

/**
 * An animation with a play button and a slider: the window on the input, its products with the filter, the output so far.
 *
 * The output is yours: compute it with your own function and see whether it belongs to the windows.
 *
 * @param input  [H, W]
 * @param filter [kH, kW], as it lies on the window (flip it yourself for a convolution)
 * @param output [(H − kH) / stride + 1, (W − kW) / stride + 1], rounded down
 * @throws ShapeError WRONG_RANK, EMPTY, OUTPUT_SIZE; OptionError TOO_MANY_STEPS
 * @example slidingWindow([[1, 2, 3]], [[1, 1]], [[3, 5]])
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
  const { title = "The window slides", stride = 1, stepTime = 700 } = options;
  checkSteps(x, w, out, stride);
  const [, outW = 1] = out.shape;
  const steps = Array.from({ length: out.size }, (_, at) => {
    const [top, left] = [Math.floor(at / outW) * stride, (at % outW) * stride];
    return stepOf(x, w, out, at, top, left);
  });
  return makeFigure({
    data: [
      panel("input", x, "", textOf(x), "grey"),
      { ...panel("window × filter", w, "2", textOf(w), "signed"), ...steps[0]?.products },
      { ...panel("output", out, "3", textOf(out), "auto"), ...steps[0]?.revealed },
    ],
    layout: {
      title: { text: title },
      height: 430,
      margin: { l: 50, r: 20, t: 90, b: 110 },
      shapes: steps[0]?.shapes ?? [],
      annotations: names(x, w, out),
      ...panelAxes(x, w, out),
      updatemenus: [playButtons(stepTime)],
      sliders: [slider(steps.map(({ label }) => label))],
    },
    frames: steps.map(({ products, revealed, shapes }, at) => ({
      name: String(at),
      data: [products, revealed],
      traces: [1, 2],
      layout: { shapes },
    })),
    words: [
      `Animation: ${title}. A window of ${w.shape.join(" by ")} pixels slides over an input of ${x.shape.join(" by ")} in steps of ${stride}; ${steps.length} steps fill the output.`,
      formatTensor(out),
    ].join("\n"),
  });
}

interface Step {
  readonly label: string;
  readonly products: Part;
  readonly revealed: Part;
  readonly shapes: readonly Part[];
}

function stepOf(x: Tensor, w: Tensor, out: Tensor, at: number, top: number, left: number): Step {
  const [kH = 1, kW = 1] = w.shape;
  const [, outW = 1] = out.shape;
  const texts = Array.from({ length: kH }, (_, i) =>
    Array.from({ length: kW }, (_, j) => {
      const pixel = x.get(top + i, left + j);
      return `${shortNumber(pixel)}·${shortNumber(w.get(i, j))}`;
    }),
  );
  const shown = <Value>(rows: readonly (readonly Value[])[], blank: Value): Value[][] =>
    rows.map((row, y) => row.map((value, column) => (y * outW + column <= at ? value : blank)));
  const row = Math.floor(at / outW);
  const column = at % outW;
  return {
    label: `${row}, ${column}`,
    products: { text: texts },
    revealed: { z: shown(gridOf(out), null), text: shown(textOf(out), "") },
    shapes: [frameAround("x", "y", left, top, kW, kH), frameAround("x3", "y3", column, row, 1, 1)],
  };
}

/** A thick frame around cells; orange stands out on grey, red and blue alike. */
function frameAround(
  xref: string,
  yref: string,
  left: number,
  top: number,
  width: number,
  height: number,
): Part {
  return {
    type: "rect",
    xref,
    yref,
    x0: left - 0.5,
    x1: left + width - 0.5,
    y0: top - 0.5,
    y1: top + height - 0.5,
    line: { color: "#e8730c", width: 4 },
  };
}

function panel(
  name: string,
  t: Tensor,
  suffix: string,
  text: readonly (readonly string[])[],
  colours: "grey" | "signed" | "auto",
): Part {
  return {
    type: "heatmap",
    name,
    z: gridOf(t),
    text,
    texttemplate: "%{text}",
    ...colourScale(colours, [t]),
    showscale: false,
    xgap: 1,
    ygap: 1,
    xaxis: `x${suffix}`,
    yaxis: `y${suffix}`,
    hovertemplate: "row %{y}, column %{x}: %{text}<extra>%{fullData.name}</extra>",
  };
}

const domains: readonly (readonly [number, number])[] = [
  [0, 0.34],
  [0.42, 0.66],
  [0.74, 1],
];

function panelAxes(...tensors: readonly Tensor[]): Record<string, Part> {
  return Object.assign(
    {},
    ...tensors.map(({ shape: [rows = 1, columns = 1] }, at) => {
      const suffix = at === 0 ? "" : String(at + 1);
      return matrixAxes(
        suffix,
        { x: "column", y: "row" },
        {
          // Fixed ranges: while cells are still empty nothing may jump.
          x: { ...pixelTicks(columns), domain: domains[at], range: [-0.5, columns - 0.5] },
          y: {
            ...pixelTicks(rows),
            anchor: `x${suffix}`,
            autorange: false,
            range: [rows - 0.5, -0.5],
          },
        },
      );
    }),
  ) as Record<string, Part>;
}

function names(x: Tensor, w: Tensor, out: Tensor): readonly Part[] {
  const texts = [
    `input [${x.shape.join(", ")}]`,
    `window × filter [${w.shape.join(", ")}]`,
    `output [${out.shape.join(", ")}]`,
  ];
  return texts.map((text, at) => ({
    text,
    x: 0.5,
    y: 1.03,
    xref: `${["x", "x2", "x3"][at]} domain`,
    yref: `${["y", "y2", "y3"][at]} domain`,
    yanchor: "bottom",
    showarrow: false,
  }));
}

function checkSteps(x: Tensor, w: Tensor, out: Tensor, stride: number): void {
  const fits = x.shape.map((size, axis) => Math.floor((size - (w.shape[axis] ?? 0)) / stride) + 1);
  if (!sameShape(fits, out.shape)) {
    throw new ShapeError({
      code: "OUTPUT_SIZE",
      summary: "slidingWindow: the output does not have one cell for each position of the window.",
      given: `input [${x.shape.join(", ")}], filter [${w.shape.join(", ")}], stride ${stride}, output [${out.shape.join(", ")}]`,
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
}
