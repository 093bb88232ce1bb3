import { ShapeError } from "../../../core/index.ts";
import { matmul, transpose } from "../../ops/index.ts";
import {
  asTensor,
  checkSameShape,
  formatShape,
  reshape,
  scale,
  sub,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";

/** A loss of feature maps, and its gradient by them. */
export interface FeatureLoss {
  readonly loss: number;
  /** The maps' shape. */
  readonly gradient: Tensor;
}

/**
 * Gram matrix of feature maps: G_ij = Σ_p F_pi·F_pj over all places p. It is the *style*: permuting the places leaves it as it
 * is (some slides call it content).
 *
 * @param features [h, w, N] or [1, h, w, N]
 * @returns [N, N], symmetric and positive semi-definite
 * @throws ShapeError STYLE_MAPS
 * @source Gatys, Ecker & Bethge, arXiv:1508.06576, equation 3
 * @example gram([[[1, 2], [3, 4]]]).data // Float64Array [10, 14, 14, 20]
 */
export function gram(features: TensorLike): Tensor {
  const f = asMatrix("gram", features);
  return matmul(transpose(f), f);
}

/**
 * Style loss of one layer: E = 1/(4N²M²)·Σ_ij (G_ij − A_ij)², N maps of M places.
 *
 * If the style's maps have another number of places M', its Gram matrix is scaled by M/M'; with M' = M this is the paper's
 * formula. (The sum without the factor, which also stands in some slides, grows with the image's size.)
 *
 * @param features [h, w, N] or [1, h, w, N] of the image that is made
 * @param style    the style picture's features
 * @throws ShapeError STYLE_MAPS
 * @source Gatys, Ecker & Bethge, arXiv:1508.06576, equations 4 and 6
 * @example styleLoss([[[1], [1]]], [[[1], [2]]]).loss // (2 − 5)²/(4·1·4) = 0.5625
 */
export function styleLoss(features: TensorLike, style: TensorLike): FeatureLoss {
  const f = asMatrix("styleLoss", features);
  const s = asMatrix("styleLoss", style);
  const [places = 0, maps = 0] = f.shape;
  const [stylePlaces = 0, styleMaps = 0] = s.shape;
  if (maps !== styleMaps) throw notMaps("styleLoss", `${maps} maps against ${styleMaps}`);
  // both Gram matrices per place: then E = 1/(4N²)·Σ (G/M − A/M')²
  const difference = sub(scale(gram(f), 1 / places), scale(gram(s), 1 / stylePlaces));
  const loss = difference.data.reduce((sum, d) => sum + d * d, 0) / (4 * maps ** 2);
  const gradient = scale(matmul(f, difference), 1 / (maps ** 2 * places));
  return { loss, gradient: reshape(gradient, asTensor(features, "styleLoss", "features").shape) };
}

/**
 * Content loss of one layer: ½·Σ (F − P)², gradient F − P.
 *
 * @source Gatys, Ecker & Bethge, arXiv:1508.06576, equation 1
 * @example contentLoss([[[1], [5]]], [[[1], [2]]]).loss // 4.5
 */
export function contentLoss(features: TensorLike, content: TensorLike): FeatureLoss {
  const f = asTensor(features, "contentLoss", "features");
  const p = asTensor(content, "contentLoss", "content");
  checkSameShape("contentLoss", f.shape, p.shape);
  const gradient = sub(f, p);
  return { loss: gradient.data.reduce((sum, d) => sum + d * d, 0) / 2, gradient };
}

/** Maps as a matrix [places, maps]; a matrix stays. */
function asMatrix(who: string, features: TensorLike): Tensor {
  const t = asTensor(features, who, "features");
  const maps = t.shape.at(-1) ?? 0;
  if (t.size === 0 || t.shape.length < 2 || (t.shape.length === 4 && t.shape[0] !== 1)) {
    throw notMaps(who, formatShape(t.shape));
  }
  return reshape(t, [t.size / maps, maps]);
}

const notMaps = (who: string, given: string): ShapeError =>
  new ShapeError({
    code: "STYLE_MAPS",
    summary: `${who}: it needs the feature maps of one image, as many as the style has.`,
    given,
    expected: "[h, w, N] or [1, h, w, N]",
    fix: "activations(model, x)[layer] of one image and one layer",
  });
