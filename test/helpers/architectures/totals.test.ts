import { expect, test } from "vitest";
import * as models from "../../../kernel/helpers/architectures/index.ts";

const { summary } = models;

/** Row of the syllabus, architecture, trainable parameters as published. */
const published: readonly (readonly [row: string, make: () => models.Graph, trainable: number])[] =
  [
    ["A2 LeNet-5, every map connected", () => models.lenet5(), 61_706],
    ["A2 E14 LeNet-5 of 1998, C3 by its table", () => models.lenet5Original(), 60_000],
    ["A3 the digits viewer's net", () => models.digitsViewerNet(), 63_802],
    ["A3 CNN Explainer", () => models.cnnExplainer(), 19_920],
    ["A4 E26 AlexNet, the table without groups", () => models.alexnet(), 62_378_344],
    [
      "A4 E26 AlexNet, with the two-GPU groups",
      () => models.alexnet({ variant: "paper" }),
      60_965_224,
    ],
    ["A4 E26 AlexNet, torchvision", () => models.alexnet({ variant: "torchvision" }), 61_100_840],
    ["A5 E25 ZFNet, the figure", () => models.zfnet(), 62_357_608],
    ["A5 E25 ZFNet, the text", () => models.zfnet({ variant: "text" }), 107_627_624],
    ["A6 VGG A", () => models.vgg("A"), 132_863_336],
    ["A6 VGG A-LRN", () => models.vgg("A-LRN"), 132_863_336],
    ["A6 VGG B", () => models.vgg("B"), 133_047_848],
    ["A6 E20 VGG C", () => models.vgg("C"), 133_638_952],
    ["A6 VGG D", () => models.vgg("D"), 138_357_544],
    ["A6 VGG E", () => models.vgg("E"), 143_667_240],
    ["A7 E13 GoogLeNet, the paper's", () => models.googlenet(), 6_998_552],
    [
      "A7 E13 GoogLeNet, torchvision",
      () => models.googlenet({ variant: "torchvision" }),
      6_624_904,
    ],
    [
      "A7 E13 GoogLeNet, torchvision with both auxiliary classifiers",
      () => models.googlenet({ variant: "torchvision", aux: true }),
      13_004_888,
    ],
    ["A9 Inception-v3", () => models.inceptionV3(), 23_834_568],
    [
      "A9 Inception-v3 with its auxiliary classifier",
      () => models.inceptionV3({ aux: true }),
      27_161_264,
    ],
    ["A9 Inception-v4", () => models.inceptionV4(), 42_679_816],
    ["A9 Inception-ResNet-v2", () => models.inceptionResnetV2(), 55_843_464],
    ["A10 ResNet-18", () => models.resnet(18), 11_689_512],
    ["A10 ResNet-34", () => models.resnet(34), 21_797_672],
    ["A10 E34 ResNet-50", () => models.resnet(50), 25_557_032],
    ["A10 ResNet-101", () => models.resnet(101), 44_549_160],
    ["A10 ResNet-152", () => models.resnet(152), 60_192_808],
    ["A10 ResNet-20 for 32 pixels", () => models.cifarResnet(3), 269_722],
    ["A10 ResNet-110 for 32 pixels", () => models.cifarResnet(18), 1_727_962],
    ["A15 WRN-28-10", () => models.wideResnet(28, 10), 36_479_194],
    ["A15 WRN-16-8", () => models.wideResnet(16, 8), 10_961_370],
    ["A16 ResNeXt-50 32x4d", () => models.resnext50(), 25_028_904],
    ["A17 SE-ResNet-50", () => models.seResnet50(), 28_088_024],
    ["A17 SENet-154", () => models.senet154(), 115_088_984],
    ["A18 DenseNet-121", () => models.densenet(121), 7_978_856],
    ["A18 DenseNet-169", () => models.densenet(169), 14_149_480],
    ["A18 DenseNet-201", () => models.densenet(201), 20_013_928],
    ["A18 DenseNet-161", () => models.densenet(161), 28_681_000],
    ["A18 E22 DenseNet-264", () => models.densenet(264), 33_337_704],
    ["A19 MobileNet v1", () => models.mobilenetV1(), 4_231_976],
    ["A19 MobileNet v2", () => models.mobilenetV2(), 3_504_872],
    ["A19 MobileNet v3 large", () => models.mobilenetV3("large"), 5_483_032],
    ["A19 MobileNet v3 small", () => models.mobilenetV3("small"), 2_542_856],
    ["A20 Xception", () => models.xception(), 22_855_952],
    ["A21 ShuffleNet v2", () => models.shufflenetV2(), 2_278_604],
    ["A22 SqueezeNet", () => models.squeezenet(), 1_248_424],
    ["A24 MnasNet", () => models.mnasnet(), 4_383_312],
    ["A24 NASNet-A mobile", () => models.nasnet("mobile"), 5_289_978],
    ["A24 NASNet-A large", () => models.nasnet("large"), 88_753_150],
    ["A25 EfficientNet-B0", () => models.efficientnet(0), 5_288_548],
    ["A25 EfficientNet-B7", () => models.efficientnet(7), 66_347_960],
    ["A26 ConvNeXt-T", () => models.convnextTiny(), 28_589_128],
    ["A28 Darknet-19", () => models.darknet19(), 20_842_376],
    ["A28 Darknet-53", () => models.darknet53(), 41_609_928],
    ["N7 SRCNN 9-1-5", () => models.srcnn(), 8_129],
    ["A28 CSPDarknet-53", () => models.cspDarknet53(), 27_642_184],
  ];

test.each(published)("%s has its published number of parameters", (_row, make, trainable) => {
  expect(summary(make()).trainable).toBe(trainable);
});

test("A20 Keras' total counts batch norm's moving statistics too", () => {
  const { trainable, nonTrainable } = summary(models.xception());
  expect(trainable + nonTrainable).toBe(22_910_480);
});

test("A19 Keras' MobileNet total counts batch norm's moving statistics too: 21,888", () => {
  const { trainable, nonTrainable } = summary(models.mobilenetV1());
  expect([nonTrainable, trainable + nonTrainable]).toEqual([21_888, 4_253_864]);
});

test("A18 Keras' DenseNet-121 total counts batch norm's moving statistics too", () => {
  const { trainable, nonTrainable } = summary(models.densenet(121));
  expect(trainable + nonTrainable).toBe(8_062_504);
});

test.each([
  ["A6 VGG D", () => models.vgg("D"), 15_470_264_320],
  ["A7 E6 the naive Inception module", () => models.naiveInception(), 854_196_224],
  [
    "A7 E6 the module with bottlenecks, 3x3 branch counted once",
    () => models.bottleneckInception(),
    271_351_808,
  ],
  ["A22 SqueezeNet", () => models.squeezenet(), 818_924_576],
  // 110²·96·147 + 26²·256·2400 + 13²·(384·2304 + 384·3456 + 256·3456) + 9216·4096 + 4096² + 4096·1000
  ["A5 E25 ZFNet, the figure", () => models.zfnet(), 1_168_032_896],
  // 28²·6·25 + 10²·16·150 + 400·120 + 120·84 + 84·10
  ["A2 LeNet-5", () => models.lenet5(), 416_520],
  // C3 by its table 10²·60·25, one product a value in S2 and S4, distances instead of products at the end:
  // 117,600 + 1,176 + 150,000 + 400 + 48,000 + 10,080
  ["A2 E14 LeNet-5 of 1998", () => models.lenet5Original(), 327_256],
] as const)("%s has its exact number of MACs", (_row, make, macs) => {
  expect(summary(make()).macs).toBe(macs);
});

test("A4 AlexNet has 659,272 neurons: outputs of all convolutions and dense layers", () => {
  // 55²·96 + 27²·256 + 2·13²·384 + 13²·256 + 4096 + 4096 + 1000
  const neurons = models
    .alexnet()
    .nodes.filter(({ layer }) => layer.op === "conv" || layer.op === "dense")
    .reduce((sum, { shape }) => sum + shape.reduce((product, n) => product * n, 1), 0);
  expect(neurons).toBe(659_272);
});

test("E22 DenseNet's printed millions are rounded, but the 34 of DenseNet-264 is 33.3", () => {
  const millions = ([121, 169, 201, 161, 264] as const).map((depth) => summary(models.densenet(depth)).trainable / 1e6); // prettier-ignore
  expect(millions.map((m) => Number(m.toFixed(1)))).toEqual([8, 14.1, 20, 28.7, 33.3]);
});

test("A22 SqueezeNet pools three times by 3×3 with stride 2, windows that overlap", () => {
  const pools = models.squeezenet().nodes.flatMap(({ layer }) => (layer.op === "maxPool" ? [[layer.kernelSize, layer.stride]] : [])); // prettier-ignore
  expect(pools).toEqual(Array(3).fill([3, 2])); // prettier-ignore
});

test("A22 SqueezeNet has 48.9 times fewer parameters than torchvision's AlexNet", () => {
  const ratio =
    summary(models.alexnet({ variant: "torchvision" })).trainable /
    summary(models.squeezenet()).trainable;
  expect(ratio).toBeCloseTo(48.9, 1);
});

test("A23 a fractal block of C columns has 2^(C-1) convolutions on its longest path", () => {
  // five blocks one after the other: 5 · 2^(4−1) = 40
  expect(models.longestPath(models.fractalnet(4))).toBe(40);
});

test("A25 E21 the paper's multipliers grow the cost by 1.9203, not by 2", () => {
  expect(models.compoundScale(1).growth).toBeCloseTo(1.9203, 4);
  expect(models.compoundScale(0).growth).toBe(1); // no step up: the net itself
});
