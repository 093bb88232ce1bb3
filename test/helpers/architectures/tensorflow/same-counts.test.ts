// Every architecture as a TensorFlow.js model, at full size: only shapes and counts, the weights stay zero.
import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import * as models from "../../../../kernel/helpers/architectures/index.ts";
import { summary, toLayers } from "../../../../kernel/helpers/architectures/index.ts";

beforeAll(async () => {
  await tf.setBackend("cpu");
});

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
  () => models.inceptionResnetV1(),
  () => models.inceptionResnetV1({ variant: "facenet", classes: 8631 }),
  () => models.inceptionResnetV2(),
  () => models.resnet(18),
  () => models.resnet(50),
  () => models.resnet(152),
  () => models.cifarResnet(18),
  () => models.cifarResnet(3, { shortcut: "constant scaling" }),
  () => models.cifarResnet(3, { shortcut: "exclusive gating" }),
  () => models.cifarResnet(18, { shortcut: "shortcut-only gating" }),
  () => models.cifarResnet(18, { shortcut: "1x1 convolution" }),
  () => models.cifarResnet(3, { shortcut: "dropout" }),
  () => models.cifarResnet(3, { order: "batch norm after addition" }),
  () => models.cifarResnet(3, { order: "ReLU before addition" }),
  () => models.cifarResnet(3, { order: "ReLU-only pre-activation" }),
  () => models.cifarResnet(18, { order: "full pre-activation" }),
  () => models.wideResnet(28, 10),
  () => models.wideResnet(16, 8),
  () => models.resnext50(),
  () => models.wideResnet50(),
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
  () => models.amoebanet("A"),
  () => models.amoebanet("B", { cells: 3, filters: 62, inputSize: 224 }),
  () => models.amoebanet("C", { cells: 4, filters: 50, inputSize: 224 }),
  () => models.amoebanet("D", { stem: "cifar", filters: 36 }),
  () => models.efficientnet(0),
  () => models.efficientnet(7),
  () => models.efficientnetV2("b0"),
  () => models.efficientnetV2("s"),
  () => models.convnextTiny(),
  () => models.convnext("small"),
  () => models.fractalnet(4),
  () => models.unet(),
  () => models.darknet19(),
  () => models.darknet53(),
  () => models.cspDarknet53(),
];

/** Numbers of one example of a shape [null, …]. */
const sizeOf = (shape: unknown): number =>
  Array.isArray(shape)
    ? shape.slice(1).reduce<number>((product, n) => product * Number(n), 1)
    : NaN;

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
      // a symbolic reshape is not checked by TensorFlow.js: as many numbers must come out as go in
      for (const layer of model.layers.filter((one) => one.getClassName() === "Reshape"))
        expect(sizeOf(layer.outputShape)).toBe(sizeOf(layer.inboundNodes[0]?.inputShapes[0]));
      const outputs = model.outputs.map(({ shape }) => shape.slice(1));
      expect(outputs).toEqual(graph.outputs.map((id) => graph.nodes[id]?.shape));
    } finally {
      model.dispose();
    }
  },
  60_000,
);
