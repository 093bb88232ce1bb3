// What a model looks at, laid over the picture.
import { ShapeError } from "../../core/index.ts";
import { asTensor, formatShape, indexAt, type Tensor, type TensorLike } from "../tensor/index.ts";
import { axisTitle, makeFigure, shortNumber, type Figure } from "./figure.ts";
import { asMatrix, colourScale, gridOf, matrixAxes, type Colours } from "./image.ts";

/** Words and looks of an overlay. */
export interface SaliencyOverlayOptions {
  readonly title?: string;
  /** What the map's numbers are, for the colour bar (default "importance"). */
  readonly unit?: string;
  /** From 0, only the picture, to 1, only the map (default 0.6). */
  readonly opacity?: number;
  readonly colours?: Colours;
}

/**
 * A map over the picture that it explains: saliency, occlusion, class activation.
 *
 * @param image [H, W], [H, W, 1] or [H, W, 3], also with a batch of 1 in front; from 0 to 1
 * @param map   [H, W]; `upsample` of convlab/explain brings a coarser one to this size
 * @throws ShapeError OVERLAY_SIZE, WRONG_RANK, EMPTY
 * @example saliencyOverlay([[0, 1], [1, 0]], [[0, 0], [0, 5]], { title: "Where it looks" }).data.length // 2
 */
export function saliencyOverlay(
  image: TensorLike,
  map: TensorLike,
  options: SaliencyOverlayOptions = {},
): Figure {
  const { title = "", unit = "importance", opacity = 0.6 } = options;
  const heat = asMatrix("saliencyOverlay", "map", map);
  const picture = asTensor(image, "saliencyOverlay", "image");
  const [height = 0, width = 0] = heat.shape;
  checkPicture(picture, heat);
  const channels = picture.size / heat.size;
  const byte = (y: number, x: number, c: number): number => {
    const value = picture.data[(y * width + x) * channels + (channels === 1 ? 0 : c)] ?? 0;
    return Math.round(255 * Math.min(1, Math.max(0, value)));
  };
  const pixels = Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => [0, 1, 2].map((c) => byte(y, x, c))),
  );
  const [row = 0, column = 0] = indexAt(strongest(heat), heat.shape);
  return makeFigure({
    data: [
      { type: "image", z: pixels, colormodel: "rgb", hoverinfo: "skip" },
      {
        type: "heatmap",
        z: gridOf(heat),
        opacity,
        ...colourScale(options.colours ?? "auto", [heat]),
        hovertemplate: "row %{y}, column %{x}: %{z}<extra></extra>",
        colorbar: { title: axisTitle(unit) },
      },
    ],
    layout: {
      title: { text: title },
      height: 420,
      ...matrixAxes("", { x: "column", y: "row", unit: "pixels" }),
    },
    words: `${title === "" ? "Map over a picture" : title} [${height}, ${width}]: ${unit} is largest at row ${row}, column ${column}: ${shortNumber(heat.get(row, column))}.`,
  });
}

/** Position of the largest number. */
function strongest(heat: Tensor): number {
  let best = 0;
  heat.data.forEach((value, i) => {
    if (value > (heat.data[best] ?? 0)) best = i;
  });
  return best;
}

function checkPicture(picture: Tensor, heat: Tensor): void {
  const [height, width] = heat.shape;
  const shape = picture.shape.length === 4 ? picture.shape.slice(1) : picture.shape;
  const one = picture.shape.length < 4 || picture.shape[0] === 1;
  const channels = shape.length === 2 ? 1 : shape[2];
  const fits = one && shape.length >= 2 && shape[0] === height && shape[1] === width;
  if (fits && (channels === 1 || channels === 3)) return;
  throw new ShapeError({
    code: "OVERLAY_SIZE",
    summary: "saliencyOverlay: picture and map do not lie on one another.",
    given: `image ${formatShape(picture.shape)}, map ${formatShape(heat.shape)}`,
    expected: "an image [H, W], [H, W, 1] or [H, W, 3] and a map [H, W]",
    fix: `bring the map to the image's size: upsample(map, [${shape[0] ?? 0}, ${shape[1] ?? 0}])`,
  });
}
