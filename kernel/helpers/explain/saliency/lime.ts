import { ShapeError } from "../../../core/index.ts";
import { logitsOf, type Model } from "../../backprop/index.ts";
import {
  asTensor,
  copy,
  formatShape,
  Rng,
  wrap,
  zeros,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";
import { checkOptions, classOf, oneExample, wholeFrom } from "../example.ts";
import { scoresOf, stack } from "./score.ts";
import { solve } from "./solve.ts";

/** How LIME asks the model. */
export interface LimeOptions {
  /** [H, W], number of the segment of each pixel, from 0 without gaps; see `gridSegments`. */
  readonly segments: TensorLike;
  /** Default: the class predicted for the whole image. */
  readonly class?: number;
  /** Images that are tried, the whole one among them (default 10 per segment, at least 64). */
  readonly samples?: number;
  /** What stands in a segment that is switched off: a number (default 0.5), or the segment's own 'mean'. */
  readonly off?: number | "mean";
  /** Width σ of the neighbourhood; distance = share of the segments that are off (default 0.25). */
  readonly width?: number;
  /** Strength of the ridge λ‖w‖² (default 1e-6, enough to keep the equations solvable). */
  readonly ridge?: number;
  /** Default 'probability'. */
  readonly measure?: "probability" | "logit";
  /** Default 1. */
  readonly seed?: number;
}

/** A linear model of the model, near one image. */
export interface Lime {
  /** One weight per segment: how much the score rises when it is shown. */
  readonly weights: Tensor;
  readonly intercept: number;
  /** Weighted share of the scores' variance that the linear model explains, ≤ 1. */
  readonly r2: number;
  /** [H, W], each pixel with the weight of its segment. */
  readonly map: Tensor;
  readonly class: number;
}

/** Masked images that the model sees at a time. */
const batchSize = 32;

/**
 * LIME: segments of the image are switched on and off at random (mask m), the model is asked (score y), and a linear model
 * y ≈ intercept + Σ_s weights_s·m_s is fitted with weights e^{−d²/σ²}, d being the share of segments that are off.
 *
 * Where the model is linear in the segments, its weights come out exactly.
 *
 * @param x one image [H, W, C] or [1, H, W, C]
 * @throws ShapeError ONE_EXAMPLE, LIME_SEGMENTS; OptionError EXPLAIN_OPTION, NO_SUCH_UNIT
 * @source Ribeiro, Singh & Guestrin, arXiv:1602.04938, equations 1 and 2
 * @example lime(network([flattenLayer("flat"), denseLayer("z", { filters: [[3], [5]] })]), [[[1], [1]]], { segments: [[0, 1]], off: 0, measure: "logit", ridge: 0 }).weights.data // Float64Array [3, 5]
 */
export function lime(model: Model, x: TensorLike, options: LimeOptions): Lime {
  const image = oneExample("lime", x);
  const { segments, count } = checkSegments(image, options.segments);
  const { samples = Math.max(64, 10 * count), off = 0.5, width = 0.25, ridge = 1e-6 } = options;
  checkOptions("lime", {
    samples: [samples, wholeFrom(count + 1, samples), `whole, at least ${count + 1}`],
    width: [width, width > 0, "> 0"],
    ridge: [ridge, ridge >= 0, "≥ 0"],
  });
  const chosen = classOf("lime", logitsOf(model, image), options.class);
  const fillers = off === "mean" ? segmentMeans(image, segments, count) : undefined;
  const rng = new Rng(options.seed ?? 1);
  const masks = Array.from({ length: samples }, (_, i) =>
    Array.from({ length: count }, () => (i === 0 || rng.uniform() < 0.5 ? 1 : 0)),
  );
  const filler = (at: number, c: number): number => fillers?.get(at, c) ?? Number(off);
  const scores: number[] = [];
  for (let first = 0; first < samples; first += batchSize) {
    const some = masks.slice(first, first + batchSize);
    const shown = stack(some.map((mask) => masked(image, segments, mask, filler)));
    scores.push(...scoresOf(model, shown, chosen, options.measure ?? "probability"));
  }
  const importance = masks.map((mask) => {
    const hidden = mask.filter((on) => on === 0).length / count;
    return Math.exp(-(hidden ** 2) / width ** 2);
  });
  const { coefficients, r2 } = fit(masks, scores, importance, ridge);
  const weights = wrap(Float64Array.from(coefficients.slice(1)), [count]);
  const map = wrap(
    Float64Array.from(segments.data, (s) => weights.data[s] ?? 0),
    segments.shape,
  );
  return { weights, intercept: coefficients[0] ?? 0, r2, map, class: chosen };
}

/**
 * Square segments: the image cut into a grid, numbered row by row; the last ones are smaller if the side does not fit.
 *
 * @param size [H, W], pixels
 * @param side pixels ≥ 1
 * @returns [H, W]
 * @example gridSegments([2, 4], 2).data // Float64Array [0, 0, 1, 1, 0, 0, 1, 1]
 */
export function gridSegments(
  [height, width]: readonly [height: number, width: number],
  side: number,
): Tensor {
  checkOptions("gridSegments", { side: [side, wholeFrom(1, side), "a whole number ≥ 1"] });
  const columns = Math.ceil(width / side);
  const out = zeros([height, width]);
  for (let i = 0; i < out.size; i += 1) {
    const [y, x] = [Math.floor(i / width), i % width];
    out.data[i] = Math.floor(y / side) * columns + Math.floor(x / side);
  }
  return out;
}

/** Weighted least squares with a free intercept and a ridge on the weights. */
function fit(
  masks: readonly (readonly number[])[],
  scores: readonly number[],
  importance: readonly number[],
  ridge: number,
): { readonly coefficients: readonly number[]; readonly r2: number } {
  const size = (masks[0]?.length ?? 0) + 1;
  const rows = masks.map((mask) => [1, ...mask]);
  const matrix = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_, j) =>
      rows.reduce(
        (sum, row, n) => sum + (importance[n] ?? 0) * (row[i] ?? 0) * (row[j] ?? 0),
        i === j && i > 0 ? ridge : 0,
      ),
    ),
  );
  const right = Array.from({ length: size }, (_, i) =>
    rows.reduce((sum, row, n) => sum + (importance[n] ?? 0) * (row[i] ?? 0) * (scores[n] ?? 0), 0),
  );
  const coefficients = solve(matrix, right);
  const weight = importance.reduce((sum, w) => sum + w, 0);
  const mean = scores.reduce((sum, y, n) => sum + (importance[n] ?? 0) * y, 0) / weight;
  let [left, all] = [0, 0];
  rows.forEach((row, n) => {
    const guess = row.reduce((sum, on, i) => sum + on * (coefficients[i] ?? 0), 0);
    left += (importance[n] ?? 0) * ((scores[n] ?? 0) - guess) ** 2;
    all += (importance[n] ?? 0) * ((scores[n] ?? 0) - mean) ** 2;
  });
  return { coefficients, r2: all === 0 ? 1 : 1 - left / all };
}

function masked(
  image: Tensor,
  segments: Tensor,
  mask: readonly number[],
  filler: (segment: number, channel: number) => number,
): Tensor {
  const channels = image.shape[3] ?? 0;
  const out = copy(image);
  for (let i = 0; i < out.size; i += 1) {
    const segment = segments.data[Math.floor(i / channels)] ?? 0;
    if (mask[segment] === 0) out.data[i] = filler(segment, i % channels);
  }
  return out;
}

function segmentMeans(image: Tensor, segments: Tensor, count: number): Tensor {
  const channels = image.shape[3] ?? 0;
  const means = zeros([count, channels]);
  const sizes = new Float64Array(count);
  segments.data.forEach((s) => { sizes[s] = (sizes[s] ?? 0) + 1; }); // prettier-ignore
  for (let i = 0; i < image.size; i += 1) {
    const s = segments.data[Math.floor(i / channels)] ?? 0;
    const c = i % channels;
    means.set(s, c, means.get(s, c) + (image.data[i] ?? 0) / (sizes[s] ?? 1));
  }
  return means;
}

function checkSegments(
  image: Tensor,
  given: TensorLike,
): { readonly segments: Tensor; readonly count: number } {
  const segments = asTensor(given, "lime", "segments");
  const [, height = 0, width = 0] = image.shape;
  const used = new Set(segments.data);
  const count = used.size;
  const fits = segments.shape.length === 2 && segments.shape[0] === height && segments.shape[1] === width; // prettier-ignore
  if (fits && Array.from({ length: count }, (_, s) => s).every((s) => used.has(s))) {
    return { segments, count };
  }
  throw new ShapeError({
    code: "LIME_SEGMENTS",
    summary: "lime: segments must number the pixels of this image.",
    given: `segments ${formatShape(segments.shape)} with ${count} different numbers, image ${formatShape(image.shape)}`,
    expected: `[${height}, ${width}] with the numbers 0, 1, 2, … without a gap`,
    fix: `gridSegments([${height}, ${width}], 4)`,
  });
}
