// A function of two numbers as a landscape: the loss over a plane of weights.
import { ShapeError } from "../../core/index.ts";
import { asTensor, formatShape, max, min, type TensorLike } from "../tensor/index.ts";
import { axisTitle, makeFigure, shortNumber, type Figure } from "./figure.ts";
import { asMatrix, gridOf } from "./image.ts";

/** Words and looks of a surface. */
export interface SurfacePlotOptions {
  readonly title?: string;
  /** Values of the rows and of the columns (default 0, 1, 2, …). */
  readonly rows?: TensorLike;
  readonly columns?: TensorLike;
  /** Default "α". */
  readonly rowLabel?: string;
  /** Default "β". */
  readonly columnLabel?: string;
  /** Default "loss". */
  readonly valueLabel?: string;
  /** 'surface': a landscape to turn (default); 'contour': lines of equal height, to compare two. */
  readonly kind?: "surface" | "contour";
}

/**
 * A matrix as a landscape.
 *
 * @param values [rows, columns], for example the losses of `lossSurface`
 * @throws ShapeError SURFACE_AXES, WRONG_RANK, EMPTY
 * @example surfacePlot([[1, 0, 1], [2, 1, 2]], { rows: [0, 1], columns: [-1, 0, 1] }).data.length // 1
 */
export function surfacePlot(values: TensorLike, options: SurfacePlotOptions = {}): Figure {
  const { title = "", rowLabel = "α", columnLabel = "β", valueLabel = "loss" } = options;
  const kind = options.kind ?? "surface";
  const t = asMatrix("surfacePlot", "values", values);
  const [rows = 0, columns = 0] = t.shape;
  const axis = (given: TensorLike | undefined, count: number, name: string): number[] => {
    if (given === undefined) return Array.from({ length: count }, (_, i) => i);
    const known = asTensor(given, "surfacePlot", name);
    if (known.size !== count) throw wrongAxis(name, known.shape, count);
    return [...known.data];
  };
  const y = axis(options.rows, rows, "rows");
  const x = axis(options.columns, columns, "columns");
  const labels = {
    xaxis: { title: axisTitle(columnLabel) },
    yaxis: { title: axisTitle(rowLabel) },
  };
  const landscape = { scene: { ...labels, zaxis: { title: axisTitle(valueLabel) } } };
  return makeFigure({
    data: [
      {
        type: kind,
        z: gridOf(t),
        x,
        y,
        colorscale: "Viridis",
        colorbar: { title: axisTitle(valueLabel) },
        hovertemplate: `${rowLabel} %{y}, ${columnLabel} %{x}: %{z}<extra></extra>`,
      },
    ],
    layout: {
      title: { text: title },
      height: 480,
      ...(kind === "surface" ? landscape : labels),
    },
    words: `${title === "" ? "Surface" : title} [${rows}, ${columns}]: ${valueLabel} over ${rowLabel} and ${columnLabel}, from ${shortNumber(min(t))} to ${shortNumber(max(t))}.`,
  });
}

const wrongAxis = (name: string, shape: readonly number[], count: number): ShapeError =>
  new ShapeError({
    code: "SURFACE_AXES",
    summary: `surfacePlot: there must be one value per ${name === "rows" ? "row" : "column"}.`,
    given: `${name} ${formatShape(shape)}`,
    expected: `${count} numbers`,
  });
