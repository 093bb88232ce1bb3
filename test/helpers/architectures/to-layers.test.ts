// The models are built in TensorFlow.js itself, on its plain CPU backend, and compared with the library's own forward pass.
import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import * as models from "../../../kernel/helpers/architectures/index.ts";
import {
  forward,
  initialWeights,
  summary,
  toLayers,
} from "../../../kernel/helpers/architectures/index.ts";
import { fromArray, random, type Tensor } from "../../../kernel/helpers/tensor/index.ts";
import { codeOf } from "../../support/codes.ts";
import "../../support/tensors.ts";

beforeAll(async () => {
  await tf.setBackend("cpu");
});

const small = { inputSize: 32, classes: 5 };

/** The layers that the architectures below do not have, one after the other. */
function otherLayers(): models.Graph {
  const net = new models.Net("other layers", [9, 7, 4]);
  let x = net.conv("dilated", net.input, 6, 3, { dilation: 2, padding: "same" });
  x = net.act(
    "leaky",
    net.conv("grouped", x, 9, [2, 3], { groups: 3, padding: [1, 0] }),
    "leakyRelu",
  );
  x = net.act("smooth", net.layerNorm("layer norm", x), "gelu");
  x = net.apply("join", { op: "mean" }, [x, net.act("bend", x, "swish")]);
  x = net.apply("layer scale", { op: "layerScale" }, x);
  x = net.apply("slice", { op: "slice", from: 1, to: 5 }, x);
  x = net.apply("crop", { op: "crop", top: 2, left: 1 }, x);
  x = net.maxPool("padded max", net.act("below zero", x, "tanh"), 3, {
    stride: 2,
    padding: 1,
    fit: "ceil",
  });
  x = net.apply("upsample", { op: "upsample", factor: 3 }, x);
  x = net.averagePool("padded mean", x, [3, 2], {
    stride: 1,
    padding: [
      [1, 1],
      [0, 1],
    ],
  });
  x = net.apply("adaptive", { op: "adaptiveAveragePool", size: [5, 4] }, x);
  x = net.apply("gated", { op: "multiply" }, [x, net.act("gate", x, "hardSigmoid")]);
  x = net.dropout("drop", net.apply("deep", { op: "stochasticDepth", rate: 0.5 }, x));
  const [left, right] = [
    net.apply("max", { op: "globalMaxPool" }, x),
    net.globalAveragePool("mean", x),
  ];
  return net.build(net.act("p", net.dense("fc", net.concat("both", left, right), 3), "softmax"));
}

/** Every kind of layer, at sizes that a test can compute. */
const computed: readonly (readonly [string, models.Graph])[] = [
  ["A2 LeNet-5", models.lenet5()],
  ["A2 LeNet-5 of 1998 with its connection table", models.lenet5Original()],
  ["A7 GoogLeNet, pools rounded up", models.googlenet({ inputSize: 64, classes: 5 })],
  ["A10 ResNet-20 for 32 pixels, zeros for new channels", models.cifarResnet(3, { classes: 5 })],
  ["A19 MobileNet v3 small, gates", models.mobilenetV3("small", small)],
  ["A21 ShuffleNet v2", models.shufflenetV2(small)],
  ["A22 SqueezeNet", models.squeezenet({ inputSize: 48, classes: 5 })],
  ["A24 NASNet-A mobile", models.nasnet("mobile", small)],
  ["A25 EfficientNet-B0", models.efficientnet(0, small)],
  ["all other layers", otherLayers()],
];

/** Weights that keep numbers of a deep net of a size that float32 can compare. */
function gentleWeights(graph: models.Graph): models.Weights {
  const weights = initialWeights(graph, { seed: 3, dtype: "float32" });
  for (const { name, part, shape } of models.weightSpecs(graph)) {
    const tensor = weights[name];
    if (part === "filters" || tensor === undefined) continue;
    const low = part === "variance" || part === "scale" ? 0.5 : -0.2;
    tensor.data.set(random(shape, { seed: name.length, low, high: low + 0.5 }).data);
  }
  return weights;
}

const read = (out: tf.Tensor): Tensor => fromArray(out.dataSync(), out.shape, { dtype: "float32" });

test.each(computed)(
  "%s: the TensorFlow.js model gives what the library's own forward pass gives, with the same weights",
  (_, graph) => {
    const weights = gentleWeights(graph);
    const shape = graph.nodes[0]?.shape ?? [];
    const images = random([1, ...shape], { seed: 4, dtype: "float32" });
    const [expected] = forward(graph, weights, images).outputs;
    const model = toLayers(graph, tf, { weights });
    const batch = tf.tensor(Float32Array.from(images.data), images.shape);
    const out = model.predict(batch);
    const got = read(Array.isArray(out) ? (out[0] ?? batch) : out);
    tf.dispose([batch, out]);
    model.dispose();
    const size = Math.max(...(expected?.data ?? []).map(Math.abs));
    expect(size).toBeGreaterThan(1e-6);
    const scaled = (t: Tensor | undefined): Tensor =>
      fromArray(
        (t?.data ?? new Float32Array()).map((v) => v / size),
        t?.shape ?? [],
      );
    expect(scaled(got)).toBeCloseToTensor(scaled(expected), 2e-4);
  },
  60_000,
);

/** All that the course names, at full size: only shapes and counts, the weights stay zero. */
const counted: readonly (() => models.Graph)[] = [
  models.lenet5,
  models.lenet5Original,
  models.digitsViewerNet,
  models.cnnExplainer,
  models.srcnn,
  () => models.alexnet(),
  () => models.alexnet({ variant: "paper" }),
  () => models.alexnet({ variant: "torchvision" }),
  () => models.zfnet(),
  () => models.vgg("A-LRN"),
  () => models.vgg("C"),
  () => models.vgg("D"),
  () => models.googlenet(),
  () => models.googlenet({ variant: "torchvision", aux: true }),
  () => models.inceptionV3({ aux: true }),
  () => models.inceptionV4(),
  () => models.inceptionResnetV2(),
  () => models.resnet(18),
  () => models.resnet(50),
  () => models.resnet(152),
  () => models.cifarResnet(18),
  () => models.wideResnet(28, 10),
  () => models.wideResnet(16, 8),
  () => models.resnext50(),
  () => models.seResnet50(),
  () => models.senet154(),
  () => models.densenet(121),
  () => models.densenet(161),
  () => models.mobilenetV1(),
  () => models.mobilenetV2(),
  () => models.mobilenetV3("large"),
  () => models.mobilenetV3("small"),
  () => models.xception(),
  () => models.shufflenetV2(),
  () => models.squeezenet(),
  () => models.mnasnet(),
  () => models.nasnet("mobile"),
  () => models.nasnet("large"),
  () => models.efficientnet(0),
  () => models.efficientnet(7),
  () => models.convnextTiny(),
  () => models.fractalnet(4),
  () => models.darknet19(),
  () => models.darknet53(),
  () => models.cspDarknet53(),
];

test.each(counted.map((make) => [make().name, make] as const))(
  "A27: toLayers builds %s with the parameters and the output shape of its summary",
  (_, make) => {
    const graph = make();
    const { trainable, nonTrainable } = summary(graph);
    const model = toLayers(graph, tf, { initializer: "zeros" });
    try {
      const trained = model.trainableWeights.reduce(
        (sum, { shape }) => sum + shape.reduce<number>((product, n) => product * (n ?? 1), 1),
        0,
      );
      expect(trained).toBe(trainable);
      expect(model.countParams()).toBe(trainable + nonTrainable);
      const outputs = model.outputs.map(({ shape }) => shape.slice(1));
      expect(outputs).toEqual(graph.outputs.map((id) => graph.nodes[id]?.shape));
    } finally {
      model.dispose();
    }
  },
  60_000,
);

/** Grouped, shuffled, gated and padded: what TensorFlow.js does not have by itself. */
function trainable(): models.Graph {
  const net = new models.Net("trainable", [6, 6, 2]);
  let x = net.convBn("stem", net.input, 4, 3, { padding: 1 });
  x = net.relu("r", net.conv("grouped", x, 4, 3, { groups: 2, padding: 1 }));
  x = net.apply("shuffle", { op: "channelShuffle", groups: 2 }, x);
  x = net.maxPool("pool", x, 3, { stride: 2, padding: 1, fit: "floor" });
  const gate = net.act("gate", net.dense("g", net.globalAveragePool("s", x), 4), "hardSigmoid");
  x = net.multiply("gated", net.apply("scale", { op: "layerScale" }, x), gate);
  return net.build(net.dense("fc", net.globalAveragePool("gap", x), 2));
}

test("a model with grouped filters, shuffles, gates and padded pools trains: its loss falls", async () => {
  const model = toLayers(trainable(), tf, { weights: initialWeights(trainable(), { seed: 5 }) });
  model.compile({ optimizer: tf.train.adam(0.05), loss: "meanSquaredError" });
  const images = random([8, 6, 6, 2], { seed: 6 });
  const x = tf.tensor(Float32Array.from(images.data), images.shape);
  // class by the mean of the first channel against that of the second
  const y = tf.tidy(() => {
    const [a, b] = x.mean([1, 2]).split(2, 1);
    return a && b ? tf.concat([a.greater(b), a.lessEqual(b)], 1).toFloat() : tf.zeros([0]);
  });
  const { history } = await model.fit(x, y, {
    epochs: 30,
    batchSize: 8,
    verbose: 0,
    shuffle: false,
  });
  const losses = history["loss"] as number[];
  expect(losses.at(-1)).toBeLessThan(0.5 * (losses[0] ?? 0));
  tf.dispose([x, y]);
  model.dispose();
});

test("a saved model is loaded with its own kinds of layers", async () => {
  const weights = initialWeights(trainable(), { seed: 7 });
  const model = toLayers(trainable(), tf, { weights });
  const saved: tf.io.ModelArtifacts[] = [];
  await model.save(
    tf.io.withSaveHandler((artifacts) => {
      saved.push(artifacts);
      return Promise.resolve({ modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts) });
    }),
  );
  const [artifacts] = saved;
  const loaded = await tf.loadLayersModel(tf.io.fromMemory(artifacts ?? {}));
  const x = tf.ones([1, 6, 6, 2]);
  const of = (m: tf.LayersModel): number[] => [...(m.predict(x) as tf.Tensor).dataSync()];
  expect(of(loaded)).toEqual(of(model));
});

test("shared weights are one layer", () => {
  const net = new models.Net("twice", [4]);
  const once = net.dense("fc", net.input, 4);
  const again = net.apply("fc", { op: "dense", units: 4, bias: true }, once, once);
  const graph = net.build(again);
  expect(toLayers(graph, tf).countParams()).toBe(20);
  expect(summary(graph).trainable).toBe(20);
});

test.each<[string, () => unknown, string]>([
  [
    "something that is not TensorFlow.js",
    () => toLayers(trainable(), { layers: {}, model: () => 1 }),
    "NOT_TENSORFLOW",
  ],
  [
    "weights of another net",
    () => toLayers(trainable(), tf, { weights: initialWeights(models.lenet5(), { seed: 1 }) }),
    "WEIGHTS_MISSING",
  ],
  [
    "forward with weights of another net",
    () => forward(trainable(), {}, random([1, 6, 6, 2], { seed: 1 })),
    "WEIGHTS_MISSING",
  ],
  [
    "an image without a batch",
    () => forward(trainable(), {}, random([6, 6, 2], { seed: 1 })),
    "GRAPH_BATCH",
  ],
  [
    "an image of another size",
    () => forward(models.lenet5(), {}, random([1, 28, 28, 1], { seed: 1 })),
    "GRAPH_BATCH",
  ],
  [
    "a layer that is not there",
    () => forward(models.lenet5(), {}, random([1, 32, 32, 1], { seed: 1 }), { keep: ["c9"] }),
    "NO_SUCH_LAYER",
  ],
])("%s is refused", (_, action, code) => {
  expect(codeOf(action)).toBe(code);
});

test("weights of the wrong shape are refused by name", () => {
  const weights = {
    ...initialWeights(models.lenet5(), { seed: 1 }),
    "c1/bias": random([7], { seed: 1 }),
  };
  const run = (): unknown => forward(models.lenet5(), weights, random([1, 32, 32, 1], { seed: 1 }));
  expect(codeOf(run)).toBe("WEIGHTS_SHAPE");
});

test("the layers that are asked for are kept", () => {
  const graph = models.lenet5();
  const images = random([2, 32, 32, 1], { seed: 1 });
  const { kept } = forward(graph, initialWeights(graph, { seed: 2 }), images, {
    keep: ["s2", "c3"],
  });
  expect(Object.entries(kept).map(([name, { shape }]) => [name, shape])).toEqual([
    ["s2", [2, 14, 14, 6]],
    ["c3", [2, 10, 10, 16]],
  ]);
});
