import { layerNumber, type Model } from "../../backprop/index.ts";
import { OptionError } from "../../../core/index.ts";
import { randomNormal, scale, wrap, type Tensor, type TensorLike } from "../../tensor/index.ts";
import {
  checkImageShape,
  checkOptions,
  findUnit,
  oneExample,
  wholeFrom,
  type Unit,
} from "../example.ts";
import { cutBox, receptiveBox } from "../look/receptive-box.ts";
import { normOf, targetAt, type Target } from "./target.ts";

/** Options of `activationMax`. */
export interface ActivationMaxOptions {
  /** A unit; or a layer alone, whose norm ‖u‖ is then made large. */
  readonly unit: Target;
  /** ρ: the image keeps this L2 norm (default √(H·W·C)/2, that of a grey image of 0.5). */
  readonly norm?: number;
  /** [H, W, C]; not needed with a start. */
  readonly shape?: readonly number[];
  /** [H, W, C] (default: seeded noise). */
  readonly start?: TensorLike;
  /** Default 50. */
  readonly steps?: number;
  /** Length of a step as a part of ρ (default 0.2); halved where it would lower the objective. */
  readonly rate?: number;
  /** Default 1. */
  readonly seed?: number;
}

/** An image that excites a unit. */
export interface ActivationMax {
  /** [H, W, C]; its numbers may be negative: they are a pattern, not colours. */
  readonly image: Tensor;
  /** The unit's value at the start and after each step; it never falls. */
  readonly values: readonly number[];
  /** ‖x‖ at the same times: ρ. */
  readonly norms: readonly number[];
}

/**
 * Activation maximisation: argmax u(x) with ‖x‖ = ρ, by x ← ρ·(x + λ·∇u)/‖x + λ·∇u‖.
 *
 * Of a unit at one place only the receptive field changes: its pixels alone are stretched to keep the norm.
 *
 * @throws OptionError NO_SUCH_LAYER, NO_SUCH_UNIT, EXPLAIN_OPTION, START_NORM; ShapeError ONE_EXAMPLE
 * @source Erhan, Bengio, Courville & Vincent, technical report 1341, Université de Montréal (2009)
 * @example activationMax(network([globalAverageLayer("logits")]), { unit: { class: 0 }, shape: [2, 2, 1], norm: 2 }).values.at(-1).toFixed(3) // "1.000"
 */
export function activationMax(model: Model, options: ActivationMaxOptions): ActivationMax {
  const { shape, steps = 50, rate = 0.2, seed = 1 } = options;
  if (options.start === undefined) checkImageShape("activationMax", shape);
  const noise = (): Tensor => randomNormal(shape ?? [], { seed });
  const first = oneExample("activationMax", options.start ?? noise());
  const rho = options.norm ?? Math.sqrt(first.size) / 2;
  checkOptions("activationMax", {
    norm: [rho, rho > 0 && rho < Infinity, "> 0"],
    steps: [steps, wholeFrom(0, steps), "a whole number ≥ 0"],
    rate: [rate, rate > 0, "> 0"],
  });
  const whole = normOf(first);
  // a start that has the norm already stays as it is, to the last digit
  const stretch = whole === 0 || Math.abs(whole - rho) < 1e-12 * rho ? 1 : rho / whole;
  const begun = scale(first, stretch);
  const target = settle(model, options.unit, begun);
  const inside = mask(model, target, begun);
  let image = keepNorm(begun, inside, rho);
  let { value, gradient } = targetAt("activationMax", model, target, image);
  const values = [value];
  const norms = [normOf(image)];
  for (let step = 0; step < steps; step += 1) {
    const length = normOf(gradient);
    if (length === 0) break;
    let better: typeof image | undefined;
    for (let by = rate * rho; by > 1e-6 * rho && better === undefined; by /= 2) {
      const moved = wrap(
        image.data.map((pixel, i) => pixel + (by * (gradient.data[i] ?? 0)) / length),
        image.shape,
      );
      const candidate = keepNorm(moved, inside, rho);
      const found = targetAt("activationMax", model, target, candidate);
      if (found.value > value) {
        better = candidate;
        ({ value, gradient } = found);
      }
    }
    if (better === undefined) break;
    image = better;
    values.push(value);
    norms.push(normOf(image));
  }
  return { image: wrap(image.data, image.shape.slice(1)), values, norms };
}

/** "max" and "the predicted class" mean those of the start; while the image grows they must not jump. */
function settle(model: Model, target: Target, image: Tensor): Target {
  if (!("layer" in target)) {
    return { class: findUnit("activationMax", model, model.forward(image), target).channel };
  }
  if (!("channel" in target) || target.at !== "max") return target;
  const pass = model.forward(image, layerNumber(model, target.layer, "activationMax"));
  const { at } = findUnit("activationMax", model, pass, target satisfies Unit);
  return at === undefined ? { layer: target.layer, channel: target.channel } : { ...target, at };
}

/** 1 for the numbers that the unit can see. */
function mask(model: Model, target: Target, { shape, size }: Tensor): Float64Array {
  if (!("layer" in target) || !("at" in target) || typeof target.at !== "object") {
    return new Float64Array(size).fill(1);
  }
  const [, height = 0, width = 0, channels = 0] = shape;
  const whole = receptiveBox(model, target.layer, target.at, shape);
  const { top, left, bottom, right } = cutBox(whole, [height, width]);
  return Float64Array.from({ length: size }, (_, i) => {
    const y = Math.floor(i / (width * channels));
    const x = Math.floor(i / channels) % width;
    return y >= top && y <= bottom && x >= left && x <= right ? 1 : 0;
  });
}

/** Stretches what is inside, so that the whole image has norm ρ. */
function keepNorm(image: Tensor, inside: Float64Array, rho: number): Tensor {
  let [seen, rest] = [0, 0];
  image.data.forEach((value, i) => {
    if (inside[i] === 1) seen += value * value;
    else rest += value * value;
  });
  const left = rho * rho - rest;
  if (left <= 0 || seen === 0) {
    throw new OptionError({
      code: "START_NORM",
      summary: "activationMax: the unit's receptive field holds nothing that can be stretched.",
      given: `norm ${rho}; the start has ${Math.sqrt(seen)} inside and ${Math.sqrt(rest)} outside`,
      expected: "a start that is not 0 where the unit looks",
      fix: "leave out the start: noise is taken",
    });
  }
  const stretch = Math.sqrt(left / seen);
  return wrap(
    image.data.map((value, i) => (inside[i] === 1 ? value * stretch : value)),
    image.shape,
  );
}
