// The models are built in TensorFlow.js itself, on its plain CPU backend, and compared with the library's own forward pass.
import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import * as models from "../../../../kernel/helpers/architectures/index.ts";
import { forward, toLayers } from "../../../../kernel/helpers/architectures/index.ts";
import { fromArray, random, type Tensor } from "../../../../kernel/helpers/tensor/index.ts";
import "../../../support/tensors.ts";
import { wholeWeights } from "../../../support/whole-weights.ts";

beforeAll(async () => {
  await tf.setBackend("cpu");
});

const small = { inputSize: 32, classes: 5 };
const tiny = { cells: 1, filters: 8, classes: 5, inputSize: 20 } as const;

/** The layers that the architectures below do not have, one after the other. */
function otherLayers(): models.Graph {
  const net = new models.Net("other layers", [9, 7, 4]);
  let x = net.conv("dilated", net.input, 6, 3, { dilation: 2, padding: "same" });
  x = net.act(
    "leaky",
    net.conv("grouped", x, 9, [2, 3], { groups: 3, padding: [1, 0] }),
    "leakyRelu",
  );
  x = net.depthwise("spread", x, 3, { dilation: 2, padding: 2 });
  x = net.conv("spread groups", x, 9, 3, { dilation: [1, 2], padding: [1, 2], groups: 3 });
  x = net.act("smooth", net.layerNorm("layer norm", x), "gelu");
  x = net.apply("join", { op: "mean" }, [x, net.act("bend", x, "swish")]);
  x = net.apply("layer scale", { op: "layerScale" }, x);
  x = net.apply("slice", { op: "slice", from: 1, to: 5 }, x);
  x = net.apply("crop", { op: "crop", top: 1, left: 0, bottom: 1, right: 1 }, x);
  x = net.apply("rescale", { op: "rescale", factor: -0.5, offset: 1 }, x);
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
  [
    "A9 facenet's Inception-ResNet-v1, an embedding",
    models.inceptionResnetV1({ variant: "facenet", inputSize: 80, embedding: 8 }),
  ],
  ["A10 ResNet-20 for 32 pixels, zeros for new channels", models.cifarResnet(3, { classes: 5 })],
  ["A13 gates on shortcuts", models.cifarResnet(1, { ...small, shortcut: "exclusive gating" })],
  [
    "A14 full pre-activation, shortcuts at half their strength",
    models.cifarResnet(1, { ...small, order: "full pre-activation", shortcut: "constant scaling" }),
  ],
  ["A19 MobileNet v3 small, gates", models.mobilenetV3("small", small)],
  ["A21 ShuffleNet v2", models.shufflenetV2(small)],
  ["A22 SqueezeNet", models.squeezenet({ inputSize: 48, classes: 5 })],
  ["A24 NASNet-A mobile", models.nasnet("mobile", small)],
  ["A24 AmoebaNet-A", models.amoebanet("A", { ...tiny, stem: "cifar" })],
  ["A24 AmoebaNet-C with its stem", models.amoebanet("C", { ...tiny, inputSize: 47 })],
  ["A24 AmoebaNet-D", models.amoebanet("D", { ...tiny, stem: "cifar" })],
  ["A25 EfficientNet-B0", models.efficientnet(0, small)],
  ["A25 EfficientNetV2-B0, fused blocks", models.efficientnetV2("b0", small)],
  ["A32 U-Net", models.unet({ inputSize: 188, filters: 2, channels: 3 })],
  ["all other layers", otherLayers()],
];

const read = (out: tf.Tensor): Tensor => fromArray(out.dataSync(), out.shape, { dtype: "float32" });

test.each(computed)(
  "%s: the TensorFlow.js model gives what the library's own forward pass gives, with the same weights",
  (_, graph) => {
    const weights = wholeWeights(graph, "float32");
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
