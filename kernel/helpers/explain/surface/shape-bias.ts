import { checkOptions } from "../example.ts";

/** What a model decided by on pictures whose shape and texture contradict each other. */
export interface ShapeBias {
  /** shape/(shape + texture); NaN if it never named either. */
  readonly bias: number;
  /** Pictures for which it named the shape. */
  readonly shape: number;
  readonly texture: number;
  /** Neither; left out of the bias. */
  readonly other: number;
}

/**
 * Shape bias: of the cue-conflict pictures that the model named by shape or by texture, the share by shape.
 *
 * A picture whose shape and texture are of the same class says nothing and is left out altogether.
 *
 * @param predictions class numbers [N]
 * @param shapes      class of each picture's outline
 * @param textures    class of each picture's filling
 * @throws OptionError EXPLAIN_OPTION when the lists differ in length
 * @source Geirhos et al., arXiv:1811.12231, section 2
 * @example shapeBias([0, 1, 1, 2], [0, 1, 0, 1], [1, 0, 1, 0]) // { bias: 0.666666666667, shape: 2, texture: 1, other: 1 }
 */
export function shapeBias(
  predictions: readonly number[],
  shapes: readonly number[],
  textures: readonly number[],
): ShapeBias {
  const count = predictions.length;
  checkOptions("shapeBias", {
    shapes: [shapes.length, shapes.length === count, `${count}, one per prediction`],
    textures: [textures.length, textures.length === count, `${count}, one per prediction`],
  });
  let [shape, texture, other] = [0, 0, 0];
  predictions.forEach((predicted, n) => {
    if (shapes[n] === textures[n]) return;
    if (predicted === shapes[n]) shape += 1;
    else if (predicted === textures[n]) texture += 1;
    else other += 1;
  });
  return { bias: shape / (shape + texture), shape, texture, other };
}
