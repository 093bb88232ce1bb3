// A picture as it is, in its colours: the numbers become a PNG that the notebook shows.
import { OptionError, ShapeError } from "../../core/index.ts";
import {
  asTensor,
  checkShape,
  reshape,
  wrap,
  writePng,
  type ImageRange,
  type Tensor,
  type TensorLike,
} from "../tensor/index.ts";

/** How a picture is shown. */
export interface ShowImageOptions {
  /** 'unit': 0 is black, 1 is full (default); 'bytes': 0 to 255. */
  readonly range?: ImageRange;
  /** Cut off numbers outside the range (default false: they are refused). */
  readonly clip?: boolean;
  /** Screen pixels per pixel (default: so many that the picture is about 256 wide or high, at least 1). */
  readonly scale?: number;
  /** Of a batch: pictures per row (default 8). */
  readonly columns?: number;
}

/** A picture that shows itself in a notebook. */
export interface Picture {
  readonly png: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/**
 * A picture for the notebook, each pixel as a square: `await showImage(photo)` as the last line of a cell.
 *
 * @param image [H, W], [H, W, C] with C = 1 to 4, or a batch [N, H, W, C], shown in rows
 * @throws ShapeError IMAGE_SHAPE; OptionError IMAGE_RANGE, IMAGE_TOO_LARGE, IMAGE_EMPTY, BAD_OPTIONS
 * @example (await showImage([[0, 1]], { scale: 10 })).width // 20
 */
export async function showImage(
  image: TensorLike,
  options: ShowImageOptions = {},
): Promise<Picture> {
  const { range = "unit", clip = false, columns = 8 } = options;
  const given = asTensor(image, "showImage", "the image");
  if (given.shape.length > 4 || given.shape.length < 2) throw wrongShape(given);
  const sheet = given.shape.length === 4 ? tile(given, whole("columns", columns)) : given;
  const [height = 0, width = 0, channels = 1] = sheet.shape;
  const fitting = Math.max(1, Math.floor(256 / Math.max(1, width, height)));
  const scale = whole("scale", options.scale ?? fitting);
  checkShape("showImage", [height * scale, width * scale, channels]);
  const png = await writePng(enlarge(sheet, scale), { range, clip });
  const picture = { png, width: width * scale, height: height * scale };
  const words = `picture [${given.shape.join(", ")}]: ${height} rows, ${width} columns`;
  return Object.defineProperty(picture, Symbol.for("Jupyter.display"), {
    value: () => ({ "image/png": base64(png), "text/plain": words }),
  });
}

/** Images in rows, a black line between them. */
function tile(batch: Tensor, columns: number): Tensor {
  const [count = 0, height = 0, width = 0, channels = 0] = batch.shape;
  const across = Math.min(columns, count);
  const down = Math.ceil(count / Math.max(1, across));
  const sheet = [down * (height + 1) - 1, across * (width + 1) - 1, channels];
  if (batch.size === 0) throw wrongShape(batch);
  const data = new Float64Array(sheet.reduce((product, n) => product * n, 1));
  for (let n = 0; n < count; n += 1) {
    const [top, left] = [Math.floor(n / across) * (height + 1), (n % across) * (width + 1)];
    for (let y = 0; y < height; y += 1) {
      const from = (n * height + y) * width * channels;
      const to = ((top + y) * (sheet[1] ?? 0) + left) * channels;
      data.set(batch.data.subarray(from, from + width * channels), to);
    }
  }
  return wrap(data, sheet);
}

/** Every pixel as a square of `scale` × `scale`. */
function enlarge(image: Tensor, scale: number): Tensor {
  const [height = 0, width = 0, channels = 1] = image.shape;
  const large = [height * scale, width * scale, channels];
  if (scale === 1) return reshape(image, large);
  const data = new Float64Array(image.size * scale * scale);
  for (let at = 0; at < data.length; at += 1) {
    const c = at % channels;
    const x = Math.floor(at / channels) % (width * scale);
    const y = Math.floor(at / channels / (width * scale));
    const from = (Math.floor(y / scale) * width + Math.floor(x / scale)) * channels + c;
    data[at] = image.data[from] ?? 0;
  }
  return wrap(data, large);
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Three bytes as four letters, 6 bits each; missing bytes as `=`. Pages have btoa, Node has Buffer, both have this. */
function base64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(at, at + 3);
    const bits = (a << 16) | (b << 8) | c;
    const letters = [18, 12, 6, 0].map((shift) => alphabet[(bits >> shift) & 63] ?? "");
    text += letters.join("").slice(0, Math.min(4, bytes.length - at + 1));
  }
  return text.padEnd(Math.ceil(text.length / 4) * 4, "=");
}

function whole(name: string, value: number): number {
  if (Number.isSafeInteger(value) && value >= 1 && value <= 1024) return value;
  throw new OptionError({
    code: "BAD_OPTIONS",
    summary: `showImage: ${name} is not a whole number from 1 to 1024.`,
    given: `${name} ${String(value)}`,
    expected: `for example { ${name}: 8 }`,
    fix: "round it",
  });
}

function wrongShape(t: Tensor): ShapeError {
  return new ShapeError({
    code: "IMAGE_SHAPE",
    summary: "showImage: this is not the shape of an image or of a batch of images.",
    given: `[${t.shape.join(", ")}]`,
    expected: "[H, W], [H, W, C] or [N, H, W, C], with at least one pixel",
    fix: "reshape(image, [28, 28]), for example",
  });
}
