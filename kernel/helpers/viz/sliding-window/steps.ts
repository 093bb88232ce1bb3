// What one step of the animation shows: frames around the taps, their products, and the output so far.
import type { Tensor } from "../../tensor/index.ts";
import { shortNumber, type Part } from "../figure.ts";
import { gridOf, textOf } from "../image.ts";
import type { Place } from "./place.ts";

/** One position of the window. */
export interface Step {
  readonly label: string;
  readonly products: Part;
  readonly revealed: Part;
  readonly shapes: readonly Part[];
  /** The products in a row, and the output that they belong to. */
  readonly sum: string;
}

/** Most products that are written out as a sum; it has to fit on a line. */
const mostTerms = 12;

/** All steps, in reading order. */
export function stepsOf(place: Place, w: Tensor, out: Tensor): readonly Step[] {
  const shade = shadeOf(place);
  return Array.from({ length: out.size }, (_, at) => stepAt(place, w, out, shade, at));
}

function stepAt(place: Place, w: Tensor, out: Tensor, shade: readonly Part[], at: number): Step {
  const { padded, before, stride, dilation } = place;
  const columns = place.out[1];
  const [row, column] = [Math.floor(at / columns), at % columns];
  const [top, left] = [row * stride[0], column * stride[1]];
  const products = gridOf(w).map((weights, i) =>
    weights.map((_, j) => {
      const pixel = padded.get(top + i * dilation[0], left + j * dilation[1]);
      return `${shortNumber(pixel)}·${shortNumber(w.get(i, j))}`;
    }),
  );
  const shown = <Value>(rows: readonly (readonly Value[])[], blank: Value): Value[][] =>
    rows.map((values, y) => values.map((value, x) => (y * columns + x <= at ? value : blank)));
  const terms = products.flat();
  const sum = terms.length <= mostTerms ? terms.join(" + ") : `sum of the ${terms.length} products`;
  return {
    label: `${row}, ${column}`,
    products: { text: products },
    revealed: { z: shown(gridOf(out), null), text: shown(textOf(out), "") },
    shapes: [
      ...shade, // first: the frames are drawn over it
      ...windowFrames(place, w, top - before[0], left - before[1]),
      { type: "rect", xref: "x3", yref: "y3", ...boxAround(column, row, 1, 1), line: thick },
    ],
    sum: `output[${row}, ${column}]: ${sum} → ${shortNumber(out.get(row, column))}`,
  };
}

// orange stands out on grey, red and blue alike
const thick = { color: "#e8730c", width: 4 };

/** A frame around the window; with a dilation a frame around each tap, and a dotted one around their span. */
function windowFrames({ dilation }: Place, w: Tensor, top: number, left: number): readonly Part[] {
  const [kH = 1, kW = 1] = w.shape;
  const [down, across] = dilation;
  const span = boxAround(left, top, across * (kW - 1) + 1, down * (kH - 1) + 1);
  const whole = { type: "rect", xref: "x", yref: "y", ...span };
  if (span.x1 - span.x0 === kW && span.y1 - span.y0 === kH) return [{ ...whole, line: thick }];
  const taps = Array.from({ length: kH * kW }, (_, tap) =>
    pathAround(left + (tap % kW) * across, top + Math.floor(tap / kW) * down),
  );
  return [
    { type: "path", xref: "x", yref: "y", path: taps.join(" "), line: thick },
    { ...whole, line: { ...thick, width: 2, dash: "dot" } },
  ];
}

const boxAround = (left: number, top: number, width: number, height: number) => ({
  x0: left - 0.5,
  x1: left + width - 0.5,
  y0: top - 0.5,
  y1: top + height - 0.5,
});

/** The outline of one pixel as an SVG path in data coordinates. */
function pathAround(x: number, y: number): string {
  const { x0, x1, y0, y1 } = boxAround(x, y, 1, 1);
  return `M ${x0},${y0} L ${x1},${y0} L ${x1},${y1} L ${x0},${y1} Z`;
}

/** Blue over the padding, four strips around the image: no grey value of a picture can be taken for it. */
function shadeOf({ padded, before: [top, left], after: [bottom, right] }: Place): readonly Part[] {
  const [height = 0, width = 0] = padded.shape;
  const rows = height - top - bottom;
  const strips = [
    boxAround(-left, -top, width, top),
    boxAround(-left, rows, width, bottom),
    boxAround(-left, 0, left, rows),
    boxAround(width - left - right, 0, right, rows),
  ];
  return strips
    .filter(({ x0, x1, y0, y1 }) => x1 > x0 && y1 > y0)
    .map((strip) => ({
      type: "rect",
      xref: "x",
      yref: "y",
      ...strip,
      fillcolor: "rgba(70, 130, 220, 0.6)",
      line: { width: 0 },
    }));
}
