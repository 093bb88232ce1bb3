// Row R1 in TensorFlow.js: what the graph froze stays bit for bit as it was, batch norm's statistics included.
import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import {
  freeze,
  initialWeights,
  Net,
  replaceHead,
  toLayers,
  unfreeze,
  type Graph,
} from "../../../../kernel/helpers/architectures/index.ts";

beforeAll(async () => {
  await tf.setBackend("cpu");
});

function small(): Graph {
  const net = new Net("small", [6, 6, 2]);
  const x = net.convBn("body", net.input, 4, 3);
  return net.build(net.dense("fc", net.globalAveragePool("gap", x), 5));
}

/** Values of all weights by name. */
const valuesOf = (model: tf.LayersModel): Readonly<Record<string, readonly number[]>> =>
  Object.fromEntries(model.weights.map((w) => [w.originalName, [...w.read().dataSync()]]));

async function trained(graph: Graph): Promise<readonly string[]> {
  const model = toLayers(graph, tf, { weights: initialWeights(graph, { seed: 1 }) });
  model.compile({ optimizer: tf.train.momentum(0.1, 0.9), loss: "meanSquaredError" });
  const before = valuesOf(model);
  const x = tf.randomNormal([8, 6, 6, 2], 3, 2, "float32", 4);
  const y = tf.randomNormal([8, 3], 0, 1, "float32", 5);
  await model.fit(x, y, { epochs: 2, batchSize: 4, verbose: 0 });
  const after = valuesOf(model);
  return Object.keys(before).filter((name) => before[name]?.some((value, i) => !Object.is(value, after[name]?.[i])));
} // prettier-ignore

test("R1 of a frozen model with a new head, training changes the head alone", async () => {
  const net = replaceHead(small(), 3);
  expect(await trained(unfreeze(freeze(net), "head"))).toEqual(["head/kernel", "head/bias"]);
});

test("R1 the same model without frozen layers changes everywhere, moving statistics too", async () => {
  expect(await trained(replaceHead(small(), 3))).toEqual([
    "body.conv/kernel", "body.bn/gamma", "body.bn/beta", "head/kernel", "head/bias",
    "body.bn/moving_mean", "body.bn/moving_variance",
  ]); // prettier-ignore
});
