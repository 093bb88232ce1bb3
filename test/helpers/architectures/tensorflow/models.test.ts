// A model made of an architecture is used as any other: trained, saved, loaded.
import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import * as models from "../../../../kernel/helpers/architectures/index.ts";
import {
  forward,
  initialWeights,
  summary,
  toLayers,
} from "../../../../kernel/helpers/architectures/index.ts";
import { random } from "../../../../kernel/helpers/tensor/index.ts";
import { codeOf } from "../../../support/codes.ts";

beforeAll(async () => {
  await tf.setBackend("cpu");
});

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
