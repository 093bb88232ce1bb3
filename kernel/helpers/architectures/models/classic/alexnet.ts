import type { Graph } from "../../graph/graph.ts";
import { imageNet, type ModelOptions, type Net } from "../../graph/net.ts";
import { variantOf } from "../../graph/refuse.ts";
import type { Value } from "../../graph/graph.ts";

/** Variants of AlexNet: three sources, three totals. */
export interface AlexNetOptions extends ModelOptions {
  /**
   * "table": the 227-pixel table without groups, 62,378,344 parameters; "paper": with the two-GPU groups, 60,965,224;
   * "torchvision": the one-column net of 2014 on 224 pixels, 61,100,840.
   */
  readonly variant?: "table" | "paper" | "torchvision";
}

/**
 * @source Krizhevsky, Sutskever & Hinton, NIPS 2012; torchvision's follows arXiv:1404.5997
 *
 * @example summary(alexnet()).trainable // 62,378,344
 */
export function alexnet({ variant = "table", ...options }: AlexNetOptions = {}): Graph {
  const groups = variantOf("alexnet", { table: 1, paper: 2, torchvision: 1 }, variant);
  if (variant === "torchvision") return alexnetOneColumn(options);
  const net = imageNet(`alexnet (${variant})`, options, 227);
  let x = net.relu("relu1", net.conv("conv1", net.input, 96, 11, { stride: 4 }));
  x = net.maxPool("pool1", net.apply("norm1", { op: "lrn", size: 5 }, x), 3, { stride: 2 });
  x = net.relu("relu2", net.conv("conv2", x, 256, 5, { padding: 2, groups }));
  x = net.maxPool("pool2", net.apply("norm2", { op: "lrn", size: 5 }, x), 3, { stride: 2 });
  x = net.relu("relu3", net.conv("conv3", x, 384, 3, { padding: 1 }));
  x = net.relu("relu4", net.conv("conv4", x, 384, 3, { padding: 1, groups }));
  x = net.relu("relu5", net.conv("conv5", x, 256, 3, { padding: 1, groups }));
  x = net.maxPool("pool5", x, 3, { stride: 2 });
  return net.build(classifier(net, net.flatten("flatten", x), options.classes));
}

function alexnetOneColumn(options: ModelOptions): Graph {
  const net = imageNet("alexnet (torchvision)", options, 224);
  let x = net.relu("relu1", net.conv("conv1", net.input, 64, 11, { stride: 4, padding: 2 }));
  x = net.maxPool("pool1", x, 3, { stride: 2 });
  x = net.relu("relu2", net.conv("conv2", x, 192, 5, { padding: 2 }));
  x = net.maxPool("pool2", x, 3, { stride: 2 });
  for (const [index, channels] of [384, 256, 256].entries()) {
    const map = net.conv(`conv${index + 3}`, x, channels, 3, { padding: 1 });
    x = net.relu(`relu${index + 3}`, map);
  }
  x = net.maxPool("pool5", x, 3, { stride: 2 });
  x = net.apply("pool", { op: "adaptiveAveragePool", size: [6, 6] }, x);
  return net.build(classifier(net, net.flatten("flatten", x), options.classes));
}

/** ZFNet's stages 3 to 5: the figure of the paper, or the numbers that its text is often quoted with. */
export interface ZfNetOptions extends ModelOptions {
  /** "figure": 384, 384, 256 maps (62,357,608 parameters); "text": 512, 1024, 512 (107,627,624). */
  readonly variant?: "figure" | "text";
}

/**
 * ZFNet: AlexNet with 7×7 filters and stride 2 in front. Its first layer does not come out whole: 110.5.
 *
 * @source Zeiler & Fergus, arXiv:1311.2901, figure 3
 * @example summary(zfnet()).trainable // 62,357,608
 */
export function zfnet({ variant = "figure", ...options }: ZfNetOptions = {}): Graph {
  const widths = { figure: [384, 384, 256], text: [512, 1024, 512] } as const;
  const [c3, c4, c5] = variantOf("zfnet", widths, variant);
  const net = imageNet(`zfnet (${variant})`, options, 224);
  let x = net.relu("relu1", net.conv("conv1", net.input, 96, 7, { stride: 2, padding: 1 }));
  x = net.maxPool("pool1", x, 3, { stride: 2, padding: 1 });
  x = net.relu(
    "relu2",
    net.conv("conv2", net.apply("norm1", { op: "lrn", size: 5 }, x), 256, 5, { stride: 2 }),
  );
  x = net.maxPool("pool2", x, 3, { stride: 2, padding: 1 });
  x = net.apply("norm2", { op: "lrn", size: 5 }, x);
  for (const [index, channels] of [c3, c4, c5].entries()) {
    const map = net.conv(`conv${index + 3}`, x, channels ?? 0, 3, { padding: 1 });
    x = net.relu(`relu${index + 3}`, map);
  }
  x = net.maxPool("pool5", x, 3, { stride: 2 });
  return net.build(classifier(net, net.flatten("flatten", x), options.classes));
}

function classifier(net: Net, x: Value, classes = 1000): Value {
  const fc6 = net.relu("relu6", net.dense("fc6", net.dropout("drop6", x), 4096));
  const fc7 = net.relu("relu7", net.dense("fc7", net.dropout("drop7", fc6), 4096));
  return net.dense("fc8", fc7, classes);
}
