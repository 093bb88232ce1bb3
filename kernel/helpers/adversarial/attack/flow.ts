// Images read at displaced places, and how smooth a displacement is.
import {
  asTensor,
  checkRank,
  checkSameShape,
  zeros,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";

/** An image whose pixels were read elsewhere. */
export interface Bent {
  /** The image's shape. */
  readonly output: Tensor;
  /** Gradient by the flow, [H, W, 2], of Σ gradOutput·output. */
  gradFlow(gradOutput: Tensor): Tensor;
}

/**
 * Bends an image by a flow: out[y, x] = image at (y + v, x + u) with (u, v) = flow[y, x], bilinear between pixels, the border
 * repeated outside. Flows are those of `convlab/vision`, whose `warp` sees 0 outside.
 *
 * @param image [1, H, W, C]
 * @param flow  [H, W, 2]: u to the right, v down, pixels
 * @throws ShapeError WRONG_RANK, SHAPES_DIFFER
 * @source Xiao et al., arXiv:1801.02612, equation 1
 * @example bend([[[[1], [5]]]], [[[0.5, 0], [0, 0]]]).output.data // Float64Array [3, 5]
 */
export function bend(image: TensorLike, flow: TensorLike): Bent {
  const x = asTensor(image, "bend", "image");
  const f = asTensor(flow, "bend", "flow");
  checkRank("bend", "image", x.shape, ["1", "H", "W", "C"]);
  const [, height = 0, width = 0, channels = 0] = x.shape;
  checkSameShape("bend", f.shape, [height, width, 2]);
  const output = zeros(x.shape);
  const at = (y: number, column: number, c: number): number =>
    x.data[(y * width + column) * channels + c] ?? 0;
  const corners = (pixel: number): Corners => {
    const y = Math.floor(pixel / width) + (f.data[2 * pixel + 1] ?? 0);
    const column = (pixel % width) + (f.data[2 * pixel] ?? 0);
    const [y0, y1, yShare] = between(y, height);
    const [x0, x1, xShare] = between(column, width);
    return { y0, y1, yShare, x0, x1, xShare };
  };
  for (let pixel = 0; pixel < height * width; pixel += 1) {
    const { y0, y1, yShare, x0, x1, xShare } = corners(pixel);
    for (let c = 0; c < channels; c += 1) {
      const upper = (1 - xShare) * at(y0, x0, c) + xShare * at(y0, x1, c);
      const lower = (1 - xShare) * at(y1, x0, c) + xShare * at(y1, x1, c);
      output.data[pixel * channels + c] = (1 - yShare) * upper + yShare * lower;
    }
  }
  return {
    output,
    gradFlow: (gradOutput) => {
      checkSameShape("bend", gradOutput.shape, x.shape);
      const gradient = zeros([height, width, 2]);
      for (let pixel = 0; pixel < height * width; pixel += 1) {
        const { y0, y1, yShare, x0, x1, xShare } = corners(pixel);
        for (let c = 0; c < channels; c += 1) {
          const g = gradOutput.data[pixel * channels + c] ?? 0;
          const [a, b] = [at(y0, x0, c), at(y0, x1, c)];
          const [d, e] = [at(y1, x0, c), at(y1, x1, c)];
          const down = (1 - xShare) * (d - a) + xShare * (e - b);
          const right = (1 - yShare) * (b - a) + yShare * (e - d);
          gradient.data[2 * pixel] = (gradient.data[2 * pixel] ?? 0) + g * right;
          gradient.data[2 * pixel + 1] = (gradient.data[2 * pixel + 1] ?? 0) + g * down;
        }
      }
      return gradient;
    },
  };
}

interface Corners {
  readonly y0: number;
  readonly y1: number;
  readonly yShare: number;
  readonly x0: number;
  readonly x1: number;
  readonly xShare: number;
}

/** The two pixels that a place lies between, and the second one's share; outside of the image both are the border's. */
function between(place: number, size: number): readonly [number, number, number] {
  const low = Math.floor(place);
  const cut = (i: number): number => Math.min(size - 1, Math.max(0, i));
  return [cut(low), cut(low + 1), place - low];
}

/** The smoothness of a flow and its gradient. */
export interface FlowLoss {
  readonly loss: number;
  /** [H, W, 2] */
  readonly gradient: Tensor;
}

/** Inside the root, so that the slope is finite where neighbours move alike. */
const inside = 1e-8;

/**
 * Total variation of a flow: Σ_p Σ_{q next to p} √(‖flow_p − flow_q‖² + 10⁻⁸), q over the four neighbours in the image.
 *
 * @param flow [H, W, 2]
 * @source Xiao et al., arXiv:1801.02612, equation 4
 * @example flowLoss([[[0, 0], [3, 4]]]).loss.toFixed(4) // "10.0000"
 */
export function flowLoss(flow: TensorLike): FlowLoss {
  const f = asTensor(flow, "flowLoss", "flow");
  checkRank("flowLoss", "flow", f.shape, ["H", "W", "2"]);
  const [height = 0, width = 0] = f.shape;
  const gradient = zeros(f.shape);
  let loss = 0;
  const pair = (p: number, q: number): void => {
    const d = [0, 1].map((axis) => (f.data[2 * p + axis] ?? 0) - (f.data[2 * q + axis] ?? 0));
    const root = Math.sqrt((d[0] ?? 0) ** 2 + (d[1] ?? 0) ** 2 + inside);
    // each pair counts from both sides
    loss += 2 * root;
    d.forEach((part, axis) => {
      const slope = (2 * part) / root;
      gradient.data[2 * p + axis] = (gradient.data[2 * p + axis] ?? 0) + slope;
      gradient.data[2 * q + axis] = (gradient.data[2 * q + axis] ?? 0) - slope;
    });
  };
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const p = y * width + x;
      if (x + 1 < width) pair(p, p + 1);
      if (y + 1 < height) pair(p, p + width);
    }
  }
  return { loss, gradient };
}
