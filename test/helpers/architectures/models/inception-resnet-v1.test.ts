import { expect, test } from "vitest";
import {
  inceptionResnetV1,
  inceptionV3,
  summary,
  type Graph,
} from "../../../../kernel/helpers/architectures/index.ts";
import { codeOf } from "../../../support/codes.ts";

/** Convolution of `area` weights per pair of maps, and batch norm's scale and shift. */
const conv = (area: number, c: number, k: number): number => area * c * k + 2 * k;
/** 1×1 with biases from the joined branches back to the module's maps. */
const up = (c: number, k: number): number => c * k + k;

const stem =
  conv(9, 3, 32) + conv(9, 32, 32) + conv(9, 32, 64) + // pool
  conv(1, 64, 80) + conv(9, 80, 192) + conv(9, 192, 256); // prettier-ignore
const a = 3 * conv(1, 256, 32) + 3 * conv(9, 32, 32) + up(96, 256);
const reductionA = conv(9, 256, 384) + conv(1, 256, 192) + conv(9, 192, 192) + conv(9, 192, 256);
const b = 2 * conv(1, 896, 128) + 2 * conv(7, 128, 128) + up(256, 896);
const reductionB = 3 * conv(1, 896, 256) + conv(9, 256, 384) + 3 * conv(9, 256, 256);
const c = 2 * conv(1, 1792, 192) + 2 * conv(3, 192, 192) + up(384, 1792);

test("A9 Inception-ResNet-v1 has the parameters of its figures added up by hand: 5 A, 10 B, 5 C", () => {
  const byHand = stem + 5 * a + reductionA + 10 * b + reductionB + 5 * c + up(1792, 1000);
  expect(byHand).toBe(22_756_328);
  expect(summary(inceptionResnetV1()).trainable).toBe(byHand);
});

test("A9 Inception-ResNet-v1 of facenet has a sixth C and an embedding: 23,482,624, and 27,910,327 with 8631 faces", () => {
  const byHand = stem + 5 * a + reductionA + 10 * b + reductionB + 6 * c + 1792 * 512 + 2 * 512;
  const facenet = { variant: "facenet" } as const;
  expect(summary(inceptionResnetV1(facenet)).trainable).toBe(byHand);
  expect(byHand).toBe(23_482_624);
  expect(summary(inceptionResnetV1({ ...facenet, classes: 8631 })).trainable).toBe(27_910_327);
});

test("A9 a ReLU stands behind every sum of the paper's net, and behind all but the last of facenet's", () => {
  const bare = (graph: Graph): string[] => {
    const rectified = new Set(
      graph.nodes.filter(({ name }) => name.endsWith(".relu")).flatMap(({ inputs }) => inputs),
    );
    return graph.nodes
      .filter(({ id, layer }) => layer.op === "add" && !rectified.has(id))
      .map(({ name }) => name);
  };
  expect(bare(inceptionResnetV1())).toEqual([]);
  expect(bare(inceptionResnetV1({ variant: "facenet" }))).toEqual(["block8.6.add"]);
});

test("A9 Keras' FaceNet of 128 numbers is the same net without the scales of its batch norms: 22,808,144", () => {
  const { trainable, nonTrainable } = summary(
    inceptionResnetV1({ variant: "facenet", embedding: 128 }),
  );
  const scales = nonTrainable / 2; // a mean and a variance for each scale
  expect(trainable - scales).toBe(22_779_312);
  expect(nonTrainable).toBe(28_832);
  expect(trainable - scales + nonTrainable).toBe(22_808_144);
});

test("A9 Inception-ResNet-v1 costs about as much as Inception-v3, on maps of 35, 17 and 8 pixels", () => {
  const graph = inceptionResnetV1();
  const sums = graph.nodes.filter(({ layer }) => layer.op === "add").map(({ shape }) => shape);
  expect([...new Set(sums.map((shape) => shape.join("x")))]).toEqual([
    "35x35x256",
    "17x17x896",
    "8x8x1792",
  ]);
  expect(summary(graph).macs / summary(inceptionV3()).macs).toBeCloseTo(1.1, 1);
});

test.each([
  ["a variant that is not there", () => inceptionResnetV1({ variant: "v1" as "paper" })],
  ["an embedding of no numbers", () => inceptionResnetV1({ embedding: 0 })],
])("A9 Inception-ResNet-v1 refuses %s", (_, make) => {
  expect(codeOf(make)).toBe("NO_SUCH_VARIANT");
});
