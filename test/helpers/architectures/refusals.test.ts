// A beginner's mistakes with architectures, each with an error that says how to mend it.
import { expect, test } from "vitest";
import * as models from "../../../kernel/helpers/architectures/index.ts";
import { faultOf } from "../../support/codes.ts";

const map = (): models.Net => new models.Net("mine", [4, 4, 4]);
const apply = (layer: models.Layer) => () => {
  const net = map();
  return net.apply("layer", layer, net.input);
};

test.each<[string, () => unknown, string]>([
  ["VGG column Z", () => models.vgg("Z" as "A"), "NO_SUCH_VARIANT"],
  ["ResNet-77", () => models.resnet(77 as 50), "NO_SUCH_VARIANT"],
  ["ResNet-18 of the second version", () => models.resnetV2(18 as 50), "NO_SUCH_VARIANT"],
  ["DenseNet-7", () => models.densenet(7 as 121), "NO_SUCH_VARIANT"],
  ["a NASNet that is big", () => models.nasnet("big" as "large"), "NO_SUCH_VARIANT"],
  ["a MobileNet of medium size", () => models.mobilenetV3("medium" as "large"), "NO_SUCH_VARIANT"],
  ["an AlexNet of nobody", () => models.alexnet({ variant: "mine" as "paper" }), "NO_SUCH_VARIANT"],
  ["a ZFNet of nobody", () => models.zfnet({ variant: "mine" as "text" }), "NO_SUCH_VARIANT"],
  [
    "a GoogLeNet of nobody",
    () => models.googlenet({ variant: "toString" as "paper" }),
    "NO_SUCH_VARIANT",
  ],
  ["EfficientNet-B9", () => models.efficientnet(9), "EFFICIENTNET_VARIANT"],
  ["a wide ResNet of 27 layers", () => models.wideResnet(27, 10), "NO_SUCH_VARIANT"],
  ["a wide ResNet of width 0", () => models.wideResnet(28, 0), "NO_SUCH_VARIANT"],
  ["a fractal without columns", () => models.fractalnet(0), "NO_SUCH_VARIANT"],
  ["a fractal of 50 columns", () => models.fractalnet(50), "NO_SUCH_VARIANT"],
  ["a small ResNet without blocks", () => models.cifarResnet(0), "NO_SUCH_VARIANT"],
  ["a scale below 0", () => models.compoundScale(-1), "COMPOUND_SCALE"],
  ["a scale of NaN", () => models.compoundScale(Number.NaN), "COMPOUND_SCALE"],
  ["no classes", () => models.resnet(18, { classes: 0 }), "GRAPH_LAYER"],
  ["NaN classes", () => models.lenet5({ classes: Number.NaN }), "GRAPH_LAYER"],
  ["an image of NaN pixels", () => models.lenet5({ inputSize: Number.NaN }), "GRAPH_INPUT"],
  ["an image of −5 pixels", () => models.vgg("A", { inputSize: -5 }), "GRAPH_INPUT"],
  ["an image that is too small", () => models.lenet5({ inputSize: 3 }), "FILTER_TOO_LARGE"],
  [
    "AlexNet on 224 pixels, strictly",
    () => models.alexnet({ inputSize: 224, fit: "strict" }),
    "DOES_NOT_FIT",
  ],
  ["an unknown fit", () => models.lenet5({ fit: "round" as "floor" }), "BAD_OPTIONS"],
  ["filters of size 0", () => map().conv("c", map().input, 3, 0), "BAD_OPTIONS"],
  ["NaN filters", () => map().conv("c", map().input, Number.NaN, 3), "GRAPH_LAYER"],
  ["half a group", () => map().conv("c", map().input, 4, 1, { groups: 0.5 }), "GRAPH_LAYER"],
  [
    "groups that do not divide",
    () => map().conv("c", map().input, 4, 1, { groups: 3 }),
    "GRAPH_GROUPS",
  ],
  ["a dense layer on a map", () => map().dense("fc", map().input, 3), "GRAPH_RANK"],
  [
    "maps of different size added",
    () => map().add("a", map().input, new models.Net("o", [3, 3, 4]).input),
    "GRAPH_INPUTS",
  ],
  ["negative units", apply({ op: "dense", units: -3, bias: true }), "GRAPH_LAYER"],
  ["a dropout of everything", apply({ op: "dropout", rate: 1 }), "GRAPH_LAYER"],
  ["channels that are not there", apply({ op: "slice", from: 3, to: 9 }), "GRAPH_LAYER"],
  [
    "a shuffle of 3 groups in 4 channels",
    apply({ op: "channelShuffle", groups: 3 }),
    "GRAPH_LAYER",
  ],
  ["an even neighbourhood", apply({ op: "lrn", size: 4 }), "GRAPH_LAYER"],
  ["no pixels", apply({ op: "adaptiveAveragePool", size: [0, 1] }), "GRAPH_LAYER"],
  ["a crop of everything", apply({ op: "crop", top: 2, left: 0, bottom: 2 }), "GRAPH_LAYER"],
  ["a crop that adds", apply({ op: "crop", top: 0, left: -1 }), "GRAPH_LAYER"],
  ["a factor of NaN", apply({ op: "rescale", factor: Number.NaN, offset: 0 }), "GRAPH_LAYER"],
  ["half a pixel more", apply({ op: "upsample", factor: 1.5 }), "GRAPH_LAYER"],
  [
    "a table of channels that are not there",
    apply({ op: "tableConv", kernelSize: 3, table: [[7]] }),
    "GRAPH_LAYER",
  ],
  ["zeros that are taken away", apply({ op: "zeroChannels", count: -1 }), "GRAPH_LAYER"],
  [
    "a summary of nothing",
    () => models.summary(undefined as unknown as models.Graph),
    "NOT_A_GRAPH",
  ],
  [
    "a summary of a net that was not built",
    () => models.summary(map() as unknown as models.Graph),
    "NOT_A_GRAPH",
  ],
  ["a diagram of a number", () => models.diagram(3 as unknown as models.Graph), "NOT_A_GRAPH"],
  ["a diagram at level 0", () => models.diagram(models.lenet5(), 0), "NO_SUCH_VARIANT"],
  [
    "weights of a function",
    () => models.initialWeights(models.lenet5 as unknown as models.Graph, { seed: 1 }),
    "NOT_A_GRAPH",
  ],
  [
    "weights without a seed",
    () => models.initialWeights(models.lenet5(), { seed: Number.NaN }),
    "BAD_SEED",
  ],
  [
    "a pattern that is a number",
    () => models.parsePattern(3 as unknown as string),
    "PATTERN_SYNTAX",
  ],
])("%s is refused", async (_, action, code) => {
  const fault = await faultOf(action);
  expect(fault.code).toBe(code);
  expect(fault.given).toBeTruthy();
  expect(fault.expected).toBeTruthy();
});
