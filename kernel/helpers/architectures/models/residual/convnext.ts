import type { Graph, Value } from "../../graph/graph.ts";
import { imageNet, type ModelOptions, type Net } from "../../graph/net.ts";
import { variantOf } from "../../graph/refuse.ts";

/** Blocks of the third stage, and maps of the first. @source Liu et al., arXiv:2201.03545, section 3 */
const sizes: Readonly<Record<ConvNeXtSize, readonly [blocks: number, width: number]>> = {
  tiny: [9, 96],
  small: [27, 96],
  base: [27, 128],
  large: [27, 192],
  xlarge: [27, 256],
};

/** The sizes of the paper. */
export type ConvNeXtSize = "tiny" | "small" | "base" | "large" | "xlarge";

/**
 * ConvNeXt: a ResNet brought up to date: 4×4 patches, depthwise 7×7, layer norm, 1×1 to four times the width and back.
 *
 * @returns tiny 28,589,128 parameters (4.456 GMACs), small 50,223,688, base 88,591,464, large 197,767,336, xlarge
 *   350,196,968
 * @throws OptionError NO_SUCH_VARIANT
 * @source Liu et al., arXiv:2201.03545
 * @example summary(convnext("small")).trainable // 50,223,688
 */
export function convnext(size: ConvNeXtSize, options: ModelOptions = {}): Graph {
  const [blocks, width] = variantOf("convnext", sizes, size);
  const net = imageNet(`convnext_${size}`, options, 224);
  let x = net.layerNorm("stem.norm", net.conv("stem", net.input, width, 4, { stride: 4 }));
  for (const [stage, count] of [3, 3, blocks, 3].entries()) {
    if (stage > 0) {
      const normed = net.layerNorm(`downsample${stage}.norm`, x);
      x = net.conv(`downsample${stage}`, normed, width * 2 ** stage, 2, { stride: 2 });
    }
    for (let index = 0; index < count; index += 1) {
      const input = x;
      x = net.scope(`stage${stage + 1}.${index}`, () => convnextBlock(net, input));
    }
  }
  const features = net.layerNorm("norm", net.globalAveragePool("avgpool", x));
  return net.build(net.dense("head", features, options.classes ?? 1000));
}

/** The smallest ConvNeXt. @example summary(convnextTiny()).trainable // 28,589,128 */
export function convnextTiny(options: ModelOptions = {}): Graph {
  return convnext("tiny", options);
}

/**
 * Depthwise 7×7, layer norm, 1×1 ×4, GELU, 1×1, a learnt scale, and the shortcut.
 *
 * @example const net = new Net("block", [56, 56, 96]); convnextBlock(net, net.input).shape // [56, 56, 96]
 */
export function convnextBlock(net: Net, x: Value): Value {
  const channels = x.shape.at(-1) ?? 0;
  let y = net.layerNorm("norm", net.depthwise("depthwise", x, 7, { padding: 3 }));
  y = net.act("gelu", net.conv("expand", y, 4 * channels, 1), "gelu");
  y = net.apply("scale", { op: "layerScale" }, net.conv("project", y, channels, 1));
  return net.add("add", x, y);
}
