import { expect, test } from "vitest";
import * as models from "../../../kernel/helpers/architectures/index.ts";
import {
  kerasApplications,
  kerasTotal,
  summary,
} from "../../../kernel/helpers/architectures/index.ts";
import { faultOf } from "../../support/codes.ts";

/** "Total params" that Keras prints. */
const totals: Readonly<Record<string, number>> = {
  Xception: 22_910_480,
  VGG16: 138_357_544,
  VGG19: 143_667_240,
  ResNet50: 25_636_712,
  ResNet50V2: 25_613_800,
  ResNet101: 44_707_176,
  ResNet101V2: 44_675_560,
  ResNet152: 60_419_944,
  ResNet152V2: 60_380_648,
  InceptionV3: 23_851_784,
  InceptionResNetV2: 55_873_736,
  MobileNet: 4_253_864,
  MobileNetV2: 3_538_984,
  DenseNet121: 8_062_504,
  DenseNet169: 14_307_880,
  DenseNet201: 20_242_984,
  NASNetMobile: 5_326_716,
  NASNetLarge: 88_949_818,
  EfficientNetB0: 5_330_571,
  EfficientNetB1: 7_856_239,
  EfficientNetB2: 9_177_569,
  EfficientNetB3: 12_320_535,
  EfficientNetB4: 19_466_823,
  EfficientNetB5: 30_562_527,
  EfficientNetB6: 43_265_143,
  EfficientNetB7: 66_658_687,
};

test.each(kerasApplications.map((row) => [row.name, row] as const))(
  "A27, A25, A9, E34: %s has the total that Keras prints, exactly",
  (name, row) => {
    expect(kerasTotal(row)).toBe(totals[name]);
  },
);

test.each(Object.entries(models.torchvisionModels))(
  "A28: torchvision's %s has the parameters of its documentation, exactly, and gives 1000 logits",
  (name, { parameters }) => {
    const graph = models.torchvisionModel(name as models.TorchvisionName);
    expect(summary(graph).trainable).toBe(parameters);
    expect(graph.nodes[graph.outputs[0] ?? 0]?.shape).toEqual([1000]);
  },
);

test("A28: torchvision's list has 14 calls; a name that is not among them is refused with those that are", async () => {
  expect(Object.keys(models.torchvisionModels)).toHaveLength(14);
  const fault = await faultOf(() => models.torchvisionModel("resnet8" as "resnet18"));
  expect(fault.code).toBe("NO_SUCH_VARIANT");
  expect(fault.expected).toContain("wide_resnet50_2");
});

test("A28: a model by its name takes sizes and classes as every other", () => {
  const graph = models.torchvisionModel("mnasnet1_0", { inputSize: 96, classes: 7 });
  expect([graph.nodes[0]?.shape, graph.nodes.at(-1)?.shape]).toEqual([[96, 96, 3], [7]]);
});

test("A28: Wide ResNet-50-2 by hand: ResNet-50 with twice the inner maps in its 3, 4, 6 and 3 bottlenecks", () => {
  const byHand = (inner: number): number => {
    let [total, c] = [7 * 7 * 3 * 64 + 2 * 64, 64];
    for (const [stage, count] of [3, 4, 6, 3].entries()) {
      const [w, out] = [inner * 64 * 2 ** stage, 256 * 2 ** stage];
      total += c * out + 2 * out; // the shortcut of the stage's first block
      for (let block = 0; block < count; block += 1) {
        total += c * w + 9 * w * w + w * out + 2 * (w + w + out);
        c = out;
      }
    }
    return total + 2048 * 1000 + 1000;
  };
  expect(byHand(1)).toBe(25_557_032);
  expect(summary(models.wideResnet50()).trainable).toBe(byHand(2));
});

test("A28 E22: the printed 34M of DenseNet-264 are 33.3, and the 6.1M of MobileNet v2 those of its 1.4x model", () => {
  const millions = (graph: models.Graph): string => (summary(graph).trainable / 1e6).toFixed(1);
  expect(millions(models.densenet(264))).toBe("33.3");
  expect(millions(models.mobilenetV2({ widen: 1.4 }))).toBe("6.1");
  expect(millions(models.mobilenetV2())).toBe("3.5");
});

test("A27: the table has 26 rows, and a file has about 4 bytes per parameter", () => {
  expect(kerasApplications).toHaveLength(26);
  for (const row of kerasApplications) {
    if (row.name === "EfficientNetB0") continue; // printed with 29 MB, two less than the larger B1; it has 20
    const megabytes = (4 * kerasTotal(row)) / 2 ** 20;
    // names and shapes stand in the file too
    expect(row.megabytes / megabytes, row.name).toBeGreaterThan(0.97);
    expect(row.megabytes / megabytes, row.name).toBeLessThan(1.16);
  }
});

test("A29: operations and sizes beside the published accuracies: VGG16 costs most and is among the worst", () => {
  const points = kerasApplications
    .filter(({ name }) => ["VGG16", "ResNet50", "MobileNetV2", "EfficientNetB0"].includes(name))
    .map(({ name, top1, graph }) => ({ name, top1, macs: summary(graph()).macs }));
  const of = (name: string) => points.find((point) => point.name === name);
  const gigas = points.map(({ name, macs }) => [name, Number((macs / 1e9).toFixed(2))]);
  expect(gigas).toEqual([
    ["VGG16", 15.47],
    ["ResNet50", 4.09],
    ["MobileNetV2", 0.3],
    ["EfficientNetB0", 0.39],
  ]);
  expect(of("EfficientNetB0")?.top1).toBeGreaterThan(of("VGG16")?.top1 ?? 100);
});

test.each([
  [
    "A6 E20 VGG A to E",
    [132_863_336, 133_047_848, 133_638_952, 138_357_544, 143_667_240],
    [133, 133, 134, 138, 144],
  ],
] as const)("A28: %s round to the printed millions", (_, exact, millions) => {
  const counted = (["A", "B", "C", "D", "E"] as const).map(
    (kind) => summary(models.vgg(kind)).trainable,
  );
  expect(counted).toEqual(exact);
  expect(counted.map((n) => Math.round(n / 1e6))).toEqual(millions);
});

test("A4: AlexNet's maps are 55, 27, 27, 13, 13, 13, 6 pixels wide, 48 of them on each of the two GPUs at first", () => {
  const graph = models.alexnet({ variant: "paper" });
  const widths = graph.nodes
    .filter(({ layer }) => layer.op === "conv" || layer.op === "maxPool")
    .map(({ shape }) => shape[1]);
  expect(widths).toEqual([55, 27, 27, 13, 13, 13, 13, 6]);
  const [, conv1] = graph.nodes;
  expect(conv1?.shape).toEqual([55, 55, 96]); // 2 · 48
});

test("A15: a wide ResNet has three groups on 32, 16 and 8 pixels with 16k, 32k and 64k maps", () => {
  const graph = models.wideResnet(28, 10);
  const shapes = new Set(
    graph.nodes.filter(({ layer }) => layer.op === "add").map(({ shape }) => shape.join("x")),
  );
  expect([...shapes]).toEqual(["32x32x160", "16x16x320", "8x8x640"]);
});

test("A7: the naive Inception module gives 28x28x672 maps, the one with bottlenecks 480", () => {
  const last = (graph: models.Graph) => graph.nodes.at(-1)?.shape;
  expect(last(models.naiveInception())).toEqual([28, 28, 672]); // 128 + 192 + 96 + 256
  expect(last(models.bottleneckInception())).toEqual([28, 28, 480]); // 128 + 192 + 96 + 64
});

test("A7: GoogLeNet has nine modules, 22 layers with weights on its longest path and one dense layer", () => {
  const graph = models.googlenet();
  const modules = new Set(
    graph.nodes
      .map(({ name }) => /^inception\w*/.exec(name)?.[0])
      .filter((name) => name !== undefined),
  );
  expect(modules.size).toBe(9);
  expect(models.longestPath(graph) + 1).toBe(22);
  expect(graph.nodes.filter(({ layer }) => layer.op === "dense")).toHaveLength(1);
});
