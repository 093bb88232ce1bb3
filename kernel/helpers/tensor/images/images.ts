// Pictures in files and pictures as tensors [H, W, C].
import { OptionError, ShapeError } from "../../../core/index.ts";
import { asTensor } from "../accept.ts";
import { wrap } from "../create.ts";
import { allocate, formatShape } from "../shape.ts";
import type { DType, Tensor, TensorLike } from "../types.ts";
import { checkPixels, unsupported } from "./faults.ts";
import type { RawImage } from "./raw.ts";

// The codecs are 150 kB: they are loaded when the first image is read or written, not with every lab.
const png = (): Promise<typeof import("./png.ts")> => import("./png.ts");
const jpeg = (): Promise<typeof import("./jpeg.ts")> => import("./jpeg.ts");

/** What the numbers of an image mean: 'unit' 0 is black and 1 is full; 'bytes' 0 and 255. */
export type ImageRange = "unit" | "bytes";

/** How a file becomes a tensor. */
export interface ReadImageOptions {
  /** Default 'unit'. */
  readonly range?: ImageRange;
  /** 1: grey, 0.299 R + 0.587 G + 0.114 B; 3: RGB; 4: RGB and alpha. Default: as the file has them. */
  readonly channels?: 1 | 3 | 4;
  /** Default 'float64'. */
  readonly dtype?: DType;
  /** Name of the file, for error messages. */
  readonly name?: string;
}

/**
 * An image from the bytes of a PNG or JPEG file.
 *
 * @param bytes the whole file, for example of `readFileSync`
 * @returns [H, W, C]: C = 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha; palettes become colours. A turn noted in a
 *   photo's EXIF data is not carried out.
 * @throws CourseError IMAGE_CORRUPT, IMAGE_UNSUPPORTED; OptionError IMAGE_TOO_LARGE, IMAGE_EMPTY, IMAGE_BYTES, BAD_OPTIONS
 * @example (await readImage(await writePng([[[0], [1]]]))).shape // [1, 2, 1]
 */
export async function readImage(
  bytes: Uint8Array,
  options: ReadImageOptions = {},
): Promise<Tensor> {
  const { range = "unit", channels, dtype = "float64", name = "the image" } = options;
  checkBytes(bytes, name);
  checkRange("readImage", range);
  if (channels !== undefined && ![1, 3, 4].includes(channels)) {
    throw badOption("readImage", `channels ${String(channels)}`, "1, 3 or 4");
  }
  const raw = await decodeAny(bytes, name);
  const scale = range === "unit" ? 1 / raw.largest : 255 / raw.largest;
  const { width, height } = raw;
  const wanted = channels ?? raw.channels;
  const out = allocate(width * height * wanted, dtype);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    for (let c = 0; c < wanted; c += 1) {
      out[pixel * wanted + c] = scale * channelOf(raw, pixel, c, wanted);
    }
  }
  return wrap(out, [height, width, wanted]);
}

async function decodeAny(bytes: Uint8Array, name: string): Promise<RawImage> {
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) {
    return (await png()).decodePng(bytes, name);
  }
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return (await jpeg()).decodeJpeg(bytes, name);
  const start = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, "0"));
  throw unsupported(name, `${bytes.length} bytes that begin with ${start.join(" ") || "nothing"}`);
}

const startsWith = (bytes: Uint8Array, start: readonly number[]): boolean =>
  start.every((byte, at) => bytes[at] === byte);

/** One number of a pixel in the wanted channels. */
function channelOf(raw: RawImage, pixel: number, c: number, wanted: number): number {
  const { channels, values, largest } = raw;
  const at = (channel: number): number => values[pixel * channels + channel] ?? 0;
  if (wanted === channels) return at(c);
  const grey = channels < 3;
  if (wanted === 1) return grey ? at(0) : 0.299 * at(0) + 0.587 * at(1) + 0.114 * at(2);
  if (c === 3) return channels === 2 ? at(1) : largest;
  return grey ? at(0) : at(c);
}

/** How a tensor becomes a file. */
export interface WriteImageOptions {
  /** Default 'unit': numbers from 0 to 1. */
  readonly range?: ImageRange;
  /** True: numbers outside the range become black or full (default false: they are refused). */
  readonly clip?: boolean;
}

/**
 * The bytes of a PNG file.
 *
 * @param image [H, W] grey, or [H, W, C] with C = 1, 2 (grey, alpha), 3 or 4
 * @param options range, clip, bits: 8 (default) or 16
 * @throws ShapeError IMAGE_SHAPE; OptionError IMAGE_RANGE, IMAGE_TOO_LARGE, IMAGE_EMPTY, BAD_OPTIONS
 * @example (await writePng([[0, 0.5, 1]])).length > 60 // true
 */
export async function writePng(
  image: TensorLike,
  options: WriteImageOptions & { readonly bits?: 8 | 16 } = {},
): Promise<Uint8Array> {
  const { bits = 8 } = options;
  if (bits !== 8 && bits !== 16) throw badOption("writePng", `bits ${String(bits)}`, "8 or 16");
  const raw = rawFrom("writePng", image, options, 2 ** bits - 1, [1, 2, 3, 4]);
  return (await png()).encodePng(raw);
}

/**
 * The bytes of a JPEG file. JPEG changes the numbers a little: what must stay exact goes into a PNG.
 *
 * @param image [H, W] grey, or [H, W, C] with C = 1 or 3
 * @param options range, clip, quality: 1 to 100 (default 90)
 * @throws ShapeError IMAGE_SHAPE; OptionError IMAGE_RANGE, IMAGE_TOO_LARGE, IMAGE_EMPTY, BAD_OPTIONS
 * @example (await readImage(await writeJpeg([[1, 1], [1, 1]]), { channels: 1 })).data // Float64Array [1, 1, 1, 1]
 */
export async function writeJpeg(
  image: TensorLike,
  options: WriteImageOptions & { readonly quality?: number } = {},
): Promise<Uint8Array> {
  const { quality = 90 } = options;
  if (!(quality >= 1 && quality <= 100)) {
    throw badOption("writeJpeg", `quality ${String(quality)}`, "1 to 100");
  }
  const raw = rawFrom("writeJpeg", image, options, 255, [1, 3]);
  return (await jpeg()).encodeJpeg(raw, quality);
}

function rawFrom(
  who: string,
  image: TensorLike,
  { range = "unit", clip = false }: WriteImageOptions,
  largest: number,
  allowed: readonly number[],
): RawImage {
  const t = asTensor(image, who, "the image");
  checkRange(who, range);
  const [height = 0, width = 0, channels = 1] = t.shape;
  if ((t.shape.length !== 2 && t.shape.length !== 3) || !allowed.includes(channels)) {
    throw new ShapeError({
      code: "IMAGE_SHAPE",
      summary: `${who}: this is not the shape of one image.`,
      given: formatShape(t.shape),
      expected: `[H, W], or [H, W, C] with C = ${allowed.join(", ")}`,
      fix: "of a batch [N, H, W, C] take one image: batch.pick(0, null, null, null)",
    });
  }
  checkPixels(who, width, height);
  const full = range === "unit" ? 1 : 255;
  // 1e-9: what a sum of weights that add up to 1 may be off
  const wrong = t.data.findIndex((value) => !(value >= -1e-9 && value <= full * (1 + 1e-9)));
  if (wrong >= 0 && (!clip || Number.isNaN(t.data[wrong]))) throw outside(who, t, wrong, full);
  const values = Float64Array.from(t.data, (value) =>
    Math.round((Math.min(full, Math.max(0, value)) / full) * largest),
  );
  return { width, height, channels, values, largest };
}

function outside(who: string, t: Tensor, at: number, full: number): OptionError {
  return new OptionError({
    code: "IMAGE_RANGE",
    summary: `${who}: number ${at} of the image is ${t.data[at]}, outside 0 to ${full}.`,
    given: `${formatShape(t.shape)} with ${t.data[at]} in it`,
    expected: `numbers from 0 (black) to ${full} (full)`,
    fix:
      full === 1
        ? 'for numbers up to 255 say range: "bytes"; to cut off what lies outside, clip: true'
        : "to cut off what lies outside, clip: true",
  });
}

function checkBytes(bytes: unknown, name: string): asserts bytes is Uint8Array {
  if (bytes instanceof Uint8Array) return;
  throw new OptionError({
    code: "IMAGE_BYTES",
    summary: `readImage: ${name} is not given as bytes.`,
    given: typeof bytes === "string" ? "a text; is it the path of the file?" : typeof bytes,
    expected: "a Uint8Array with the whole file",
    fix: 'await readImage(readFileSync("photo.png"))',
  });
}

function checkRange(who: string, range: unknown): void {
  if (range === "unit" || range === "bytes") return;
  throw badOption(who, `range ${JSON.stringify(range)}`, "'unit' (0 to 1) or 'bytes' (0 to 255)");
}

function badOption(who: string, given: string, expected: string): OptionError {
  return new OptionError({
    code: "BAD_OPTIONS",
    summary: `${who}: an option does not make sense.`,
    given,
    expected,
    fix: "correct what is named above",
  });
}
