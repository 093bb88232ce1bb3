import fc from "fast-check";
import { expect, test } from "vitest";
import {
  alexnet,
  cnnExplainer,
  lenet5,
  Net,
  parsePattern,
  receptiveFields,
  resnet,
  summary,
  vgg,
  zfnet,
  type Graph,
} from "../../../kernel/helpers/architectures/index.ts";

const shapeOf = (graph: Graph, name: string): readonly number[] | undefined =>
  graph.nodes.find((node) => node.name === name)?.shape;

const fieldOf = (graph: Graph, name: string): number | undefined => {
  const index = graph.nodes.findIndex((node) => node.name === name);
  return receptiveFields(graph)[index]?.[0].size;
};

test("A2 LeNet-5 goes 32 → 28×28×6 → 14 → 10×10×16 → 5 → 120 → 84 → 10", () => {
  const names = ["c1", "s2", "c3", "s4", "c5", "f6", "output"];
  expect(names.map((name) => shapeOf(lenet5(), name))).toEqual([
    [28, 28, 6],
    [14, 14, 6],
    [10, 10, 16],
    [5, 5, 16],
    [120],
    [84],
    [10],
  ]);
});

test("A4 AlexNet on 227 pixels goes 55, 27, 27, 13, 13, 13, 6 and every size is whole", () => {
  const graph = alexnet({ fit: "strict" });
  const names = ["conv1", "pool1", "conv2", "pool2", "conv3", "conv5", "pool5"];
  expect(names.map((name) => shapeOf(graph, name)?.[0])).toEqual([55, 27, 27, 13, 13, 13, 6]);
});

test("A3 CNN Explainer's maps are 62, 60, 30, 28, 26 and 13 pixels wide, each layer by its name", () => {
  const names = ["conv_1_1", "conv_1_2", "max_pool_1", "conv_2_1", "conv_2_2", "max_pool_2"];
  expect(names.map((name) => shapeOf(cnnExplainer(), name)?.[0])).toEqual([62, 60, 30, 28, 26, 13]);
});

test("E24 AlexNet on 224 pixels is refused in strict mode: 54.25", () => {
  expect(() => alexnet({ inputSize: 224, fit: "strict" })).toThrow(
    expect.objectContaining({
      code: "DOES_NOT_FIT",
      details: expect.objectContaining({ n: 224, k: 11, stride: 4, value: 54.25 }),
    }),
  );
});

test("E24 E25 ZFNet's and ResNet's first layers break the strict rule: 110.5 and 112.5", () => {
  const value = (build: () => Graph): unknown => {
    try {
      return build();
    } catch (error) {
      return (error as { details: { value: number } }).details.value;
    }
  };
  expect(value(() => zfnet({ fit: "strict" }))).toBe(110.5);
  expect(value(() => resnet(18, { fit: "strict" }))).toBe(112.5);
  expect(shapeOf(zfnet(), "conv1")).toEqual([110, 110, 96]);
  // 110 → 55.5 → 55 → 26 → 13.5 → 13 → 6 with the floor
  const names = ["conv1", "pool1", "conv2", "pool2", "conv3", "conv5", "pool5"];
  expect(names.map((name) => shapeOf(zfnet(), name)?.[0])).toEqual([110, 55, 26, 13, 13, 13, 6]);
});

test("C19 three 3×3 convolutions see 7 pixels, dilations 1, 2, 4 see 15", () => {
  const stack = (dilations: readonly number[]): Graph => {
    const net = new Net("stack", [32, 32, 1]);
    const top = dilations.reduce(
      (x, dilation, index) => net.conv(`conv${index}`, x, 1, 3, { dilation }),
      net.input,
    );
    return net.build(top);
  };
  expect(fieldOf(stack([1, 1, 1]), "conv2")).toBe(7);
  expect(fieldOf(stack([1, 2, 4]), "conv2")).toBe(15);
});

test("C19 receptive fields: LeNet S4 16, AlexNet pool5 195, VGG16 conv5_3 196 and pool5 212", () => {
  expect(fieldOf(lenet5(), "s4")).toBe(16);
  expect(fieldOf(alexnet(), "pool5")).toBe(195);
  expect(fieldOf(vgg("D"), "conv5_3")).toBe(196);
  expect(fieldOf(vgg("D"), "pool5")).toBe(212);
});

test("a non-square input keeps height and width apart", () => {
  expect(shapeOf(vgg("A", { inputSize: [224, 320] }), "pool5")).toEqual([7, 10, 512]);
});

test("shared weights are counted once and their MACs at every use", () => {
  const net = new Net("siamese", [8, 8, 3]);
  const first = net.conv("conv", net.input, 4, 3);
  const layer = net.build(first).nodes[1]?.layer;
  if (layer?.op !== "conv") throw new Error("the first node is the convolution");
  const second = net.apply("conv", layer, net.input, first);
  const { trainable, macs, rows } = summary(net.build(first, second));
  expect(trainable).toBe(3 * 3 * 3 * 4 + 4);
  expect(macs).toBe(2 * 6 * 6 * 3 * 3 * 3 * 4);
  expect(rows[1]?.sharesWith).toBe("conv");
});

test("a product of maps sees what both see, one with a factor per channel what the map sees", () => {
  const net = new Net("gates", [8, 8, 2]);
  const wide = net.conv("wide", net.input, 2, 5, { padding: 2 });
  const both = net.multiply("both", net.input, wide);
  const each = net.multiply("each", both, net.globalAveragePool("mean", wide));
  const { rows } = summary(net.build(each));
  const size = (name: string) => rows.find((row) => row.name === name)?.receptiveField?.[0].size;
  expect([size("both"), size("each")]).toEqual([5, 5]);
});

test("after an enlargement no field is given, nor where an enlarged map is joined with another", () => {
  const net = new Net("up", [8, 8, 1]);
  const large = net.apply("enlarge", { op: "upsample", factor: 2 }, net.maxPool("p", net.input, 2));
  const { rows } = summary(net.build(net.concat("join", net.input, large)));
  expect(rows.map(({ receptiveField }) => receptiveField?.[0].size)).toEqual([
    2,
    undefined,
    undefined,
  ]);
});

test("'same' keeps ceil(n / stride) for every size, kernel and stride", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 7 }),
      fc.integer({ min: 1, max: 4 }),
      (n, k, stride) => {
        const net = new Net("same", [n, n, 1], "floor");
        const out = net.conv("conv", net.input, 1, k, { stride, padding: "same" });
        expect(out.shape[0]).toBe(Math.ceil(n / stride));
      },
    ),
    { seed: 1, numRuns: 200 },
  );
});

test.each([
  ["GRAPH_INPUT", () => new Net("x", [0, 8, 3])],
  [
    "GRAPH_RANK",
    () => {
      const net = new Net("x", [8, 8, 3]);
      return net.dense("fc", net.input, 10);
    },
  ],
  [
    "GRAPH_GROUPS",
    () => {
      const net = new Net("x", [8, 8, 3]);
      return net.conv("c", net.input, 4, 3, { groups: 2 });
    },
  ],
  [
    "GRAPH_INPUTS",
    () => {
      const net = new Net("x", [8, 8, 3]);
      return net.add("sum", net.input, net.conv("c", net.input, 3, 3));
    },
  ],
] as const)("%s: what does not fit is refused when it is added", (code, build) => {
  expect(build).toThrow(expect.objectContaining({ code }));
});

test("D5 the pattern [(CONV→RELU)*2→POOL]*3→(FC→RELU)*2→SOFTMAX is read", () => {
  const pattern = parsePattern("[(CONV→RELU)*2→POOL]*3→(FC→RELU)*2→SOFTMAX");
  expect([pattern.convsPerPool, pattern.pools, pattern.hiddenDense]).toEqual([2, 3, 2]);
  expect(pattern.steps.filter((step) => step === "conv")).toHaveLength(6);
  expect(pattern.steps.slice(-4)).toEqual(["dense", "relu", "dense", "softmax"]);
});

test.each([
  ["CONV→POOL", "PATTERN_SYNTAX"],
  ["[(CONV→RELU)*6→POOL]*1→SOFTMAX", "PATTERN_RANGE"],
  ["[(CONV→RELU)*1→POOL]*1→(FC→RELU)*3→SOFTMAX", "PATTERN_RANGE"],
])("D5 %s is refused with %s", (text, code) => {
  expect(() => parsePattern(text)).toThrow(expect.objectContaining({ code }));
});
