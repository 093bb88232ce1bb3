import type { Graph, Value } from "../../graph/graph.ts";
import type { Activation } from "../../graph/layers.ts";
import { imageNet, type ModelOptions, type Net } from "../../graph/net.ts";
import { variantOf } from "../../graph/refuse.ts";

/**
 * The nearest multiple of 8 that is at least nine tenths of the number: widths that hardware likes.
 *
 * @example divisibleBy8(67) // 64
 */
export function divisibleBy8(channels: number): number {
  const rounded = Math.max(8, Math.floor((channels + 4) / 8) * 8);
  return rounded < 0.9 * channels ? rounded + 8 : rounded;
}

/**
 * MobileNet v1: depthwise 3×3, pointwise 1×1, thirteen times.
 *
 * @example summary(mobilenetV1()).trainable // 4231976
 * @source Howard et al., arXiv:1704.04861, table 1
 */
export function mobilenetV1(options: ModelOptions = {}): Graph {
  const net = imageNet("mobilenet_v1", options, 224);
  let x = net.convBn("conv1", net.input, 32, 3, { stride: 2, padding: 1 });
  const layers: readonly (readonly [channels: number, stride: number])[] = [
    [64, 1], [128, 2], [128, 1], [256, 2], [256, 1], [512, 2],
    [512, 1], [512, 1], [512, 1], [512, 1], [512, 1], [1024, 2], [1024, 1],
  ]; // prettier-ignore
  for (const [index, [channels, stride]] of layers.entries()) {
    const groups = x.shape.at(-1) ?? 1;
    x = net.convBn(`dw${index + 1}`, x, groups, 3, { stride, padding: 1, groups });
    x = net.convBn(`pw${index + 1}`, x, channels, 1);
  }
  const features = net.globalAveragePool("avgpool", x);
  return net.build(net.dense("fc", features, options.classes ?? 1000));
}

/** An inverted residual block: expand, depthwise, gate, project; a shortcut where the shapes agree. */
export interface InvertedResidual {
  readonly expanded: number;
  readonly outChannels: number;
  readonly kernelSize: number;
  readonly stride: number;
  readonly activation: Activation;
  /** Hidden units of the squeeze-and-excitation gate; undefined: no gate. */
  readonly squeeze?: number | undefined;
  /** What closes the gate (default sigmoid), and what acts inside it (default relu). */
  readonly gate?: readonly [inner: Activation, outer: Activation];
  /** Share of batches that drop the block (default 0). */
  readonly dropRate?: number;
}

/**
 * 1×1 up, depthwise, gate where asked for, 1×1 down without activation; and the shortcut where size and channels stay.
 *
 * @source Sandler et al., arXiv:1801.04381
 * @example const net = new Net("block", [14, 14, 64]); invertedResidual(net, net.input, { expanded: 384, outChannels: 64, kernelSize: 3, stride: 1, activation: "relu6" }).shape // [14, 14, 64]
 */
export function invertedResidual(net: Net, x: Value, block: InvertedResidual): Value {
  const { expanded, outChannels, kernelSize, stride, activation, squeeze } = block;
  const [inner, outer] = block.gate ?? ["relu", "sigmoid"];
  const channels = x.shape.at(-1) ?? 0;
  let y = expanded === channels ? x : net.convBn("expand", x, expanded, 1, { activation });
  const padding = (kernelSize - 1) / 2;
  const depthwise = { stride, padding, groups: expanded, activation };
  y = net.convBn("depthwise", y, expanded, kernelSize, depthwise);
  if (squeeze !== undefined) {
    let s = net.globalAveragePool("se.squeeze", y);
    s = net.act("se.inner", net.dense("se.fc1", s, squeeze), inner);
    s = net.act("se.outer", net.dense("se.fc2", s, expanded), outer);
    y = net.multiply("se.scale", y, s);
  }
  y = net.convBnLinear("project", y, outChannels, 1);
  if (stride !== 1 || channels !== outChannels) return y;
  const rate = block.dropRate ?? 0;
  return net.add("add", x, rate > 0 ? net.apply("drop", { op: "stochasticDepth", rate }, y) : y);
}

/**
 * MobileNet v2: inverted residuals with linear bottlenecks.
 *
 * @param widen multiplies the widths; 1 gives 3,504,872 parameters, 1.4 gives 6.1 million
 * @source Sandler et al., arXiv:1801.04381, table 2
 * @example summary(mobilenetV2()).trainable // 3,504,872
 */
export function mobilenetV2({
  widen = 1,
  ...options
}: ModelOptions & { readonly widen?: number } = {}): Graph {
  const net = imageNet(`mobilenet_v2 x${widen}`, options, 224);
  const relu6 = { activation: "relu6" } as const;
  let x = net.convBn("stem", net.input, divisibleBy8(32 * widen), 3, {
    stride: 2,
    padding: 1,
    ...relu6,
  });
  const stages: readonly (readonly [expand: number, channels: number, count: number, stride: number])[] = [
    [1, 16, 1, 1], [6, 24, 2, 2], [6, 32, 3, 2], [6, 64, 4, 2], [6, 96, 3, 1], [6, 160, 3, 2], [6, 320, 1, 1],
  ]; // prettier-ignore
  for (const [stage, [expand, channels, count, firstStride]] of stages.entries()) {
    for (let index = 0; index < count; index += 1) {
      const input = x;
      const block: InvertedResidual = {
        expanded: (input.shape.at(-1) ?? 0) * expand,
        outChannels: divisibleBy8(channels * widen),
        kernelSize: 3,
        stride: index === 0 ? firstStride : 1,
        ...relu6,
      };
      x = net.scope(`stage${stage + 1}.${index}`, () => invertedResidual(net, input, block));
    }
  }
  x = net.convBn("head", x, divisibleBy8(1280 * Math.max(1, widen)), 1, relu6);
  const features = net.dropout("dropout", net.globalAveragePool("avgpool", x), 0.2);
  return net.build(net.dense("classifier", features, options.classes ?? 1000));
}

/** Kernel size, expanded maps, maps out, gate?, activation, stride. */
type V3Row = readonly [number, number, number, boolean, "relu" | "hardSwish", number];

const v3: Readonly<Record<"large" | "small", readonly V3Row[]>> = {
  large: [
    [3, 16, 16, false, "relu", 1], [3, 64, 24, false, "relu", 2], [3, 72, 24, false, "relu", 1],
    [5, 72, 40, true, "relu", 2], [5, 120, 40, true, "relu", 1], [5, 120, 40, true, "relu", 1],
    [3, 240, 80, false, "hardSwish", 2], [3, 200, 80, false, "hardSwish", 1],
    [3, 184, 80, false, "hardSwish", 1], [3, 184, 80, false, "hardSwish", 1],
    [3, 480, 112, true, "hardSwish", 1], [3, 672, 112, true, "hardSwish", 1],
    [5, 672, 160, true, "hardSwish", 2], [5, 960, 160, true, "hardSwish", 1],
    [5, 960, 160, true, "hardSwish", 1],
  ], // prettier-ignore
  small: [
    [3, 16, 16, true, "relu", 2], [3, 72, 24, false, "relu", 2], [3, 88, 24, false, "relu", 1],
    [5, 96, 40, true, "hardSwish", 2], [5, 240, 40, true, "hardSwish", 1],
    [5, 240, 40, true, "hardSwish", 1], [5, 120, 48, true, "hardSwish", 1],
    [5, 144, 48, true, "hardSwish", 1], [5, 288, 96, true, "hardSwish", 2],
    [5, 576, 96, true, "hardSwish", 1], [5, 576, 96, true, "hardSwish", 1],
  ], // prettier-ignore
};

/**
 * MobileNet v3: searched blocks, hard swish, gates.
 *
 * @returns large: 5,483,032 parameters; small: 2,542,856
 * @source Howard et al., arXiv:1905.02244, tables 1 and 2
 * @example summary(mobilenetV3("small")).trainable // 2,542,856
 */
export function mobilenetV3(size: "large" | "small", options: ModelOptions = {}): Graph {
  const net = imageNet(`mobilenet_v3_${size}`, options, 224);
  const swish = { activation: "hardSwish" } as const;
  let x = net.convBn("stem", net.input, 16, 3, { stride: 2, padding: 1, ...swish });
  for (const [index, row] of variantOf("mobilenetV3", v3, size).entries()) {
    const [kernelSize, expanded, outChannels, gated, activation, stride] = row;
    const squeeze = gated ? divisibleBy8(Math.floor(expanded / 4)) : undefined;
    const shape = { kernelSize, expanded, outChannels, activation, stride, squeeze };
    const input = x;
    x = net.scope(`block${index + 1}`, () =>
      invertedResidual(net, input, { ...shape, gate: ["relu", "hardSigmoid"] }),
    );
  }
  x = net.convBn("head", x, 6 * (x.shape.at(-1) ?? 0), 1, swish);
  const features = net.globalAveragePool("avgpool", x);
  const hidden = net.dense("classifier.0", features, size === "large" ? 1280 : 1024);
  const active = net.dropout("dropout", net.act("classifier.1", hidden, "hardSwish"), 0.2);
  return net.build(net.dense("classifier.3", active, options.classes ?? 1000));
}
