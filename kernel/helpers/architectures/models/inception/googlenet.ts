import type { Graph, Value } from "../../graph/graph.ts";
import { imageNet, type ModelOptions, type Net } from "../../graph/net.ts";
import { variantOf } from "../../graph/refuse.ts";

/** Maps of an Inception module: 1×1; 3×3 reduce, 3×3; 5×5 reduce, 5×5; pool projection. */
export type InceptionWidths = readonly [number, number, number, number, number, number];

/** @source Szegedy et al., arXiv:1409.4842, table 1; "pool" is a 3×3 max-pool with stride 2 */
const modules: readonly (readonly [name: string, widths: InceptionWidths | "pool"])[] = [
  ["3a", [64, 96, 128, 16, 32, 32]],
  ["3b", [128, 128, 192, 32, 96, 64]],
  ["pool3", "pool"],
  ["4a", [192, 96, 208, 16, 48, 64]],
  ["4b", [160, 112, 224, 24, 64, 64]],
  ["4c", [128, 128, 256, 24, 64, 64]],
  ["4d", [112, 144, 288, 32, 64, 64]],
  ["4e", [256, 160, 320, 32, 128, 128]],
  ["pool4", "pool"],
  ["5a", [256, 160, 320, 32, 128, 128]],
  ["5b", [384, 192, 384, 48, 128, 128]],
];

/** Two nets go by this name: the paper's, and the one of the libraries. */
export interface GoogLeNetOptions extends ModelOptions {
  /**
   * "paper": 5×5 filters, biases, LRN (6,998,552 parameters); "torchvision": 3×3 filters in the 5×5 branch and batch norm
   * (6,624,904; 13,004,888 with the auxiliary classifiers).
   */
  readonly variant?: "paper" | "torchvision";
  /** The two auxiliary classifiers of training (default false). */
  readonly aux?: boolean;
}

/**
 * GoogLeNet: nine Inception modules, the mean of each map, one dense layer.
 *
 * @source Szegedy et al., arXiv:1409.4842, table 1
 * @example summary(googlenet()).trainable // 6,998,552
 */
export function googlenet({
  variant = "paper",
  aux = false,
  ...options
}: GoogLeNetOptions = {}): Graph {
  const make = variantOf("googlenet", { paper: plainConv, torchvision: normedConv }, variant);
  const net = imageNet(`googlenet (${variant})`, options, 224);
  const layer = make(net);
  const classes = options.classes ?? 1000;
  const pool = { stride: 2, fit: "ceil" } as const;
  let x = layer("conv1", net.input, 64, 7, { stride: 2, padding: 3 });
  x = net.maxPool("pool1", x, 3, pool);
  if (variant === "paper") x = net.apply("norm1", { op: "lrn", size: 5 }, x);
  x = layer("conv3", layer("conv2", x, 64, 1), 192, 3, { padding: 1 });
  if (variant === "paper") x = net.apply("norm2", { op: "lrn", size: 5 }, x);
  x = net.maxPool("pool2", x, 3, pool);
  const heads: Value[] = [];
  for (const [name, widths] of modules) {
    if (widths === "pool") {
      const size = variant === "torchvision" && name === "pool4" ? 2 : 3;
      x = net.maxPool(name, x, size, pool);
      continue;
    }
    const input = x;
    x = net.scope(`inception${name}`, () =>
      inceptionModule(net, input, widths, layer, variant === "paper" ? 5 : 3),
    );
    if (aux && (name === "4a" || name === "4d")) {
      const at = x;
      heads.push(net.scope(`aux${name}`, () => auxiliary(net, at, layer, classes)));
    }
  }
  const features = net.dropout("dropout", net.globalAveragePool("avgpool", x), 0.4);
  return net.build(net.dense("fc", features, classes), ...heads);
}

/** A convolution with what follows it, as the variant has it. */
type ConvLike = (
  name: string,
  x: Value,
  channels: number,
  size: number,
  options?: { readonly stride?: number; readonly padding?: number },
) => Value;

const plainConv =
  (net: Net): ConvLike =>
  (name, x, channels, size, options = {}) =>
    net.relu(`${name}.relu`, net.conv(name, x, channels, size, options));

const normedConv =
  (net: Net): ConvLike =>
  (name, x, channels, size, options = {}) =>
    net.convBn(name, x, channels, size, options);

/**
 * Four branches side by side: 1×1, 1×1 → 3×3, 1×1 → 5×5, pool → 1×1.
 *
 * @example const net = new Net("block", [28, 28, 192]); inceptionModule(net, net.input, [64, 96, 128, 16, 32, 32]).shape // [28, 28, 256]
 */
export function inceptionModule(
  net: Net,
  x: Value,
  [b1, b3reduce, b3, b5reduce, b5, projection]: InceptionWidths,
  layer: ConvLike = plainConv(net),
  large = 5,
): Value {
  const one = layer("branch1", x, b1, 1);
  const three = layer("branch2.1", layer("branch2.0", x, b3reduce, 1), b3, 3, { padding: 1 });
  const padding = (large - 1) / 2;
  const five = layer("branch3.1", layer("branch3.0", x, b5reduce, 1), b5, large, { padding });
  const pooled = net.maxPool("branch4.pool", x, 3, { stride: 1, padding: 1 });
  return net.concat("concat", one, three, five, layer("branch4.1", pooled, projection, 1));
}

/**
 * The module without bottlenecks on a map of 28×28×256: 128, 192 and 96 maps and the pooled input, 28×28×672.
 *
 * @returns 854,196,224 MACs
 * @example naiveInception().nodes.at(-1)?.shape // [28, 28, 672]
 */
export function naiveInception(): Graph {
  const net = imageNet("naive inception", {}, 28, 256);
  const one = net.conv("1x1", net.input, 128, 1);
  const three = net.conv("3x3", net.input, 192, 3, { padding: 1 });
  const five = net.conv("5x5", net.input, 96, 5, { padding: 2 });
  const pooled = net.maxPool("pool", net.input, 3, { stride: 1, padding: 1 });
  return net.build(net.concat("concat", one, three, five, pooled));
}

/**
 * The same module with 64-map bottlenecks: 28×28×480.
 *
 * @returns 271,351,808 MACs (the often printed 358M counts the 3×3 branch twice)
 * @example bottleneckInception().nodes.at(-1)?.shape // [28, 28, 480]
 */
export function bottleneckInception(): Graph {
  const net = imageNet("inception with bottlenecks", {}, 28, 256);
  return net.build(inceptionModule(net, net.input, [128, 64, 192, 64, 96, 64]));
}

function auxiliary(net: Net, x: Value, layer: ConvLike, classes: number): Value {
  const thin = net.apply("pool", { op: "adaptiveAveragePool", size: [4, 4] }, x);
  const features = net.flatten("flatten", layer("conv", thin, 128, 1));
  const hidden = net.dropout("dropout", net.relu("relu", net.dense("fc1", features, 1024)), 0.7);
  return net.dense("fc2", hidden, classes);
}
