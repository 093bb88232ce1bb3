import { logitsOf, type Model } from "../../backprop/index.ts";
import { copy, wrap, zeros, type Tensor, type TensorLike } from "../../tensor/index.ts";
import { checkOptions, classOf, oneExample, wholeFrom } from "../example.ts";
import { scoresOf, stack } from "./score.ts";

/** How the grey square moves. */
export interface OcclusionOptions {
  /** Default: the class predicted for the whole image. */
  readonly class?: number;
  /** Side of the square, pixels. */
  readonly size: number;
  /** Pixels from one place to the next (default: half the size, at least 1). */
  readonly stride?: number;
  /** What is written into the square (default 0.5). */
  readonly value?: number;
  /** What is measured (default 'probability'). */
  readonly measure?: "probability" | "logit";
}

/** What the model says while a part of the image is hidden. */
export interface Occlusion {
  /** Score for each place of the square, [rows, columns]. */
  readonly scores: Tensor;
  /** Upper edge of the square for each row, left edge for each column. */
  readonly tops: readonly number[];
  readonly lefts: readonly number[];
  /** [H, W]: mean score of the squares that covered the pixel; low where the class's evidence lies. */
  readonly map: Tensor;
  /** [H, W]: `whole` − `map`, how much the score falls when the pixel is hidden; large where the evidence lies. */
  readonly drop: Tensor;
  /** Score without a square. */
  readonly whole: number;
  readonly class: number;
}

/**
 * Occlusion map: a square slides over the image, and each time the score of the class is noted.
 *
 * Squares start at 0, stride, 2·stride, …; a last one stands flush with the border, so that every pixel is covered.
 *
 * @param x one image [H, W, C] or [1, H, W, C]
 * @throws ShapeError ONE_EXAMPLE; OptionError EXPLAIN_OPTION, NO_SUCH_UNIT
 * @source Zeiler & Fergus, arXiv:1311.2901, section 4.2
 * @example occlusionMap(network([globalAverageLayer("logits")]), [[[1], [3]]], { size: 1, value: 0, measure: "logit" }).scores.data // Float64Array [1.5, 0.5]
 */
export function occlusionMap(model: Model, x: TensorLike, options: OcclusionOptions): Occlusion {
  const image = oneExample("occlusionMap", x);
  const { size, stride = Math.max(1, Math.floor(size / 2)), value = 0.5 } = options;
  const measure = options.measure ?? "probability";
  const [, height = 0, width = 0] = image.shape;
  checkOptions("occlusionMap", {
    size: [
      size,
      wholeFrom(1, size) && size <= Math.min(height, width),
      `whole, from 1 to ${Math.min(height, width)}`,
    ],
    stride: [
      stride,
      options.stride === undefined || (wholeFrom(1, stride) && stride <= size),
      "whole, from 1 to the size, so that each pixel is hidden once",
    ],
    value: [value, Number.isFinite(value), "a finite number"],
  });
  const logits = logitsOf(model, image);
  const chosen = classOf("occlusionMap", logits, options.class);
  const score = (x: Tensor): readonly number[] => scoresOf(model, x, chosen, measure);
  const tops = starts(height, size, stride);
  const lefts = starts(width, size, stride);
  const scores = zeros([tops.length, lefts.length]);
  const [total, count] = [new Float64Array(height * width), new Float64Array(height * width)];
  tops.forEach((top, row) => {
    // a row of squares is one batch
    const inRow = score(stack(lefts.map((left) => hide(image, top, left, size, value))));
    lefts.forEach((left, column) => {
      const seen = inRow[column] ?? 0;
      scores.set(row, column, seen);
      for (let y = top; y < top + size; y += 1) {
        for (let at = y * width + left; at < y * width + left + size; at += 1) {
          total[at] = (total[at] ?? 0) + seen;
          count[at] = (count[at] ?? 0) + 1;
        }
      }
    });
  });
  const map = wrap(
    total.map((sum, i) => sum / (count[i] ?? 1)),
    [height, width],
  );
  const whole = score(image)[0] ?? 0;
  const drop = wrap(
    map.data.map((seen) => whole - seen),
    map.shape,
  );
  return { scores, tops, lefts, map, drop, whole, class: chosen };
}

function starts(length: number, size: number, stride: number): readonly number[] {
  const found: number[] = [];
  for (let at = 0; at + size < length; at += stride) found.push(at);
  return [...found, length - size];
}

function hide(image: Tensor, top: number, left: number, size: number, value: number): Tensor {
  const [, , width = 0, channels = 0] = image.shape;
  const hidden = copy(image);
  for (let y = top; y < top + size; y += 1) {
    const from = (y * width + left) * channels;
    hidden.data.fill(value, from, from + size * channels);
  }
  return hidden;
}
