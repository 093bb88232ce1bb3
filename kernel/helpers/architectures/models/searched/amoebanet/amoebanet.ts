import type { Graph, Value } from "../../../graph/graph.ts";
import { imageNet, type ModelOptions } from "../../../graph/net.ts";
import { checkCount, variantOf } from "../../../graph/refuse.ts";
import { applyCell } from "./apply.ts";
import { amoebaCells, type Cell } from "./cells.ts";

/** Which of the searches. */
export type AmoebaNetVariant = "A" | "B" | "C" | "D";

/** Size of an AmoebaNet. */
export interface AmoebaNetOptions extends ModelOptions {
  /** Normal cells in each of the three stacks, the paper's N (default 6). */
  readonly cells?: number;
  /** Maps of an operation in the first stack, the paper's F (default 190); doubled by each reduction. */
  readonly filters?: number;
  /** "imagenet": 3×3 with stride 2 and two reductions in front, 331 pixels; "cifar": 3×3 with 3F maps, 32 pixels. */
  readonly stem?: "imagenet" | "cifar";
}

/**
 * AmoebaNet: cells that evolution found in NASNet's search space, three stacks of N with a reduction between them.
 *
 * Its paper prints millions alone, counted without the auxiliary classifier and without moving statistics. Beside them,
 * what is counted here (N/F):
 *
 * A 6/190, 331 pixels: 86.7M and 23.1G MACs (86,718,797; 23.13G) · A 4/50, 224 pixels: 5.1M and 555M MACs (5,086,930) ·
 * A 6/32 and 6/36, "cifar": 2.6M and 3.2M (2,567,754 and 3,218,266) · A 6/448: 469M (468,151,184) ·
 * B 3/62, 224 pixels: 5.3M and 555M MACs (5,258,700) · B 6/36, "cifar": 2.8M (2,839,186) · B 6/512: 557M (557,277,864) ·
 * C 4/50, 224 pixels: 6.4M (6,353,815) · D, which no paper counts at these settings, 6/190: 67,966,629.
 *
 * An odd F gives the halved maps of the stem one map more on their second path.
 *
 * @throws OptionError NO_SUCH_VARIANT
 * @source Real, Aggarwal, Huang & Le, arXiv:1802.01548, figures 1, 6 and 9 to 11, tables 1 and 2; which operation reads
 *   which state: the authors' code (tensorflow/tpu, models/official/amoeba_net); B 6/512: Huang et al., arXiv:1811.06965
 * @example summary(amoebanet("A")).trainable // 86,718,797
 */
export function amoebanet(
  variant: AmoebaNetVariant,
  { cells = 6, filters = 190, stem = "imagenet", ...options }: AmoebaNetOptions = {},
): Graph {
  const { normal, reduction } = variantOf("amoebanet", amoebaCells, variant);
  const large = variantOf("amoebanet", { imagenet: true, cifar: false }, stem);
  checkCount("amoebanet", "cells", cells, 1, 100);
  checkCount("amoebanet", "filters", filters, 4, 10_000);
  const net = imageNet(`amoebanet_${variant}`, options, large ? 331 : 32);
  const conv0 = large
    ? net.conv("conv0", net.input, 32, 3, { stride: 2, bias: false })
    : net.conv("conv0", net.input, 3 * filters, 3, { padding: 1, bias: false });
  const start = net.batchNorm("conv0.bn", conv0);
  let last: readonly [x: Value, before: Value] = [start, start];
  const add = (name: string, cell: Cell, width: number, stride: 1 | 2): void => {
    const inputs = last;
    last = [net.scope(name, () => applyCell(net, cell, inputs, width, stride)), inputs[0]];
  };
  if (large) {
    add("stem0", reduction, Math.floor(filters / 4), 2);
    add("stem1", reduction, Math.floor(filters / 2), 2);
  }
  for (const stack of [0, 1, 2]) {
    const width = filters * 2 ** stack;
    if (stack > 0) add(`reduction${stack}`, reduction, width, 2);
    for (let at = 0; at < cells; at += 1) add(`stack${stack + 1}.${at}`, normal, width, 1);
  }
  const features = net.globalAveragePool("avgpool", net.relu("relu", last[0]));
  const classes = options.classes ?? (large ? 1000 : 10);
  return net.build(net.dense("fc", net.dropout("dropout", features), classes));
}
