// One matrix in colours, its numbers written into the cells.
import { formatTensor, type TensorLike } from "../tensor/index.ts";
import { axisTitle, makeFigure, type Figure } from "./figure.ts";
import {
  asMatrix,
  colourScale,
  gridOf,
  matrixAxes,
  pixelTicks,
  textOf,
  type Colours,
} from "./image.ts";

/** Words and looks of a heat map. */
export interface HeatmapOptions {
  readonly title?: string;
  /** Default "column". */
  readonly xLabel?: string;
  /** Default "row". */
  readonly yLabel?: string;
  /** Unit of the axes (default "pixels"). */
  readonly axisUnit?: string;
  /** What the numbers are, for the colour bar: "grey value", for example. */
  readonly unit?: string;
  /** Default: numbers are written while the matrix has at most 15 rows and columns. */
  readonly showValues?: boolean;
  readonly colours?: Colours;
}

/** Most rows or columns whose numbers are written into the cells. */
const mostWithValues = 15;

/**
 * A matrix as a heat map, row 0 on top.
 *
 * @param matrix [H, W]
 * @param options title, xLabel, yLabel, axisUnit, unit, showValues, colours
 * @throws ShapeError WRONG_RANK, EMPTY
 * @example heatmap([[1, 2], [3, 4]], { title: "Four pixels" })
 */
export function heatmap(matrix: TensorLike, options: HeatmapOptions = {}): Figure {
  const t = asMatrix("heatmap", "matrix", matrix);
  const { title = "", xLabel = "column", yLabel = "row", axisUnit = "pixels", unit } = options;
  const [rows = 0, columns = 0] = t.shape;
  const small = rows <= mostWithValues && columns <= mostWithValues;
  const values = (options.showValues ?? small) ? { text: textOf(t), texttemplate: "%{text}" } : {};
  return makeFigure({
    data: [
      {
        type: "heatmap",
        z: gridOf(t),
        ...values,
        ...colourScale(options.colours ?? "auto", [t]),
        xgap: small ? 1 : 0,
        ygap: small ? 1 : 0,
        hovertemplate: `row %{y}, column %{x}: %{z}<extra></extra>`,
        colorbar: unit === undefined ? {} : { title: axisTitle(unit) },
      },
    ],
    layout: {
      title: { text: title },
      height: Math.max(260, Math.min(520, 150 + 44 * rows)),
      ...matrixAxes(
        "",
        { x: xLabel, y: yLabel, unit: axisUnit },
        { x: pixelTicks(columns), y: pixelTicks(rows) },
      ),
    },
    words: `${title === "" ? "Heat map" : `Heat map: ${title}`}. Rows: ${yLabel}; columns: ${xLabel}.\n${formatTensor(t)}`,
  });
}
