// Lines over an axis: signals, losses, curves.
import { OptionError } from "../../core/index.ts";
import { asTensor, checkRank, formatTensor, type TensorLike } from "../tensor/index.ts";
import { axisTitle, makeFigure, type Figure } from "./figure.ts";

/** Words of a line plot. */
export interface LinePlotOptions {
  readonly title?: string;
  /** Default "index". */
  readonly xLabel?: string;
  readonly xUnit?: string;
  /** Default "value". */
  readonly yLabel?: string;
  readonly yUnit?: string;
  /** Positions of the points (default 0, 1, 2, …). */
  readonly x?: TensorLike;
  /** Default 'lines+markers'. */
  readonly mode?: "lines" | "markers" | "lines+markers";
}

/**
 * Lines, one for each series, with a legend.
 *
 * @param series vectors [L] by name
 * @throws OptionError NO_SERIES; ShapeError WRONG_RANK
 * @example linePlot({ signal: [1, 2, 3], smooth: [1.5, 2, 2.5] }, { title: "A signal" })
 */
export function linePlot(
  series: Readonly<Record<string, TensorLike>>,
  options: LinePlotOptions = {},
): Figure {
  const lines = Object.entries(series).map(([name, values]) => {
    const t = asTensor(values, "linePlot", name);
    checkRank("linePlot", name, t.shape, ["L"]);
    return { name, t };
  });
  if (lines.length === 0) {
    throw new OptionError({
      code: "NO_SERIES",
      summary: "linePlot: there is no line to draw.",
      given: "{}",
      expected: "vectors by name",
      fix: "linePlot({ signal })",
    });
  }
  const { title = "", xLabel = "index", yLabel = "value", xUnit, yUnit, mode } = options;
  const x = options.x === undefined ? {} : { x: [...asTensor(options.x, "linePlot", "x").data] };
  const listed = lines.map(({ name, t }) => `${name}: ${formatTensor(t)}`).join("\n");
  return makeFigure({
    data: lines.map(({ name, t }) => ({
      type: "scatter",
      mode: mode ?? "lines+markers",
      name,
      ...x,
      y: [...t.data],
    })),
    layout: {
      title: { text: title },
      showlegend: lines.length > 1,
      xaxis: { title: axisTitle(xLabel, xUnit) },
      yaxis: { title: axisTitle(yLabel, yUnit) },
    },
    words: `Line plot${title === "" ? "" : `: ${title}`}. ${yLabel} over ${xLabel}.\n${listed}`,
  });
}
