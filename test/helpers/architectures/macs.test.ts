// Published multiply-adds: a stride or a padding that is off changes no parameter, but it changes these.
import { expect, test } from "vitest";
import * as models from "../../../kernel/helpers/architectures/index.ts";

/** torchvision's `_ops` of each set of weights, in 10⁹ multiply-adds. */
const torchvision: readonly (readonly [row: string, make: () => models.Graph, giga: number])[] = [
  ["A4 AlexNet", () => models.alexnet({ variant: "torchvision" }), 0.714],
  ["A6 VGG A", () => models.vgg("A"), 7.609],
  ["A6 VGG B", () => models.vgg("B"), 11.308],
  ["A6 VGG E", () => models.vgg("E"), 19.632],
  ["A7 E13 GoogLeNet", () => models.googlenet({ variant: "torchvision" }), 1.498],
  // the paper's own has 5×5 filters where torchvision's has 3×3: 1.583 in the course's slides
  ["A7 E13 GoogLeNet, the paper's", () => models.googlenet(), 1.583],
  ["A9 Inception-v3", () => models.inceptionV3(), 5.713],
  ["A10 ResNet-18", () => models.resnet(18), 1.814],
  ["A10 ResNet-34", () => models.resnet(34), 3.664],
  ["A10 ResNet-50 v1.5", () => models.resnet(50), 4.089],
  ["A10 ResNet-101", () => models.resnet(101), 7.801],
  ["A10 ResNet-152", () => models.resnet(152), 11.514],
  ["A28 Wide ResNet-50-2", () => models.wideResnet50(), 11.398],
  ["A16 ResNeXt-50 32x4d", () => models.resnext50(), 4.23],
  ["A18 DenseNet-121", () => models.densenet(121), 2.834],
  ["A18 DenseNet-161", () => models.densenet(161), 7.728],
  ["A18 DenseNet-169", () => models.densenet(169), 3.36],
  ["A18 DenseNet-201", () => models.densenet(201), 4.291],
  ["A19 MobileNet v2", () => models.mobilenetV2(), 0.301],
  ["A19 MobileNet v3 large", () => models.mobilenetV3("large"), 0.217],
  ["A19 MobileNet v3 small", () => models.mobilenetV3("small"), 0.057],
  ["A21 ShuffleNet v2", () => models.shufflenetV2(), 0.145],
  ["A24 MnasNet", () => models.mnasnet(), 0.314],
  ["A25 EfficientNet-B0", () => models.efficientnet(0), 0.386],
  ["A25 EfficientNet-B7", () => models.efficientnet(7), 37.746],
  ["A26 ConvNeXt-T", () => models.convnextTiny(), 4.456],
];

test.each(torchvision)("%s has torchvision's number of multiply-adds", (_row, make, giga) => {
  expect(models.summary(make()).macs / 1e9).toBeCloseTo(giga, 3);
});

// to as many digits as the papers print: arXiv:1704.04861 table 8, arXiv:1707.07012 tables 3 and 2
test.each([
  ["A19 MobileNet v1", () => models.mobilenetV1(), 569],
  ["A24 NASNet-A mobile", () => models.nasnet("mobile"), 564],
  ["A24 NASNet-A large", () => models.nasnet("large"), 23_800],
] as const)("%s has the multiply-adds of its paper", (_row, make, millions) => {
  const { macs } = models.summary(make());
  expect(Math.abs(macs / 1e6 - millions)).toBeLessThan(millions / 1000);
});
