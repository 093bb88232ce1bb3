// What is explained: one example, and one unit of the model.
import { checkNumbers, OptionError, ShapeError, wholeFrom, type Rule } from "../../core/index.ts";
import { layerNumber, type ForwardPass, type Model } from "../backprop/index.ts";
import {
  argmax,
  asTensor,
  formatShape,
  reshape,
  zeros,
  type Tensor,
  type TensorLike,
} from "../tensor/index.ts";

/**
 * What is asked about: the logit of a class (default: the predicted one), or a channel of a layer, summed over its map, or at
 * one place of it: [row, column], or "max" for the place where it is largest.
 */
export type Unit =
  | { readonly class?: number }
  | {
      readonly layer: string;
      readonly channel: number;
      readonly at?: readonly [row: number, column: number] | "max";
    };

/** A unit found in a run of the model. */
export interface FoundUnit {
  /** Number of its layer. */
  readonly layer: number;
  readonly channel: number;
  /** Place in the map; undefined for a logit, or where the whole map counts. */
  readonly at: readonly [row: number, column: number] | undefined;
  readonly value: number;
  /** Ones at the unit, zeros elsewhere: where backward starts. */
  readonly oneHot: Tensor;
}

/**
 * One example as a batch of one: [H, W, C] becomes [1, H, W, C]; [1, …] stays.
 *
 * @throws ShapeError ONE_EXAMPLE; OptionError NOT_FINITE
 */
export function oneExample(who: string, x: TensorLike): Tensor {
  const t = asTensor(x, who, "x");
  if (t.size === 0 || (t.shape.length !== 3 && t.shape[0] !== 1)) {
    throw new ShapeError({
      code: "ONE_EXAMPLE",
      summary: `${who}: it works on one image at a time.`,
      given: `x of shape ${formatShape(t.shape)}`,
      expected: "[H, W, C], or a batch of one [1, H, W, C]",
      fix:
        t.shape.length === 2
          ? `a grey picture has one channel: reshape(x, [${t.shape.join(", ")}, 1])`
          : "take one of the batch: x.pick(0)",
    });
  }
  const bad = t.data.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new OptionError({
      code: "NOT_FINITE",
      summary: `${who}: the image holds a number that is not finite.`,
      given: `${t.data[bad]} at position ${bad}`,
      expected: "finite numbers",
      fix: "look where it was computed",
    });
  }
  return t.shape.length === 3 ? reshape(t, [1, ...t.shape]) : t;
}

/**
 * Refuses a shape that is not that of one image.
 *
 * @throws ShapeError IMAGE_SHAPE
 */
export function checkImageShape(who: string, shape: readonly number[] | undefined): void {
  if (shape?.length === 3 && shape.every((size) => wholeFrom(1, size))) return;
  throw new ShapeError({
    code: "IMAGE_SHAPE",
    summary: `${who}: it must know the size of the image that it is to make.`,
    given: shape === undefined ? "no shape" : `shape ${formatShape(shape)}`,
    expected: "[H, W, C], without a batch",
    fix: "shape: [32, 32, 3]",
  });
}

/** The class asked for, or the one with the largest logit; checked. */
export function classOf(who: string, logits: Tensor, wanted: number | undefined): number {
  const classes = logits.shape.at(-1) ?? 0;
  if (wanted === undefined) return argmax(logits);
  checkIndex(who, "class", wanted, classes);
  return wanted;
}

/**
 * Finds a unit.
 *
 * @throws OptionError NO_SUCH_LAYER, NO_SUCH_UNIT
 */
export function findUnit(who: string, model: Model, pass: ForwardPass, unit: Unit): FoundUnit {
  if (!("layer" in unit)) {
    const layer = pass.outputs.length - 1;
    const logits = pass.outputs[layer] ?? zeros([0]);
    const channel = classOf(who, logits, unit.class);
    return found(layer, logits, channel, channel, undefined);
  }
  const layer = layerNumber(model, unit.layer, who);
  const output = pass.outputs[layer] ?? zeros([0]);
  const channels = output.shape.at(-1) ?? 0;
  checkIndex(who, "channel", unit.channel, channels);
  if (output.shape.length !== 4) return found(layer, output, unit.channel, unit.channel, undefined);
  const [, height = 0, width = 0] = output.shape;
  const at = unit.at === "max" ? strongest(output, unit.channel) : unit.at;
  if (at === undefined) {
    const oneHot = zeros(output.shape);
    let value = 0;
    for (let i = unit.channel; i < output.size; i += channels) {
      oneHot.data[i] = 1;
      value += output.data[i] ?? 0;
    }
    return { layer, channel: unit.channel, at, value, oneHot };
  }
  checkIndex(who, "row", at[0], height);
  checkIndex(who, "column", at[1], width);
  const place = (at[0] * width + at[1]) * channels + unit.channel;
  return found(layer, output, place, unit.channel, at);
}

function found(
  layer: number,
  output: Tensor,
  place: number,
  channel: number,
  at: readonly [number, number] | undefined,
): FoundUnit {
  const oneHot = zeros(output.shape);
  oneHot.data[place] = 1;
  return { layer, channel, at, value: output.data[place] ?? 0, oneHot };
}

/** Place of the largest value of a channel, the first at a tie. */
function strongest(
  output: Tensor,
  channel: number,
  image: number = 0,
): [row: number, column: number] {
  const [, height = 0, width = 0, channels = 0] = output.shape;
  let best = 0;
  const at = (place: number): number =>
    output.data[(image * height * width + place) * channels + channel] ?? 0;
  for (let place = 1; place < height * width; place += 1) if (at(place) > at(best)) best = place;
  return [Math.floor(best / width), best % width];
}

/** Refuses an index that does not exist. */
export function checkIndex(who: string, name: string, index: number, count: number): void {
  if (Number.isInteger(index) && index >= 0 && index < count) return;
  throw new OptionError({
    code: "NO_SUCH_UNIT",
    summary: `${who}: there is no ${name} ${index}.`,
    given: `${name} ${index}`,
    expected: `a whole number from 0 to ${count - 1}`,
    ...(index === undefined ? { fix: `say which: { …, ${name}: 0 }` } : {}),
    details: { name, index, count },
  });
}

/** Refuses numbers outside of what an option may be; all faults at once. */
export function checkOptions(who: string, rules: Readonly<Record<string, Rule>>): void {
  checkNumbers(who, "EXPLAIN_OPTION", rules);
}

export { wholeFrom };
