import type { Graph } from "../../graph/graph.ts";
import { imageNet, type ModelOptions } from "../../graph/net.ts";

/**
 * SRCNN: makes a picture that was enlarged by interpolation sharp again, in three convolutions (9, 1 and 5 wide) on the
 * brightness alone. It learns one way of making small, and helps only where that way was used.
 *
 * @param options inputSize: any (default 33, the paper's training patches); the picture keeps its size
 * @returns 8,129 parameters
 * @example summary(srcnn()).trainable // 8129
 * @source Dong, Loy, He & Tang, arXiv:1501.00092 (9-1-5)
 */
export function srcnn(options: ModelOptions = {}): Graph {
  const net = imageNet("srcnn", options, 33, 1);
  let x = net.relu("relu1", net.conv("patches", net.input, 64, 9, { padding: "same" }));
  x = net.relu("relu2", net.conv("mapping", x, 32, 1));
  return net.build(net.conv("reconstruction", x, 1, 5, { padding: "same" }));
}
