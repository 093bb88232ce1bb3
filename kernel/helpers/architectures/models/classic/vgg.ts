import type { Graph } from "../../graph/graph.ts";
import { imageNet, type ModelOptions } from "../../graph/net.ts";
import { variantOf } from "../../graph/refuse.ts";

/** A layer of a VGG column: maps of a 3×3 convolution, maps of a 1×1 convolution, or a normalisation. */
type Step = number | { readonly pointwise: number } | "lrn";

/** Convolutions of each block. @source Simonyan & Zisserman, arXiv:1409.1556, table 1 */
const columns: Readonly<Record<VggColumn, readonly (readonly Step[])[]>> = {
  A: [[64], [128], [256, 256], [512, 512], [512, 512]],
  "A-LRN": [[64, "lrn"], [128], [256, 256], [512, 512], [512, 512]],
  B: [
    [64, 64],
    [128, 128],
    [256, 256],
    [512, 512],
    [512, 512],
  ],
  C: [
    [64, 64],
    [128, 128],
    [256, 256, { pointwise: 256 }],
    [512, 512, { pointwise: 512 }],
    [512, 512, { pointwise: 512 }],
  ],
  D: [
    [64, 64],
    [128, 128],
    [256, 256, 256],
    [512, 512, 512],
    [512, 512, 512],
  ],
  E: [
    [64, 64],
    [128, 128],
    [256, 256, 256, 256],
    [512, 512, 512, 512],
    [512, 512, 512, 512],
  ],
};

/** A column of the paper's table 1. */
export type VggColumn = "A" | "A-LRN" | "B" | "C" | "D" | "E";

/**
 * VGG: 3×3 convolutions, pooling, three dense layers. D is VGG-16, E is VGG-19.
 *
 * @example summary(vgg("D")).trainable // 138357544
 */
export function vgg(column: VggColumn, options: ModelOptions = {}): Graph {
  const net = imageNet(`vgg ${column}`, options, 224);
  let x = net.input;
  for (const [block, steps] of variantOf("vgg", columns, column).entries()) {
    for (const [layer, step] of steps.entries()) {
      const name = `conv${block + 1}_${layer + 1}`;
      if (step === "lrn") {
        x = net.apply(`norm${block + 1}`, { op: "lrn", size: 5 }, x);
      } else {
        const map =
          typeof step === "number"
            ? net.conv(name, x, step, 3, { padding: 1 })
            : net.conv(name, x, step.pointwise, 1);
        x = net.relu(name.replace("conv", "relu"), map);
      }
    }
    x = net.maxPool(`pool${block + 1}`, x, 2);
  }
  x = net.relu("relu6", net.dense("fc6", net.flatten("flatten", x), 4096));
  x = net.relu("relu7", net.dense("fc7", net.dropout("drop6", x), 4096));
  return net.build(net.dense("fc8", net.dropout("drop7", x), options.classes ?? 1000));
}
