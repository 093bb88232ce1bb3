// The three panels side by side: input, window times filter, output.
import type { Tensor } from "../../tensor/index.ts";
import type { Part } from "../figure.ts";
import { colourScale, gridOf, matrixAxes, pixelTicks, textOf, type Colours } from "../image.ts";
import type { Place } from "./place.ts";

/** The panels as they stand before the first step. */
export function panelsOf({ padded, before }: Place, w: Tensor, out: Tensor): readonly Part[] {
  // rows and columns are counted on the image: those of the padding in front are negative
  const counted = before.some((pixels) => pixels > 0)
    ? { x0: 0 - before[1], y0: 0 - before[0] }
    : {};
  return [
    { ...panel("input", padded, "", "grey"), ...counted },
    panel("window × filter", w, "2", "signed"),
    panel("output", out, "3", "auto"),
  ];
}

function panel(name: string, t: Tensor, suffix: string, colours: Colours): Part {
  return {
    type: "heatmap",
    name,
    z: gridOf(t),
    text: textOf(t),
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

/** Axes of the three panels, with fixed ranges: while cells are still empty nothing may jump. */
export function panelAxes({ padded, before }: Place, w: Tensor, out: Tensor): Record<string, Part> {
  const axes = [padded, w, out].map(({ shape: [rows = 1, columns = 1] }, at) => {
    const suffix = at === 0 ? "" : String(at + 1);
    const [top, left] = at === 0 ? before : [0, 0];
    return matrixAxes(
      suffix,
      { x: "column", y: "row" },
      {
        x: {
          ...pixelTicks(columns),
          domain: domains[at],
          range: [-left - 0.5, columns - left - 0.5],
        },
        y: {
          ...pixelTicks(rows),
          anchor: `x${suffix}`,
          autorange: false,
          range: [rows - top - 0.5, -top - 0.5],
        },
      },
    );
  });
  return Object.assign({}, ...axes) as Record<string, Part>;
}

/** Names and shapes above the panels, and the sum of the present step above all. */
export function wordsAbove(x: Tensor, place: Place, w: Tensor, out: Tensor, sum: string): Part[] {
  const { padded } = place;
  const grown = padded.size > x.size ? `, padded [${padded.shape.join(", ")}]` : "";
  const names = [
    `input [${x.shape.join(", ")}]${grown}`,
    `window × filter [${w.shape.join(", ")}]`,
    `output [${out.shape.join(", ")}]`,
  ].map((text, at) => ({
    text,
    x: 0.5,
    y: 1.03,
    xref: `${["x", "x2", "x3"][at]} domain`,
    yref: `${["y", "y2", "y3"][at]} domain`,
    yanchor: "bottom",
    showarrow: false,
  }));
  const line = { text: sum, x: 0.5, y: 1.16, xref: "paper", yref: "paper", xanchor: "center", yanchor: "bottom", showarrow: false, font: { size: 14 } }; // prettier-ignore
  return [...names, line];
}
