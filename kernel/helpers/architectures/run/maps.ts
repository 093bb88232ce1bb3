// Layers that move, join or scale whole channels of a map [N, H, W, C].
import { allocate, commonDtype, wrap, type Tensor } from "../../tensor/index.ts";

/** A map whose pixel (y, x) takes its channels from the function; `from` is an index into the input's data. */
function rebuild(
  x: Tensor,
  [height, width, channels]: readonly [number, number, number],
  read: (y: number, x: number, c: number) => readonly [y: number, x: number, c: number] | undefined,
): Tensor {
  const [batch = 0, inH = 0, inW = 0, inC = 0] = x.shape;
  const out = allocate(batch * height * width * channels, commonDtype(x));
  let to = 0;
  for (let n = 0; n < batch; n += 1) {
    for (let y = 0; y < height; y += 1) {
      for (let column = 0; column < width; column += 1) {
        for (let c = 0; c < channels; c += 1) {
          const at = read(y, column, c);
          if (at) out[to] = x.data[((n * inH + at[0]) * inW + at[1]) * inC + at[2]] ?? 0;
          to += 1;
        }
      }
    }
  }
  return wrap(out, [batch, height, width, channels]);
}

/** Channels from … to − 1. */
export function sliceChannels(x: Tensor, from: number, to: number): Tensor {
  const [, height = 0, width = 0] = x.shape;
  return rebuild(x, [height, width, to - from], (y, column, c) => [y, column, c + from]);
}

/** The part of this height and width, from a row and a column on. */
export function crop(
  x: Tensor,
  [top, left]: readonly [number, number],
  [height = 0, width = 0, channels = 0]: readonly number[],
): Tensor {
  return rebuild(x, [height, width, channels], (y, column, c) => [y + top, column + left, c]);
}

/** Each pixel as a square of factor × factor. */
export function upsample(x: Tensor, factor: number): Tensor {
  const [, height = 0, width = 0, channels = 0] = x.shape;
  return rebuild(x, [height * factor, width * factor, channels], (y, column, c) => [
    Math.floor(y / factor),
    Math.floor(column / factor),
    c,
  ]);
}

/** `count` channels of zeros behind those of the input. */
export function appendZeros(x: Tensor, count: number): Tensor {
  const [, height = 0, width = 0, channels = 0] = x.shape;
  return rebuild(x, [height, width, channels + count], (y, column, c) =>
    c < channels ? [y, column, c] : undefined,
  );
}

/** Channels of all inputs one behind the other, of maps and of vectors. */
export function concat(inputs: readonly Tensor[]): Tensor {
  const [first] = inputs;
  const channels = inputs.map(({ shape }) => shape.at(-1) ?? 0);
  const total = channels.reduce((sum, n) => sum + n, 0);
  const shape = [...(first?.shape.slice(0, -1) ?? []), total];
  const out = allocate(
    shape.reduce((product, n) => product * n, 1),
    commonDtype(...inputs),
  );
  let start = 0;
  for (const [i, { data }] of inputs.entries()) {
    const own = channels[i] ?? 0;
    for (let at = 0; at < data.length; at += 1) {
      out[Math.floor(at / own) * total + start + (at % own)] = data[at] ?? 0;
    }
    start += own;
  }
  return wrap(out, shape);
}

/** Sum or mean of inputs of one shape. */
export function addAll(inputs: readonly Tensor[], factor = 1): Tensor {
  const [first] = inputs;
  const out = allocate(first?.size ?? 0, commonDtype(...inputs));
  for (const { data } of inputs) {
    for (let i = 0; i < out.length; i += 1) out[i] = (out[i] ?? 0) + factor * (data[i] ?? 0);
  }
  return wrap(out, first?.shape ?? []);
}

/** Product; a vector [N, C] multiplies every pixel of a map [N, H, W, C]. */
export function multiply(left: Tensor, right: Tensor): Tensor {
  const [x, gate] = left.size >= right.size ? [left, right] : [right, left];
  const batch = x.shape[0] ?? 0;
  const channels = x.shape.at(-1) ?? 0;
  const each = batch === 0 ? 0 : x.size / batch;
  const same = x.size === gate.size;
  const out = x.data.slice();
  for (let i = 0; i < out.length; i += 1) {
    const at = same ? i : Math.floor(i / each) * channels + (i % channels);
    out[i] = (x.data[i] ?? 0) * (gate.data[at] ?? 0);
  }
  return wrap(out, x.shape);
}

/** One factor per channel. */
export function scaleChannels(x: Tensor, scale: Tensor): Tensor {
  const channels = x.shape.at(-1) ?? 1;
  return wrap(
    x.data.map((value, i) => value * (scale.data[i % channels] ?? 0)),
    x.shape,
  );
}

/** Mean of size[0] × size[1] windows that cover the map; a window may share its border pixels with the next. */
export function adaptiveAveragePool(x: Tensor, [outH, outW]: readonly [number, number]): Tensor {
  const [batch = 0, height = 0, width = 0, channels = 0] = x.shape;
  const out = allocate(batch * outH * outW * channels, commonDtype(x));
  const span = (at: number, size: number, count: number): readonly [number, number] =>
    adaptiveSpan(at, size, count);
  for (let n = 0; n < batch; n += 1) {
    for (let y = 0; y < outH; y += 1) {
      const [top, bottom] = span(y, height, outH);
      for (let column = 0; column < outW; column += 1) {
        const [left, right] = span(column, width, outW);
        const to = ((n * outH + y) * outW + column) * channels;
        const share = 1 / ((bottom - top) * (right - left));
        for (let i = top; i < bottom; i += 1) {
          for (let j = left; j < right; j += 1) {
            const from = ((n * height + i) * width + j) * channels;
            for (let c = 0; c < channels; c += 1) {
              out[to + c] = (out[to + c] ?? 0) + share * (x.data[from + c] ?? 0);
            }
          }
        }
      }
    }
  }
  return wrap(out, [batch, outH, outW, channels]);
}

/** ⌊i·size/count⌋ up to ⌈(i + 1)·size/count⌉, as PyTorch divides an axis. */
export function adaptiveSpan(at: number, size: number, count: number): readonly [number, number] {
  return [Math.floor((at * size) / count), Math.ceil(((at + 1) * size) / count)];
}
