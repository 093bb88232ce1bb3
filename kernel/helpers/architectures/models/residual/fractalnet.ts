import type { Graph, Value } from "../../graph/graph.ts";
import { imageNet, type ModelOptions, type Net } from "../../graph/net.ts";
import { checkCount } from "../../graph/refuse.ts";

/**
 * FractalNet's block: f₁ = conv, f_{C+1}(x) = join(f_C(f_C(x)), conv(x)); the longest path has 2^{C−1} convolutions.
 *
 * @source Larsson, Maire & Shakhnarovich, arXiv:1605.07648
 * @example const net = new Net("block", [32, 32, 16]); fractalBlock(net, net.input, 3, 16).shape // [32, 32, 16]
 */
export function fractalBlock(net: Net, x: Value, columns: number, channels: number): Value {
  const conv = net.convBn("conv", x, channels, 3, { padding: 1 });
  if (columns === 1) return conv;
  const first = net.scope("first", () => fractalBlock(net, x, columns - 1, channels));
  const second = net.scope("second", () => fractalBlock(net, first, columns - 1, channels));
  return net.apply("join", { op: "mean" }, [second, conv]);
}

/**
 * FractalNet for 32×32 images: five blocks of C columns, a pool after each.
 *
 * @example summary(fractalnet()).trainable // 76,106,634
 */
export function fractalnet(columns = 4, options: ModelOptions = {}): Graph {
  checkCount("fractalnet", "columns", columns, 1, 8);
  const net = imageNet(`fractalnet C=${columns}`, options, 32);
  let x = net.input;
  for (const [index, channels] of [64, 128, 256, 512, 512].entries()) {
    const input = x;
    x = net.scope(`block${index + 1}`, () => fractalBlock(net, input, columns, channels));
    x = net.maxPool(`pool${index + 1}`, x, 2);
  }
  return net.build(net.dense("fc", net.flatten("flatten", x), options.classes ?? 10));
}

/**
 * Convolutions on the longest path from the input to a value of the graph.
 *
 * @example longestPath(fractalnet(3)) // 20
 */
export function longestPath(graph: Graph): number {
  const depth: number[] = [];
  for (const node of graph.nodes) {
    const before = Math.max(0, ...node.inputs.map((id) => depth[id] ?? 0));
    depth.push(before + (node.layer.op === "conv" ? 1 : 0));
  }
  return Math.max(0, ...graph.outputs.map((id) => depth[id] ?? 0));
}
