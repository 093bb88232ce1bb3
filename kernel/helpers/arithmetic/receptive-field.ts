// Which part of the image does one number deep in the net see?
import { OptionError } from "../../core/index.ts";
import {
  maths,
  words,
  worksheet,
  type Explain,
  type Line,
  type Worksheet,
} from "./explain/worksheet.ts";
import { padsOf, spanOf } from "./geometry.ts";
import { checkAxisOptions, type AxisOptions } from "./options.ts";
import { outSizeFor } from "./out-size.ts";

/** Part of the input that one output value depends on, along one axis; pixels of the input. */
export interface ReceptiveField {
  /** Pixels that the value depends on, those in the padding included. */
  readonly size: number;
  /** Pixels of the input from one output position to the next. */
  readonly jump: number;
  /** Centre of the first output position; negative or fractional when padding or even windows move it. */
  readonly start: number;
}

/** A convolution or a pool along one axis. */
export interface WindowLayer extends AxisOptions {
  /** Filter or window size, pixels. */
  readonly k: number;
}

/** What the field is computed for. */
export interface FieldOptions {
  /** Input size, pixels; needed where 'same' has to know it (stride above 1, or an even span). */
  readonly n?: number;
}

/** The field of the input itself: one pixel. */
export const onePixel: ReceptiveField = { size: 1, jump: 1, start: 0 };

/**
 * The field after one more window.
 *
 * size' = size + d(k − 1)·jump, jump' = jump·s, start' = start + (d(k − 1)/2 − before)·jump
 *
 * @param before zeros before the axis, pixels of the layer's own input
 * @example widenField({ size: 1, jump: 1, start: 0 }, 3, { before: 1 }) // { size: 3, jump: 1, start: 0 }
 */
export function widenField(
  field: ReceptiveField,
  k: number,
  {
    stride = 1,
    dilation = 1,
    before = 0,
  }: { readonly stride?: number; readonly dilation?: number; readonly before?: number } = {},
): ReceptiveField {
  checkAxisOptions("widenField", 1, k, { stride, dilation, padding: before });
  const reach = spanOf(k, dilation) - 1;
  return {
    size: field.size + reach * field.jump,
    jump: field.jump * stride,
    start: field.start + (reach / 2 - before) * field.jump,
  };
}

/**
 * Receptive field after a chain of convolutions and pools, along one axis.
 *
 * @param layers from the input on; `k`, stride, padding, dilation of each. Three 3s see as much as one 7.
 * @param options n: input size, needed for 'same' with strides
 * @throws OptionError BAD_OPTIONS, NEEDS_INPUT_SIZE; ShapeError DOES_NOT_FIT, FILTER_TOO_LARGE (only with n)
 * @source Araujo, Norris & Sim, "Computing receptive fields of convolutional neural networks", Distill 2019
 * @example receptiveField([{ k: 3 }, { k: 3 }, { k: 3 }]) // { size: 7, jump: 1, start: 3 }
 */
export function receptiveField(
  layers: readonly WindowLayer[],
  options?: FieldOptions,
): ReceptiveField;
export function receptiveField(
  layers: readonly WindowLayer[],
  options: FieldOptions & { readonly explain: true },
): Worksheet<ReceptiveField>;
export function receptiveField(
  layers: readonly WindowLayer[],
  { n, explain = false }: FieldOptions & Explain = {},
): ReceptiveField | Worksheet<ReceptiveField> {
  checkLayers(layers, n);
  const lines: Line[] = [words("the image: a pixel sees itself: size 1, jump 1, start 0")];
  let field = onePixel;
  let width = n;
  for (const [at, { k, ...axis }] of layers.entries()) {
    const who = `receptiveField, layer ${at + 1}`;
    const full = checkAxisOptions(who, width ?? 1, k, axis);
    const [before] = padsOf(width ?? nominalSize(who, k, full), k, full);
    const reach = spanOf(k, full.dilation) - 1;
    const next = widenField(field, k, { stride: full.stride, dilation: full.dilation, before });
    lines.push(
      words(
        `layer ${at + 1}: k = ${k}, stride ${full.stride}, ${before} before${full.dilation > 1 ? `, dilation ${full.dilation}: reach ${reach}` : ""}`,
      ),
      maths`size = ${field.size} + ${reach}·${field.jump} = ${next.size}`,
      maths`jump = ${field.jump}·${full.stride} = ${next.jump}`,
      maths`start = ${field.start} + (${reach}/2 − ${before})·${field.jump} = ${next.start}`,
    );
    field = next;
    if (width !== undefined) width = outSizeFor(who, width, k, { fit: "floor", ...axis });
  }
  return explain ? worksheet(field, lines) : field;
}

/** An advice of `seesObject`. */
export interface Sight {
  readonly sees: boolean;
  readonly field: ReceptiveField;
  /** What to do where the field is too small; empty where it is not. */
  readonly advice: string;
}

/**
 * The rule of thumb that the deepest layer should see the whole object, and a warning where it does not.
 *
 * @param objectSize pixels of the input
 * @throws as receptiveField; OptionError BAD_OPTIONS
 * @example seesObject([{ k: 3 }, { k: 3 }], 20).sees // false
 */
export function seesObject(
  layers: readonly WindowLayer[],
  objectSize: number,
  options: FieldOptions = {},
): Sight {
  if (!(objectSize >= 1 && Number.isFinite(objectSize))) {
    throw badField(`objectSize is ${String(objectSize)}: pixels ≥ 1 are needed`);
  }
  const field = receptiveField(layers, options);
  if (field.size >= objectSize) return { sees: true, field, advice: "" };
  const more = Math.ceil((objectSize - field.size) / (2 * field.jump));
  const advice =
    `The deepest layer sees ${field.size} pixels, the object has ${objectSize}: ` +
    `add ${more} more 3×3 ${more === 1 ? "layer" : "layers"} at the end, or a stride or pool of 2 early on, or dilation.`;
  return { sees: false, field, advice };
}

/** 'same' without a known size: with stride 1 and an odd span any size gives the same zeros. */
function nominalSize(
  who: string,
  k: number,
  { padding, stride, dilation }: ReturnType<typeof checkAxisOptions>,
): number {
  if (padding !== "same" && padding !== "circular") return k;
  const span = spanOf(k, dilation);
  if (stride === 1) return span;
  throw new OptionError({
    code: "NEEDS_INPUT_SIZE",
    summary: `${who}: the zeros of '${padding}' with stride ${stride} depend on the input size.`,
    given: `k = ${k}, stride = ${stride}, padding = '${padding}'`,
    expected: "the size of the image",
    fix: "receptiveField(layers, { n: 224 }), or give the padding in pixels",
  });
}

function checkLayers(layers: unknown, n: number | undefined): void {
  if (!Array.isArray(layers))
    throw badField("layers is not a list: [{ k: 3 }, { k: 2, stride: 2 }]");
  const wrong = layers.findIndex((layer) => typeof layer !== "object" || layer === null);
  if (wrong >= 0)
    throw badField(`layer ${wrong + 1} is ${String(layers[wrong])}: { k: 3 } is needed`);
  if (n !== undefined && !(Number.isSafeInteger(n) && n >= 1)) {
    throw badField(`n is ${n}: a whole number ≥ 1 is needed`);
  }
}

function badField(given: string): OptionError {
  return new OptionError({
    code: "BAD_OPTIONS",
    summary: "receptiveField: a value does not make sense.",
    given,
    expected: "layers as { k, stride, padding, dilation }, sizes in pixels",
    fix: "correct what is named above",
  });
}
