import { OptionError } from "../../../core/index.ts";
import {
  allocate,
  asTensor,
  checkRank,
  commonDtype,
  wrap,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";
import { checkOptions, wholeFrom } from "../example.ts";

/** How a coarse map becomes as large as the image. */
export type UpsampleRule = "bilinear" | "nearest";

/**
 * A map in another size. Pixel centres are at half numbers: output row y looks at input row (y + ½)·h/H − ½, and rows beyond
 * the border repeat it ('align_corners = false', 'half_pixel_centers = true' elsewhere).
 *
 * @param map  [h, w]
 * @param size [H, W]
 * @param rule 'bilinear' (default) mixes the four nearest, 'nearest' takes one
 * @returns [H, W]; a constant map stays constant
 * @throws ShapeError WRONG_RANK; OptionError EXPLAIN_OPTION, UPSAMPLE_RULE
 * @example upsample([[0, 4]], [1, 4]).data // Float64Array [0, 1, 3, 4]
 */
export function upsample(
  map: TensorLike,
  size: readonly [height: number, width: number],
  rule: UpsampleRule = "bilinear",
): Tensor {
  const t = asTensor(map, "upsample", "map");
  checkRank("upsample", "map", t.shape, ["h", "w"]);
  const [height, width] = size;
  checkOptions("upsample", {
    height: [height, wholeFrom(1, height), "a whole number ≥ 1"],
    width: [width, wholeFrom(1, width), "a whole number ≥ 1"],
  });
  if (rule !== "bilinear" && rule !== "nearest") {
    throw new OptionError({
      code: "UPSAMPLE_RULE",
      summary: "upsample: there is no such rule.",
      given: `rule ${JSON.stringify(rule)}`,
      expected: "'bilinear' or 'nearest'",
    });
  }
  const [h = 0, w = 0] = t.shape;
  const rows = places(h, height, rule);
  const columns = places(w, width, rule);
  const out = allocate(height * width, commonDtype(t));
  rows.forEach(([top, bottom, down], y) => {
    columns.forEach(([left, right, across], x) => {
      const at = (row: number, column: number): number => t.data[row * w + column] ?? 0;
      const upper = (1 - across) * at(top, left) + across * at(top, right);
      const lower = (1 - across) * at(bottom, left) + across * at(bottom, right);
      out[y * width + x] = (1 - down) * upper + down * lower;
    });
  });
  return wrap(out, [height, width]);
}

/** For each output pixel of an axis: the two input pixels that it mixes, and the second one's share. */
function places(
  from: number,
  to: number,
  rule: UpsampleRule,
): readonly (readonly [first: number, second: number, share: number])[] {
  return Array.from({ length: to }, (_, i) => {
    const centre = ((i + 0.5) * from) / to;
    if (rule === "nearest") return [Math.floor(centre), Math.floor(centre), 0] as const;
    const at = Math.min(from - 1, Math.max(0, centre - 0.5));
    const first = Math.floor(at);
    return [first, Math.min(from - 1, first + 1), at - first] as const;
  });
}
