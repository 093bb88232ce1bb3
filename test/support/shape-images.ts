// Small coloured pictures of three shapes, made by seed, with the box of the object; and a network trained on them.
import * as nets from "../../kernel/helpers/backprop/index.ts";
import { adam, he, type OptimizerState } from "../../kernel/helpers/optim/index.ts";
import { Rng, wrap, zeros, type Tensor } from "../../kernel/helpers/tensor/index.ts";

/** Pixels per side. */
export const side = 12;

/** Textures that can fill a shape: horizontal stripes, vertical stripes, a chequerboard. */
type Texture = (y: number, x: number) => number;
const textures: readonly Texture[] = [
  (y) => (y % 2 === 0 ? 1 : 0.3),
  (_, x) => (x % 2 === 0 ? 1 : 0.3),
  (y, x) => ((x + y) % 2 === 0 ? 1 : 0.3),
];

/** Disc, plus and frame of a radius, around (0, 0). */
const shapes: readonly ((y: number, x: number, radius: number) => boolean)[] = [
  (y, x, r) => y * y + x * x <= r * r,
  (y, x, r) => Math.min(Math.abs(y), Math.abs(x)) <= 0.5 && Math.max(Math.abs(y), Math.abs(x)) <= r,
  (y, x, r) => Math.max(Math.abs(y), Math.abs(x)) === r,
];

export interface Pictures {
  /** [N, 12, 12, 3] in [0, 1] */
  readonly images: Tensor;
  readonly labels: readonly number[];
  readonly textures: readonly number[];
  readonly boxes: readonly { readonly top: number; readonly left: number; readonly bottom: number; readonly right: number }[]; // prettier-ignore
}

/**
 * Pictures of the three shapes in turn.
 *
 * @param filling which texture a shape gets: "plain" (none), "own" (its class's), "random", "other" (never its class's)
 */
export function pictures(
  count: number,
  seed: number,
  filling: "plain" | "own" | "random" | "other" = "plain",
): Pictures {
  const rng = new Rng(seed);
  const images = zeros([count, side, side, 3]);
  const made = Array.from({ length: count }, (_, n) => {
    const label = n % 3;
    const radius = 2 + rng.integer(2);
    const [cy, cx] = [radius + rng.integer(side - 2 * radius), radius + rng.integer(side - 2 * radius)]; // prettier-ignore
    const colour = [0, 1, 2].map(() => 0.5 + 0.5 * rng.uniform());
    const drawn = rng.integer(3);
    const shifted = rng.integer(2);
    const texture = { plain: -1, own: label, random: drawn, other: (label + 1 + shifted) % 3 }[filling]; // prettier-ignore
    for (let y = 0; y < side; y += 1) {
      for (let x = 0; x < side; x += 1) {
        const inside = shapes[label]?.(y - cy, x - cx, radius) ?? false;
        const light = textures[texture]?.(y, x) ?? 1;
        for (let c = 0; c < 3; c += 1) {
          const noise = 0.2 * rng.uniform();
          images.set(n, y, x, c, inside ? light * (colour[c] ?? 0) : noise);
        }
      }
    }
    const box = { top: cy - radius, left: cx - radius, bottom: cy + radius, right: cx + radius };
    return { label, texture, box };
  });
  return {
    images,
    labels: made.map(({ label }) => label),
    textures: made.map(({ texture }) => texture),
    boxes: made.map(({ box }) => box),
  };
}

/** conv 3×3 → ReLU → max pool → conv 3×3 → ReLU → global average → dense, with He's initial weights. */
export function freshNet(
  seed: number,
  channels: readonly [number, number] = [8, 12],
): nets.Network {
  const [first, second] = channels;
  return nets.network([
    nets.convLayer("conv1", { filters: he([3, 3, 3, first], seed), bias: zeros([first]) }, { padding: "same" }), // prettier-ignore
    nets.reluLayer("relu1"),
    nets.maxPoolLayer("pool1", { size: 2 }),
    nets.convLayer("conv2", { filters: he([3, 3, first, second], seed + 1), bias: zeros([second]) }, { padding: "same" }), // prettier-ignore
    nets.reluLayer("relu2"),
    nets.globalAverageLayer("gap"),
    nets.denseLayer("logits", { filters: he([second, 3], seed + 2), bias: zeros([3]) }),
  ]);
}

/** Examples first…first+count of a batch. */
export function slice(x: Tensor, first: number, count: number): Tensor {
  const size = x.size / (x.shape[0] ?? 1);
  return wrap(x.data.slice(first * size, (first + count) * size), [count, ...x.shape.slice(1)]);
}

interface TrainOptions {
  readonly epochs?: number;
  readonly batch?: number;
  readonly learningRate?: number;
}

/** Trains with Adam; the examples are taken in order, which is a different shape each time. */
export function trained(
  start: nets.Network,
  { images, labels }: Pick<Pictures, "images" | "labels">,
  { epochs = 12, batch = 16, learningRate = 0.01 }: TrainOptions = {},
): nets.Network {
  let net = start;
  let states: (OptimizerState | undefined)[] = net.parameters.map(() => undefined);
  let t = 0;
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    for (let first = 0; first + batch <= labels.length; first += batch) {
      t += 1;
      const x = slice(images, first, batch);
      const { gradients } = net.lossGradients(x, labels.slice(first, first + batch));
      const steps = net.parameters.map((w, i) =>
        adam(w, gradients[i] ?? w, states[i], { learningRate }, t),
      );
      states = steps.map(({ state }) => state);
      net = net.withParameters(steps.map(({ weights }) => weights));
    }
  }
  return net;
}

/** Predicted classes. */
export function classes(net: nets.Model, x: Tensor): readonly number[] {
  const z = nets.logitsOf(net, x);
  const count = z.shape[1] ?? 1;
  return Array.from({ length: z.shape[0] ?? 0 }, (_, n) => {
    const row = [...z.data.subarray(n * count, (n + 1) * count)];
    return row.indexOf(Math.max(...row));
  });
}

/** Share of right predictions. */
export function accuracy(net: nets.Model, x: Tensor, labels: readonly number[]): number {
  return classes(net, x).filter((guess, n) => guess === labels[n]).length / labels.length;
}
