// The table of Keras' applications: published accuracy and size beside what the graphs count.
import type { Graph } from "../graph/graph.ts";
import { summarize } from "../graph/summary.ts";
import { vgg } from "../models/classic/vgg.ts";
import { inceptionResnetV2 } from "../models/inception/resnet-v2.ts";
import { inceptionV3 } from "../models/inception/v3.ts";
import { efficientnetV2 } from "../models/mobile/efficientnet-v2.ts";
import { efficientnet } from "../models/mobile/efficientnet.ts";
import { mobilenetV1, mobilenetV2 } from "../models/mobile/mobilenet.ts";
import { xception } from "../models/mobile/xception.ts";
import { convnext } from "../models/residual/convnext.ts";
import { densenet } from "../models/residual/densenet.ts";
import { resnetV2 } from "../models/residual/resnet-v2.ts";
import { resnet } from "../models/residual/resnet.ts";
import { nasnet } from "../models/searched/nasnet.ts";

/** How Keras builds a net differently from the graph here, where it does. */
type Difference =
  /** Convolutions before a batch norm have biases all the same. */
  | "biases"
  /** Batch norm has no scale, since a ReLU follows. */
  | "no scale"
  /** A layer that subtracts the means of the three colours and divides: mean, variance and a counter, 7 numbers. */
  | "normalisation";

/** One row of the table. */
export interface KerasRow {
  readonly name: string;
  /** Published accuracy on ImageNet's validation images, per cent; a reading, not reproduced here. */
  readonly top1: number;
  /** Undefined where the table prints none. */
  readonly top5: number | undefined;
  /** Published size of the weights file, MB. */
  readonly megabytes: number;
  readonly graph: () => Graph;
  readonly difference?: Difference;
}

/**
 * The 26 networks of the table, with the graph of each.
 *
 * @source keras.io, "Keras Applications" (accuracies and sizes as printed there)
 */
export const kerasApplications: readonly KerasRow[] = [
  row("Xception", 79, 94.5, 88, xception),
  row("VGG16", 71.3, 90.1, 528, () => vgg("D")),
  row("VGG19", 71.3, 90, 549, () => vgg("E")),
  row("ResNet50", 74.9, 92.1, 98, () => resnet(50), "biases"),
  row("ResNet50V2", 76, 93, 98, () => resnetV2(50)),
  row("ResNet101", 76.4, 92.8, 171, () => resnet(101), "biases"),
  row("ResNet101V2", 77.2, 93.8, 171, () => resnetV2(101)),
  row("ResNet152", 76.6, 93.1, 232, () => resnet(152), "biases"),
  row("ResNet152V2", 78, 94.2, 232, () => resnetV2(152)),
  row("InceptionV3", 77.9, 93.7, 92, inceptionV3, "no scale"),
  row("InceptionResNetV2", 80.3, 95.3, 215, inceptionResnetV2, "no scale"),
  row("MobileNet", 70.4, 89.5, 16, mobilenetV1),
  row("MobileNetV2", 71.3, 90.1, 14, mobilenetV2),
  row("DenseNet121", 75, 92.3, 33, () => densenet(121)),
  row("DenseNet169", 76.2, 93.2, 57, () => densenet(169)),
  row("DenseNet201", 77.3, 93.6, 80, () => densenet(201)),
  row("NASNetMobile", 74.4, 91.9, 23, () => nasnet("mobile")),
  row("NASNetLarge", 82.5, 96, 343, () => nasnet("large")),
  row("EfficientNetB0", 77.1, 93.3, 29, () => efficientnet(0), "normalisation"),
  row("EfficientNetB1", 79.1, 94.4, 31, () => efficientnet(1), "normalisation"),
  row("EfficientNetB2", 80.1, 94.9, 36, () => efficientnet(2), "normalisation"),
  row("EfficientNetB3", 81.6, 95.7, 48, () => efficientnet(3), "normalisation"),
  row("EfficientNetB4", 82.9, 96.4, 75, () => efficientnet(4), "normalisation"),
  row("EfficientNetB5", 83.6, 96.7, 118, () => efficientnet(5), "normalisation"),
  row("EfficientNetB6", 84, 96.8, 166, () => efficientnet(6), "normalisation"),
  row("EfficientNetB7", 84.3, 97, 256, () => efficientnet(7), "normalisation"),
];

/**
 * The rows that came later. Keras keeps the normalisation of these nets free of numbers, so nothing differs.
 *
 * @source keras.io, "Keras Applications" (accuracies and sizes as printed there)
 */
export const kerasLaterApplications: readonly KerasRow[] = [
  row("EfficientNetV2B0", 78.7, 94.3, 29, () => efficientnetV2("b0")),
  row("EfficientNetV2B1", 79.8, 95, 34, () => efficientnetV2("b1")),
  row("EfficientNetV2B2", 80.5, 95.1, 42, () => efficientnetV2("b2")),
  row("EfficientNetV2B3", 82, 95.8, 59, () => efficientnetV2("b3")),
  row("EfficientNetV2S", 83.9, 96.7, 88, () => efficientnetV2("s")),
  row("EfficientNetV2M", 85.3, 97.4, 220, () => efficientnetV2("m")),
  row("EfficientNetV2L", 85.7, 97.5, 479, () => efficientnetV2("l")),
  row("ConvNeXtTiny", 81.3, undefined, 109.42, () => convnext("tiny")),
  row("ConvNeXtSmall", 82.3, undefined, 192.29, () => convnext("small")),
  row("ConvNeXtBase", 85.3, undefined, 338.58, () => convnext("base")),
  row("ConvNeXtLarge", 86.3, undefined, 755.07, () => convnext("large")),
  row("ConvNeXtXLarge", 86.7, undefined, 1310, () => convnext("xlarge")),
];

function row(
  name: string,
  top1: number,
  top5: number | undefined,
  megabytes: number,
  graph: () => Graph,
  difference?: Difference,
): KerasRow {
  return { name, top1, top5, megabytes, graph, ...(difference ? { difference } : {}) };
}

/**
 * "Total params" as Keras prints it: moving statistics count too, and what Keras builds differently is reckoned in.
 *
 * @example kerasTotal({ name: "VGG16", top1: 0, top5: 0, megabytes: 0, graph: () => vgg("D") }) // 138357544
 */
export function kerasTotal({ graph, difference }: KerasRow): number {
  const made = graph();
  const { trainable, nonTrainable } = summarize(made);
  const total = trainable + nonTrainable;
  switch (difference) {
    case "biases":
      return made.nodes.reduce(
        (sum, { layer }) => sum + (layer.op === "conv" && !layer.bias ? layer.outChannels : 0),
        total,
      );
    case "no scale":
      return total - nonTrainable / 2; // two statistics per channel, and one scale
    case "normalisation":
      return total + 7;
    default:
      return total;
  }
}
