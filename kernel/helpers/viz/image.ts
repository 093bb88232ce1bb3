// What all pictures of matrices share: values for plotly, colours, axes.
import {
  asTensor,
  checkRank,
  max,
  min,
  toNested,
  type Tensor,
  type TensorLike,
} from "../tensor/index.ts";
import { ShapeError } from "../../core/index.ts";
import { axisTitle, shortNumber, type Part } from "./figure.ts";

/**
 * How numbers become colours: 'grey' black to white, for pictures; 'signed' blue, white, red around 0, for filters and
 * their answers; 'sequential' for amounts; 'auto' is signed where there is a negative number, else sequential.
 */
export type Colours = "auto" | "grey" | "signed" | "sequential";

/** A matrix as plotly takes it: null where a number is not finite. */
export type Grid = readonly (readonly (number | null)[])[];

/** Checks that there is a matrix with numbers to draw. */
export function asMatrix(who: string, name: string, value: TensorLike): Tensor {
  const t = asTensor(value, who, name);
  checkRank(who, name, t.shape, ["H", "W"]);
  if (t.size > 0) return t;
  throw new ShapeError({
    code: "EMPTY",
    summary: `${who}: there is nothing to draw.`,
    given: `${name} of shape [${t.shape.join(", ")}]`,
    expected: "at least one row and one column",
    fix: "look why it came out empty",
  });
}

/** The matrix as lists. */
export function gridOf(t: Tensor): Grid {
  const rows = toNested(t) as readonly (readonly number[])[];
  return rows.map((row) => row.map((value) => (Number.isFinite(value) ? value : null)));
}

/** The matrix as short texts. */
export function textOf(t: Tensor): readonly (readonly string[])[] {
  const rows = toNested(t) as readonly (readonly number[])[];
  return rows.map((row) => row.map(shortNumber));
}

/** Colour scale and limits for one or more matrices that are to be compared. */
export function colourScale(colours: Colours, tensors: readonly Tensor[]): Part {
  const finite = (pick: (t: Tensor) => number, join: typeof Math.max, empty: number): number =>
    tensors
      .map(pick)
      .filter(Number.isFinite)
      .reduce((a, b) => join(a, b), empty);
  const highest = finite(max, Math.max, -Infinity);
  const lowest = finite(min, Math.min, Infinity);
  const signed = colours === "signed" || (colours === "auto" && lowest < 0);
  if (!Number.isFinite(highest) || !Number.isFinite(lowest)) return { colorscale: "Greys" };
  if (signed) {
    const reach = Math.max(Math.abs(highest), Math.abs(lowest)) || 1;
    return { colorscale: "RdBu", zmin: -reach, zmax: reach };
  }
  const room =
    highest > lowest ? { zmin: lowest, zmax: highest } : { zmin: lowest - 1, zmax: lowest + 1 };
  return { colorscale: colours === "grey" ? "Greys" : "Viridis", ...room };
}

/** Axes of a matrix: row 0 on top, square pixels, no lines through them. */
export function matrixAxes(
  suffix: string,
  labels: {
    readonly x?: string | undefined;
    readonly y?: string | undefined;
    readonly unit?: string | undefined;
  },
  more: { readonly x?: Part; readonly y?: Part } = {},
): Record<string, Part> {
  const common = { showgrid: false, zeroline: false, constrain: "domain", ticks: "" };
  const named = (name: string | undefined): Part =>
    name === undefined ? { showticklabels: false } : { title: axisTitle(name, labels.unit) };
  return {
    [`xaxis${suffix}`]: { ...common, ...named(labels.x), ...more.x },
    [`yaxis${suffix}`]: {
      ...common,
      ...named(labels.y),
      autorange: "reversed",
      scaleanchor: `x${suffix}`,
      ...more.y,
    },
  };
}

/** Tick marks at every pixel while there is room for them. */
export function pixelTicks(count: number): Part {
  return count <= 12 ? { dtick: 1 } : {};
}
