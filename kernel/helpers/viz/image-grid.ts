// Several pictures side by side: photos, filters, feature maps.
import { OptionError } from "../../core/index.ts";
import { sum, type Tensor, type TensorLike } from "../tensor/index.ts";
import { makeFigure, type Figure, type Part } from "./figure.ts";
import { asMatrix, colourScale, gridOf, matrixAxes, textOf, type Colours } from "./image.ts";

/** Words and looks of a grid of pictures. */
export interface GridOptions {
  readonly title?: string;
  /** Pictures per row (default 4, or as many as there are). */
  readonly columns?: number;
  /** Default 'auto'; 'grey' for photos. */
  readonly colours?: Colours;
  /** One colour scale for all, so that pictures can be compared (default false: each uses its own range). */
  readonly sameScale?: boolean;
  /** Writes the numbers into the cells (default: where all pictures have at most 7 rows and columns). */
  readonly showValues?: boolean;
}

/** A picture with its name and how it is to be coloured. */
interface Picture {
  readonly name: string;
  readonly image: Tensor;
  readonly colours: Colours;
}

/** Height of one row of pictures, pixels. */
const rowHeight = 210;
/** Space for the names above the pictures, as a part of a row's height. */
const nameSpace = 0.16;

/**
 * Pictures side by side, each with its name above it.
 *
 * @param images matrices [H, W] by name, or a list of them
 * @param options title, columns, colours, sameScale, showValues
 * @throws OptionError NO_IMAGES; ShapeError WRONG_RANK
 * @example imageGrid({ box: ones([3, 3]), step: [[0, 1], [0, 1]] }, { title: "Two filters" })
 */
export function imageGrid(
  images: Readonly<Record<string, TensorLike>> | readonly TensorLike[],
  options: GridOptions = {},
): Figure {
  const named = Array.isArray(images)
    ? images.map((image: TensorLike, at) => [`${at}`, image] as const)
    : Object.entries(images as Readonly<Record<string, TensorLike>>);
  const colours = options.colours ?? "auto";
  return drawGrid(
    named.map(([name, image]) => ({ name, image: asMatrix("imageGrid", name, image), colours })),
    options,
  );
}

/**
 * Filters in the upper row, and below each what it makes of a picture.
 *
 * @param filters matrices by name
 * @param image   [H, W], the picture
 * @param apply   what a filter does, for example `(image, filter) => correlate2d(image, filter)`
 * @throws OptionError NO_IMAGES; ShapeError WRONG_RANK; whatever `apply` throws
 * @example filterGallery({ same: [[1]] }, ones([2, 2]), (image) => image)
 */
export function filterGallery(
  filters: Readonly<Record<string, TensorLike>>,
  image: TensorLike,
  apply: (image: Tensor, filter: Tensor) => TensorLike,
  options: GridOptions = {},
): Figure {
  const picture = asMatrix("filterGallery", "image", image);
  const pairs = Object.entries(filters).map(([name, filter]): readonly [Picture, Picture] => {
    const weights = asMatrix("filterGallery", name, filter);
    const answer = asMatrix("filterGallery", `the answer of ${name}`, apply(picture, weights));
    const { shape } = answer;
    return [
      { name, image: weights, colours: "signed" },
      // Weights that add up to 0 measure a difference, all others make another picture.
      {
        name: `after ${name} [${shape.join(", ")}]`,
        image: answer,
        colours: Math.abs(sum(weights)) < 1e-9 ? "signed" : "grey",
      },
    ];
  });
  const blocks = chunk(pairs, options.columns ?? 4);
  const filled = blocks.flatMap((block) => [
    ...padRow(
      block.map(([filter]) => filter),
      options.columns ?? 4,
      blocks.length,
    ),
    ...padRow(
      block.map(([, answer]) => answer),
      options.columns ?? 4,
      blocks.length,
    ),
  ]);
  const columns = Math.min(options.columns ?? 4, pairs.length);
  return drawGrid(filled, { title: "Filters and their answers", ...options, columns });
}

function chunk<Item>(items: readonly Item[], size: number): Item[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, at) => items.slice(at * size, (at + 1) * size));
}

/** The last row is filled up with empty places, so that filters and answers stay below one another. */
function padRow(row: readonly Picture[], columns: number, blocks: number): (Picture | undefined)[] {
  const width = blocks === 1 ? row.length : columns;
  return Array.from({ length: width }, (_, at) => row[at]);
}

function drawGrid(places: readonly (Picture | undefined)[], options: GridOptions): Figure {
  const pictures = places.filter((place) => place !== undefined);
  if (pictures.length === 0) throw noImages();
  const columns = Math.min(options.columns ?? 4, places.length);
  const rows = Math.ceil(places.length / columns);
  const data: Part[] = [];
  const axes: Record<string, Part> = {};
  const names: Part[] = [];
  for (const [at, picture] of places.entries()) {
    if (!picture) continue;
    const suffix = data.length === 0 ? "" : String(data.length + 1);
    const left = (at % columns) / columns;
    const top = 1 - Math.floor(at / columns) / rows;
    const right = left + 0.9 / columns;
    const bottom = top - (1 - nameSpace) / rows;
    data.push(traceOf(picture, suffix, options.sameScale ? pictures : [picture], options));
    Object.assign(
      axes,
      matrixAxes(
        suffix,
        {},
        { x: { domain: [left, right] }, y: { domain: [bottom, top], anchor: `x${suffix}` } },
      ),
    );
    names.push({
      text: picture.name,
      x: 0.5,
      y: 1,
      xref: `x${suffix} domain`,
      yref: `y${suffix} domain`,
      xanchor: "center",
      yanchor: "bottom",
      showarrow: false,
    });
  }
  const listed = pictures
    .map(({ name, image }) => `${name} [${image.shape.join(", ")}]`)
    .join("; ");
  return makeFigure({
    data,
    layout: {
      title: { text: options.title ?? "" },
      height: 90 + rowHeight * rows,
      margin: { l: 20, r: 20, t: 80, b: 20 },
      annotations: names,
      ...axes,
    },
    words: `${options.title ?? "Pictures"}: ${pictures.length} pictures in ${rows} ${rows === 1 ? "row" : "rows"}.\n${listed}`,
  });
}

function traceOf(
  { name, image, colours }: Picture,
  suffix: string,
  compared: readonly Picture[],
  options: GridOptions,
): Part {
  const small = image.shape.every((size) => size <= 7);
  const values =
    (options.showValues ?? small) ? { text: textOf(image), texttemplate: "%{text}" } : {};
  return {
    type: "heatmap",
    name,
    z: gridOf(image),
    ...values,
    ...colourScale(
      colours,
      compared.map((picture) => picture.image),
    ),
    showscale: false,
    xaxis: `x${suffix}`,
    yaxis: `y${suffix}`,
    hovertemplate: "row %{y}, column %{x}: %{z}<extra>%{fullData.name}</extra>",
  };
}

function noImages(): OptionError {
  return new OptionError({
    code: "NO_IMAGES",
    summary: "imageGrid: there are no pictures to show.",
    given: "an empty list",
    expected: "at least one matrix, for example { photo }",
    fix: "imageGrid({ photo, edges })",
  });
}
