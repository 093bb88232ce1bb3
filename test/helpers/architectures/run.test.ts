import { expect, test } from "vitest";
import {
  forward,
  GraphBuilder,
  initialWeights,
  Net,
  summary,
  weightSpecs,
} from "../../../kernel/helpers/architectures/index.ts";
import * as models from "../../../kernel/helpers/architectures/index.ts";
import { multiply, upsample } from "../../../kernel/helpers/architectures/run/maps.ts";
import { activate, erf, layerNorm } from "../../../kernel/helpers/architectures/run/pointwise.ts";
import { fromArray, random, tensor, zeros } from "../../../kernel/helpers/tensor/index.ts";
import "../../support/tensors.ts";

test("the error function has the printed values of the handbook's table 7.1", () => {
  for (const [x, value] of [
    [0, 0],
    [0.5, 0.5204998778],
    [1, 0.8427007929],
    [2, 0.995322265],
    [3, 0.9999779095],
  ] as const) {
    expect(erf(x)).toBeCloseTo(value, 10);
    expect(erf(-x)).toBeCloseTo(-value, 10);
  }
  // both ways of computing it meet at 3
  expect(erf(3 + 1e-9) - erf(3 - 1e-9)).toBeLessThan(1e-12);
});

test("activations by hand", () => {
  const x = tensor([-4, -1, 0, 1, 8]);
  expect(activate("relu6", x)).toBeCloseToTensor([0, 0, 0, 1, 6]);
  // relu6(x + 3)/6
  expect(activate("hardSigmoid", x)).toBeCloseToTensor([0, 1 / 3, 0.5, 2 / 3, 1]);
  expect(activate("hardSwish", x)).toBeCloseToTensor([0, -1 / 3, 0, 2 / 3, 8]);
  expect(activate("leakyRelu", x)).toBeCloseToTensor([-0.4, -0.1, 0, 1, 8]);
});

test("GELU is x·Φ(x), the normal distribution's own, not a sigmoid's", () => {
  // Φ(1) = 0.8413447461, Φ(2) = 0.9772498681
  const out = activate("gelu", tensor([1, -1, 2]));
  expect(out).toBeCloseToTensor([0.8413447461, -0.1586552539, 1.9544997361], 1e-9);
});

test("A26: a layer norm divides by the root of the biased variance and ε", () => {
  // 1 and 3: mean 2, variance 1
  const one = 1 / Math.sqrt(1 + 1e-6);
  expect(layerNorm(tensor([[1, 3]]), tensor([10, 1]), tensor([0, 5]))).toBeCloseToTensor([[-10 * one, one + 5]], 1e-12); // prettier-ignore
});

test("A17: each image of a batch has its own gates, one a channel", () => {
  // two images of two pixels and two channels; the gates (1, 10) and (100, 1000)
  const maps = fromArray([1, 2, 3, 4, 5, 6, 7, 8], [2, 1, 2, 2]);
  const gated = multiply(maps, tensor([[1, 10], [100, 1000]])); // prettier-ignore
  expect([...gated.data]).toEqual([1, 20, 3, 40, 500, 6000, 700, 8000]);
});

test("upsampling by 2 shows each pixel four times", () => {
  const out = upsample(fromArray([1, 2, 3, 4], [1, 2, 2, 1]), 2);
  expect([...out.data]).toEqual([1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4]);
});

test("weights are as many numbers as the summary counts, for every kind of layer", () => {
  for (const graph of [
    models.lenet5Original(),
    models.mobilenetV3("small"),
    models.convnextTiny(),
    models.resnext50(),
  ]) {
    const { trainable, nonTrainable } = summary(graph);
    const count = (trained: boolean): number =>
      weightSpecs(graph)
        .filter((spec) => spec.trainable === trained)
        .reduce((sum, { shape }) => sum + shape.reduce((product, n) => product * n, 1), 0);
    expect([count(true), count(false)]).toEqual([trainable, nonTrainable]);
  }
});

const weighted = (graph: models.Graph, seed: number): models.Weights =>
  initialWeights(graph, { seed });
const outputOf = (
  graph: models.Graph,
  weights: models.Weights,
  shape: readonly number[],
  seed = 1,
) => forward(graph, weights, random([2, ...shape], { seed, low: -1 })).outputs[0];

test("A10: a residual block whose last weights are zero is the identity on what ReLU lets through", () => {
  const net = new Net("block", [6, 6, 4]);
  const graph = net.build(models.basicBlock(net, net.input, 4, 1));
  const weights = { ...weighted(graph, 1), "conv2.conv/filters": zeros([3, 3, 4, 4]) };
  const x = random([2, 6, 6, 4], { seed: 2 }); // ≥ 0
  expect(forward(graph, weights, x).outputs[0]).toBeCloseToTensor(x);
  // the rectifier stands behind the addition: nothing negative gets through
  const signed = random([2, 6, 6, 4], { seed: 2, low: -1 });
  expect(forward(graph, weights, signed).outputs[0]).toBeCloseToTensor(activate("relu", signed));
});

test("A10: a bottleneck of 256 maps has 69,632 weights where two 3×3 convolutions have 1,179,648", () => {
  const net = new Net("bottleneck", [14, 14, 256]);
  const graph = net.build(models.bottleneckBlock(net, net.input, 64, 1));
  const filters = weightSpecs(graph).filter(({ part }) => part === "filters");
  // 256·64 + 9·64·64 + 64·256
  expect(filters.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b), 0)).toBe(69_632);
  expect(2 * 9 * 256 * 256).toBe(1_179_648);
});

test("A16: the three forms of a ResNeXt block are one function: paths summed, paths joined, grouped filters", () => {
  const [paths, width, channels] = [4, 2, 6];
  const make = (form: "sum" | "concat" | "grouped"): models.Graph => {
    const net = new Net(form, [5, 5, channels]);
    const g = Array.from({ length: paths }, (_, p) => p);
    const inner = (p: number): models.Value => {
      const thin = net.conv(`down${p}`, net.input, width, 1, { bias: false });
      return net.conv(`mid${p}`, thin, width, 3, { padding: 1, bias: false });
    };
    if (form === "grouped") {
      const thin = net.conv("down", net.input, paths * width, 1, { bias: false });
      const mid = net.conv("mid", thin, paths * width, 3, {
        padding: 1,
        groups: paths,
        bias: false,
      });
      return net.build(net.conv("up", mid, channels, 1, { bias: false }));
    }
    if (form === "concat") {
      const joined = net.concat("join", ...g.map(inner));
      return net.build(net.conv("up", joined, channels, 1, { bias: false }));
    }
    const ups = g.map((p) => net.conv(`up${p}`, inner(p), channels, 1, { bias: false }));
    return net.build(net.add("sum", ...ups));
  };
  const grouped = weighted(make("grouped"), 3);
  const split: Record<string, ReturnType<typeof zeros>> = { ...grouped };
  for (let p = 0; p < paths; p += 1) {
    const [lo, hi] = [p * width, (p + 1) * width];
    const part = (
      name: string,
      shape: number[],
      pick: (i: number, c: number, k: number) => number,
    ) => {
      const [, , cin = 0, cout = 0] = shape;
      const taps = shape.reduce((a, b) => a * b) / (cin * cout);
      const numbers = Array.from({ length: taps * cin * cout }, (_, at) =>
        pick(Math.floor(at / (cin * cout)), Math.floor(at / cout) % cin, at % cout),
      );
      split[`${name}${p}/filters`] = fromArray(numbers, shape);
    };
    const of = (name: string, i: number, c: number, k: number): number => {
      const tensor = grouped[`${name}/filters`];
      const [, kW = 1] = tensor?.shape ?? [];
      return tensor?.get(Math.floor(i / kW), i % kW, c, k) ?? Number.NaN;
    };
    part("down", [1, 1, channels, width], (i, c, k) => of("down", i, c, lo + k));
    part("mid", [3, 3, width, width], (i, c, k) => of("mid", i, c, lo + k));
    part("up", [1, 1, width, channels], (i, c, k) => of("up", i, lo + c, k));
    expect(hi).toBeLessThanOrEqual(paths * width);
  }
  const shape = [5, 5, channels];
  const expected = outputOf(make("grouped"), grouped, shape) ?? zeros([0]);
  expect(outputOf(make("concat"), split, shape)).toBeCloseToTensor(expected);
  expect(outputOf(make("sum"), split, shape)).toBeCloseToTensor(expected);
});

test("A17: squeeze and excitation multiplies each channel by a gate computed from the means of all channels", () => {
  const net = new Net("se", [2, 2, 2]);
  const graph = net.build(models.gate(net, net.input, 1));
  const weights = {
    "se.fc1/filters": tensor([[1], [2]]),
    "se.fc1/bias": tensor([-1]),
    "se.fc2/filters": tensor([[1, -1]]),
    "se.fc2/bias": tensor([0, 0]),
  };
  const x = tensor([
    [
      [
        [1, 0],
        [1, 2],
      ],
      [
        [3, 0],
        [3, 2],
      ],
    ],
  ]);
  // means 2 and 1: 2·1 + 1·2 − 1 = 3; gates σ(3), σ(−3)
  const [up, down] = [1 / (1 + Math.exp(-3)), 1 / (1 + Math.exp(3))];
  expect(forward(graph, weights, x).outputs[0]).toBeCloseToTensor([
    [
      [
        [up, 0],
        [up, 2 * down],
      ],
      [
        [3 * up, 0],
        [3 * up, 2 * down],
      ],
    ],
  ]);
});

test("A18: each layer of a dense block reads all maps before it, and the block keeps them all", () => {
  const net = new Net("dense", [3, 3, 2]);
  let x = net.input;
  for (const name of ["h1", "h2"])
    x = net.concat(`${name}.join`, x, net.conv(name, x, 3, 3, { padding: 1 }));
  const graph = net.build(x);
  const weights = weighted(graph, 4);
  const image = random([1, 3, 3, 2], { seed: 5 });
  const { kept, outputs } = forward(graph, weights, image, { keep: ["h1", "h2"] });
  expect(weights["h2/filters"]?.shape).toEqual([3, 3, 5, 3]);
  const [out] = outputs;
  const channels = (from: number, to: number): number[] =>
    [...(out?.data ?? [])].filter((_, i) => i % 8 >= from && i % 8 < to);
  expect(channels(0, 2)).toEqual([...image.data]);
  expect(channels(2, 5)).toEqual([...(kept["h1"]?.data ?? [])]);
  expect(channels(5, 8)).toEqual([...(kept["h2"]?.data ?? [])]);
});

test("A23: a fractal block joins by the mean, so a block of equal paths gives what one path gives", () => {
  const net = new Net("fractal", [4, 4, 3]);
  const graph = net.build(models.fractalBlock(net, net.input, 2, 3));
  const weights = weighted(graph, 6);
  const { kept, outputs } = forward(graph, weights, random([1, 4, 4, 3], { seed: 7 }), {
    keep: ["conv.act", "second.conv.act"],
  });
  const [short, long] = [kept["conv.act"]?.data ?? [], kept["second.conv.act"]?.data ?? []];
  expect([...(outputs[0]?.data ?? [])]).toEqual(
    [...short].map((v, i) => v / 2 + (long[i] ?? 0) / 2),
  );
});

test("P6, A7: global average pooling leaves C·classes weights of the dense layers", () => {
  const builder = new GraphBuilder("gap", [7, 7, 1024]);
  const pooled = builder.apply("gap", { op: "globalAveragePool" }, builder.input);
  const head = builder.build(
    builder.apply("fc", { op: "dense", units: 1000, bias: false }, pooled),
  );
  expect(summary(head).trainable).toBe(1024 * 1000); // instead of 7·7·1024·1000
});

test("A4: an adaptive pool from 5 to 3 averages 0–1, 1–3 and 3–4, as PyTorch divides an axis", () => {
  const net = new Net("adaptive", [1, 5, 1]);
  const graph = net.build(
    net.apply("pool", { op: "adaptiveAveragePool", size: [1, 3] }, net.input),
  );
  const [out] = forward(graph, {}, [[[[0], [1], [2], [3], [4]]]]).outputs;
  expect(out).toBeCloseToTensor([[[[0.5], [2], [3.5]]]]);
});
