import type { Graph, Value } from "../../graph/graph.ts";
import { imageNet, type ModelOptions, type Net } from "../../graph/net.ts";
import { variantOf } from "../../graph/refuse.ts";

/** How the residual blocks of a family are made. */
export interface ResidualOptions extends ModelOptions {
  /** Paths of a grouped bottleneck (ResNeXt), default 1. */
  readonly cardinality?: number;
  /** Maps of one path of the first stage, default 64. */
  readonly baseWidth?: number;
  /** Ratio of the squeeze-and-excitation gate; undefined: no gate. */
  readonly squeeze?: number;
}

/** Blocks per stage and whether they are bottlenecks. @source He et al., arXiv:1512.03385, table 1 */
const depths: Readonly<
  Record<ResNetDepth, readonly [counts: readonly number[], bottleneck: boolean]>
> = {
  18: [[2, 2, 2, 2], false],
  34: [[3, 4, 6, 3], false],
  50: [[3, 4, 6, 3], true],
  101: [[3, 4, 23, 3], true],
  152: [[3, 8, 36, 3], true],
};

/** Layers with weights, as the paper counts them. */
export type ResNetDepth = 18 | 34 | 50 | 101 | 152;

/**
 * ResNet, y = F(x) + x, with the stride in the 3×3 convolution of a bottleneck (torchvision's v1.5).
 *
 * @example summary(resnet(50)).trainable // 25557032
 * @source He, Zhang, Ren & Sun, arXiv:1512.03385
 */
export function resnet(depth: ResNetDepth, options: ModelOptions = {}): Graph {
  return residualNet(`resnet${depth}`, depth, options);
}

/**
 * ResNeXt-50 32×4d: bottlenecks of 32 parallel paths. @source Xie et al., arXiv:1611.05431
 *
 * @example summary(resnext50()).trainable // 25,028,904
 */
export function resnext50(options: ModelOptions = {}): Graph {
  return residualNet("resnext50_32x4d", 50, { ...options, cardinality: 32, baseWidth: 4 });
}

/**
 * Wide ResNet-50-2: the inner maps of each bottleneck doubled. @source Zagoruyko & Komodakis, arXiv:1605.07146
 *
 * @example summary(wideResnet50()).trainable // 68,883,240
 */
export function wideResnet50(options: ModelOptions = {}): Graph {
  return residualNet("wide_resnet50_2", 50, { ...options, baseWidth: 128 });
}

/**
 * SE-ResNet-50: a gate per channel after each block. @source Hu, Shen & Sun, arXiv:1709.01507
 *
 * @example summary(seResnet50()).trainable // 28,088,024
 */
export function seResnet50(options: ModelOptions = {}): Graph {
  return residualNet("seresnet50", 50, { ...options, squeeze: 16 });
}

function residualNet(name: string, depth: ResNetDepth, options: ResidualOptions): Graph {
  const [counts, bottleneck] = variantOf(name, depths, depth);
  const net = imageNet(name, options, 224);
  let x = net.convBn("conv1", net.input, 64, 7, { stride: 2, padding: 3 });
  x = net.maxPool("maxpool", x, 3, { stride: 2, padding: 1 });
  for (const [stage, count] of counts.entries()) {
    const planes = 64 * 2 ** stage;
    for (let block = 0; block < count; block += 1) {
      const stride = block === 0 && stage > 0 ? 2 : 1;
      const input = x;
      x = net.scope(`layer${stage + 1}.${block}`, () =>
        bottleneck
          ? bottleneckBlock(net, input, planes, stride, options)
          : basicBlock(net, input, planes, stride),
      );
    }
  }
  const features = net.globalAveragePool("avgpool", x);
  return net.build(net.dense("fc", features, options.classes ?? 1000));
}

/**
 * Two 3×3 convolutions and the shortcut.
 *
 * @example const net = new Net("block", [56, 56, 64], "floor"); basicBlock(net, net.input, 128, 2).shape // [28, 28, 128]
 */
export function basicBlock(net: Net, x: Value, planes: number, stride: number): Value {
  let y = net.convBn("conv1", x, planes, 3, { stride, padding: 1 });
  y = net.convBnLinear("conv2", y, planes, 3, { padding: 1 });
  return net.relu("relu", net.add("add", y, shortcut(net, x, planes, stride)));
}

/**
 * 1×1 down, 3×3, 1×1 up to four times the planes, and the shortcut.
 *
 * @example const net = new Net("block", [56, 56, 64]); bottleneckBlock(net, net.input, 64, 1).shape // [56, 56, 256]
 */
export function bottleneckBlock(
  net: Net,
  x: Value,
  planes: number,
  stride: number,
  { cardinality = 1, baseWidth = 64, squeeze }: ResidualOptions = {},
): Value {
  const width = Math.floor((planes * baseWidth) / 64) * cardinality;
  let y = net.convBn("conv1", x, width, 1);
  y = net.convBn("conv2", y, width, 3, { stride, padding: 1, groups: cardinality });
  y = net.convBnLinear("conv3", y, planes * 4, 1);
  if (squeeze !== undefined) y = gate(net, y, (planes * 4) / squeeze);
  return net.relu("relu", net.add("add", y, shortcut(net, x, planes * 4, stride)));
}

/**
 * Squeeze and excitation: a weight in (0, 1) for each channel, from the mean of every channel.
 *
 * @example const net = new Net("block", [7, 7, 64]); gate(net, net.input, 4).shape // [7, 7, 64]
 */
export function gate(net: Net, x: Value, hidden: number): Value {
  const channels = x.shape.at(-1) ?? 0;
  let s = net.globalAveragePool("se.squeeze", x);
  s = net.relu("se.relu", net.dense("se.fc1", s, hidden));
  s = net.act("se.sigmoid", net.dense("se.fc2", s, channels), "sigmoid");
  return net.multiply("se.scale", x, s);
}

function shortcut(net: Net, x: Value, channels: number, stride: number): Value {
  if (stride === 1 && x.shape.at(-1) === channels) return x;
  return net.convBnLinear("downsample", x, channels, 1, { stride });
}
