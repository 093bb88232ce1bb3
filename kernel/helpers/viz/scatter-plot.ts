// Points in a plane, in groups: an embedding, a map of t-SNE.
import { ShapeError } from "../../core/index.ts";
import { asTensor, checkRank, type TensorLike } from "../tensor/index.ts";
import { axisTitle, makeFigure, type Figure } from "./figure.ts";

/** Words of a scatter plot. */
export interface ScatterPlotOptions {
  readonly title?: string;
  /** A group for each point, its class for example: a colour and a name in the legend. */
  readonly groups?: readonly (string | number)[];
  /** Default "first axis", "second axis". */
  readonly xLabel?: string;
  readonly yLabel?: string;
  /** Words that a point shows when the pointer is on it (default its number). */
  readonly hover?: readonly string[];
}

/**
 * Points in a plane, one colour for each group.
 *
 * @param points [N, 2]
 * @throws ShapeError WRONG_RANK, SCATTER_POINTS
 * @example scatterPlot([[0, 0], [1, 2], [1, 3]], { groups: ["disc", "frame", "frame"] }).data.length // 2
 */
export function scatterPlot(points: TensorLike, options: ScatterPlotOptions = {}): Figure {
  const { title = "", xLabel = "first axis", yLabel = "second axis" } = options;
  const t = asTensor(points, "scatterPlot", "points");
  checkRank("scatterPlot", "points", t.shape, ["N", "2"]);
  const [count = 0, axes = 0] = t.shape;
  const { groups = Array<string>(count).fill("points"), hover } = options;
  checkCounts(t.shape, axes, groups.length, hover?.length ?? count);
  const names = [...new Set(groups)].toSorted((a, b) =>
    String(a).localeCompare(String(b), "en", { numeric: true }),
  );
  const members = names.map((name) =>
    Array.from({ length: count }, (_, n) => n).filter((n) => groups[n] === name),
  );
  const listed = names.map((name, at) => `${name}: ${members[at]?.length ?? 0}`).join(", ");
  return makeFigure({
    data: names.map((name, at) => ({
      type: "scatter",
      mode: "markers",
      name: String(name),
      x: members[at]?.map((n) => t.get(n, 0)),
      y: members[at]?.map((n) => t.get(n, 1)),
      text: members[at]?.map((n) => hover?.[n] ?? `point ${n}`),
      hovertemplate: "%{text}: %{x:.3f}, %{y:.3f}<extra>%{fullData.name}</extra>",
    })),
    layout: {
      title: { text: title },
      height: 460,
      showlegend: names.length > 1,
      xaxis: { title: axisTitle(xLabel), zeroline: false },
      // a step to the right is as long as a step up: distances are what the picture shows
      yaxis: { title: axisTitle(yLabel), zeroline: false, scaleanchor: "x" },
    },
    words: `${title === "" ? "Points in a plane" : title} [${count}, 2]: ${yLabel} over ${xLabel}.\n${listed}`,
  });
}

function checkCounts(shape: readonly number[], axes: number, groups: number, hover: number): void {
  const count = shape[0] ?? 0;
  if (axes === 2 && count > 0 && groups === count && hover === count) return;
  throw new ShapeError({
    code: "SCATTER_POINTS",
    summary: "scatterPlot: it draws points of a plane, with one group and one text for each.",
    given: `points [${shape.join(", ")}], ${groups} groups, ${hover} texts`,
    expected: "[N, 2] with N ≥ 1, N groups and N texts, if any",
    fix: "take two columns of the embedding, or tsne(…, { dimensions: 2 })",
  });
}
