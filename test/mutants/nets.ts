// Traps of declaring architectures: searched cells, shortcuts, orders of layers, tiles, and the models made of them.
import { inFile, type Mutant } from "./mutant.ts";

const models = "architectures/models";
const outputs = "architectures/tensorflow/same-outputs.test.ts";
const cells = inFile("architectures/models/searched/amoebanet/apply.ts", [
  `${models}/amoebanet.test.ts`,
  `${models}/amoebanet-by-hand.test.ts`,
]);
const parts = inFile("architectures/models/searched/parts.ts", [`${models}/amoebanet.test.ts`]);
const kinds = inFile("architectures/models/residual/cifar/shortcuts.ts", [
  `${models}/cifar-shortcuts.test.ts`,
]);
const orders = inFile("architectures/models/residual/cifar/orders.ts", [
  `${models}/cifar-orders.test.ts`,
]);
const unet = inFile("architectures/models/classic/unet.ts", [`${models}/unet.test.ts`]);
const v1 = inFile("architectures/models/inception/resnet-v1.ts", [
  `${models}/inception-resnet-v1.test.ts`,
]);
const fields = inFile("architectures/graph/receptive-field.ts", ["architectures/graph.test.ts"]);
const make = inFile("architectures/tensorflow/make-layer.ts", [outputs]);
const own = inFile("architectures/tensorflow/own-layer.ts", [outputs]);
const blocks = inFile("backprop/network/shortcuts.ts", ["backprop/network"]);

// prettier-ignore
export const nets: readonly Mutant[] = [
  cells("sums that read sums are halved too", "from < 2 ? stride : 1", "stride"),
  cells("the first cell's second input is projected", "if (before === x) return x;", "if (before === x) return project(net, \"state1\", x, width);"),
  cells("full convolutions of a cell work on all of its maps", "Math.max(1, Math.floor(width / 4))", "width"),
  parts("both paths of a halved map read the even pixels", '{ op: "crop", top: 1, left: 1 }, x)', '{ op: "crop", top: 0, left: 0, bottom: 1, right: 1 }, x)'),
  parts("both convolutions of a separable pair have the stride", 'once("first", x, stride), 1)', 'once("first", x, 1), stride)'),
  kinds("the gate's rest is the gate", "factor: -1, offset: 1", "factor: 1, offset: 0"),
  kinds("exclusive gates leave the branch as it is", 'net.multiply("branch.gated", unit.branch, open)', "unit.branch"),
  kinds("constant scaling leaves the branch as it is", 'half(net, "branch.half", branch)', "branch"),
  orders("full pre-activation ends without norm and ReLU", 'end: ["bn", "relu"]', "end: []"),
  orders("a ReLU stands behind the sum of ReLU before addition", 'branch: ["conv", "bn", "relu", "conv", "bn", "relu"],\n    after: []', 'branch: ["conv", "bn", "relu", "conv", "bn"],\n    after: ["relu"]'),
  unet("U-Net crops the upper left corner", "const [[top, bottom], [left, right]] = [half(down), half(across)];", "const [[top, bottom], [left, right]] = [[0, down ?? 0], [0, across ?? 0]];"),
  unet("U-Net joins nothing on its way up", "net.concat(`up${level}.concat`, skip, up)", "up"),
  v1("facenet's last module has a ReLU", 'faces ? "last linear" : "relu"', '"relu"'),
  v1("facenet's embedding has biases", "embedding, false)", "embedding, true)"),
  fields("a sum's receptive field is that of its known input", "if (known.length < maps.length) return undefined;", ""),
  make("a dilated filter per channel forgets its dilation in TensorFlow.js", "(rate) => rate === 1", "(rate) => rate >= 1"),
  own("dilated groups forget their dilation in TensorFlow.js", '"NHWC", pair(dilation)', '"NHWC", [1, 1]'),
  own("a fixed offset is left out in TensorFlow.js", "tf.add(tf.mul(x, layer.factor), layer.offset)", "tf.mul(x, layer.factor)"),
  blocks("a gate's gradient forgets the branch", "both ? sub(main.output, x) : scale(x, -1)", "scale(x, -1)"),
  blocks("a gate's gradient forgets the sigmoid", "sigmoidBackward(mul(byGate, g), control.output)", "mul(byGate, g)"),
  blocks("the shortcut's mask is not used on the way back", "direct: mul(mask, g)", "direct: g"),
  blocks("what dropout leaves of a shortcut is scaled up", "(rng.uniform() < rate ? 0 : 1)", "(rng.uniform() < rate ? 0 : 1 / (1 - rate))"),
];
