import { ShapeError } from "../../../../core/index.ts";
import type { Graph, Value } from "../../graph/graph.ts";
import { imageNet, type ModelOptions, type Net } from "../../graph/net.ts";
import { checkCount, variantOf } from "../../graph/refuse.ts";

/** Size of a U-Net; of its `classes` the default is 2, of `fit` "strict": each pool must halve its map exactly. */
export interface UNetOptions extends ModelOptions {
  /** "valid" (the paper's): 572 pixels in, 388 out; "same": as many out as in. */
  readonly padding?: "valid" | "same";
  /** Channels of the images (default 1). */
  readonly channels?: number;
  /** Maps of the first level (default 64); doubled on each of the four levels below. */
  readonly filters?: number;
}

/**
 * U-Net: down four levels, up again, and on the way up each level is joined with what its size was on the way down.
 *
 * A level's "up-convolution" is the paper's: the map enlarged by 2, then a 2×2 convolution to half the channels. A
 * transposed convolution has the same parameters and a quarter of these MACs.
 *
 * @returns a map of logits per class; 31,030,658 parameters (biases, no batch norm) for 1 channel and 2 classes, padded
 *   or not; 31,030,593 for one class
 * @throws OptionError NO_SUCH_VARIANT; ShapeError DOES_NOT_FIT where a pool would meet an odd size: 188, 204, …, 572, … fit,
 *   padded 16, 32, …
 * @source Ronneberger, Fischer & Brox, arXiv:1505.04597, figure 1
 * @example summary(unet()).trainable // 31,030,658
 */
export function unet({
  padding = "valid",
  channels = 1,
  filters = 64,
  ...options
}: UNetOptions = {}): Graph {
  const border = variantOf("unet", { valid: 0, same: 1 }, padding);
  checkCount("unet", "channels", channels, 1, 10_000);
  checkCount("unet", "filters", filters, 1, 10_000);
  const net = imageNet(`unet (${padding})`, { fit: "strict", ...options }, 572, channels);
  if (net.fit === "strict") checkTile(net.input.shape, padding);
  const twice = (name: string, x: Value, maps: number): Value =>
    [1, 2].reduce((y, at) => {
      const map = net.conv(`${name}.conv${at}`, y, maps, 3, { padding: border });
      return net.relu(`${name}.relu${at}`, map);
    }, x);
  const skips: Value[] = [];
  let x = net.input;
  for (const level of [1, 2, 3, 4]) {
    x = twice(`down${level}`, x, filters * 2 ** (level - 1));
    skips.push(x);
    x = net.maxPool(`down${level}.pool`, x, 2);
  }
  x = net.dropout("bottom.dropout", twice("bottom", x, filters * 16));
  for (const level of [4, 3, 2, 1]) {
    const maps = filters * 2 ** (level - 1);
    const large = net.apply(`up${level}.enlarge`, { op: "upsample", factor: 2 }, x);
    const up = net.conv(`up${level}.conv0`, large, maps, 2, { padding: "same" });
    const skip = centre(net, `up${level}.crop`, skips.pop() ?? up, up);
    x = twice(`up${level}`, net.concat(`up${level}.concat`, skip, up), maps);
  }
  return net.build(net.conv("logits", x, options.classes ?? 2, 1));
}

/** Refuses a tile that one of the four pools does not halve, and names the nearest that fit. */
function checkTile(shape: readonly number[], padding: "valid" | "same"): void {
  // four levels: without padding a tile loses 4 pixels on each and its bottom 4 more, 12 modulo 16; 188 leaves 4 pixels
  const [rest, least] = padding === "valid" ? [12, 188] : [0, 16];
  const fits = (n: number): boolean => n >= least && (n - rest) % 16 === 0;
  const sizes = shape.slice(0, 2);
  if (sizes.every(fits)) return;
  const nearest = sizes.map((n) => {
    if (fits(n)) return `${n}`;
    const below = Math.max(least, rest + 16 * Math.floor((n - rest) / 16));
    return n < least ? `${least}` : `${below} or ${below + 16}`;
  });
  const [tall = "", wide = ""] = nearest;
  throw new ShapeError({
    code: "DOES_NOT_FIT",
    summary: `unet: a tile of ${sizes.join(" × ")} pixels cannot be halved four times.`,
    given: `inputSize ${sizes.join(" × ")}, padding "${padding}"`,
    expected: `${least}, ${least + 16}, ${least + 32}, … pixels`,
    fix: `take ${tall === wide ? tall : `${tall} by ${wide}`} pixels, or say fit: "floor" to leave the last rows out`,
  });
}

/** The middle of a map, in the size of another. */
function centre(net: Net, name: string, x: Value, like: Value): Value {
  const [down, across] = [0, 1].map((axis) => (x.shape[axis] ?? 0) - (like.shape[axis] ?? 0));
  if (!down && !across) return x;
  const half = (rows = 0): readonly [number, number] => [Math.floor(rows / 2), Math.ceil(rows / 2)];
  const [[top, bottom], [left, right]] = [half(down), half(across)];
  return net.apply(name, { op: "crop", top, bottom, left, right }, x);
}
