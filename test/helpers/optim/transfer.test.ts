// Rows R1 and R4 with the engines of fine-tuning: a network of three plain shapes meets a new task. Similar: other pictures
// of the same kind; different: shapes filled with textures that it has never seen. Accuracies on 120 pictures of the task.
import { expect, test } from "vitest";
import * as nets from "../../../kernel/helpers/backprop/index.ts";
import { adam, groupStep, type Named, type OptimizerState, type ParamGroup } from "../../../kernel/helpers/optim/index.ts"; // prettier-ignore
import { zeros } from "../../../kernel/helpers/tensor/index.ts";
import {
  accuracy,
  freshNet,
  pictures,
  trained,
  type Pictures,
} from "../../support/shape-images.ts";

const steps = 40;

/** Full-batch Adam with the given groups. */
function tune(start: nets.Network, data: Pictures, groups: readonly ParamGroup<object>[], learningRate: number): nets.Network {
  let net = start;
  let state: Named<OptimizerState> | undefined;
  for (let t = 1; t <= steps; t += 1) {
    const { gradients } = net.lossGradients(data.images, data.labels);
    const step = groupStep(adam, nets.namedParameters(net), nets.namedParameters(net, gradients), state, { learningRate }, groups, t);
    ({ state } = step);
    net = net.withParameters(Object.values(step.weights));
  }
  return net;
} // prettier-ignore

/** Accuracies of a head on frozen features, of fine-tuning at a tenth of its rate, and of a start from scratch. */
function runs(seed: number, perClass: number, filling: "plain" | "random") {
  const source = trained(freshNet(seed), pictures(240, seed));
  const head = nets.denseLayer("logits", { filters: zeros([12, 3]), bias: zeros([3]) });
  const start = nets.network([...source.layers.slice(0, -1), head]);
  const few = pictures(3 * perClass, 500 + seed, filling);
  const { images, labels } = pictures(120, 600 + seed, filling);
  const own = { names: ["logits"] };
  const frozen = tune(start, few, [own, { frozen: true }], 0.05);
  const tuned = tune(start, few, [own, { factor: 0.1 }], 0.05);
  const scratch = tune(freshNet(70 + seed), few, [{}], 0.01);
  frozen.parameters.slice(0, -2).forEach((w, i) => expect(w.data).toEqual(start.parameters[i]?.data));
  const [onFrozen, fineTuned, fromScratch] = [frozen, tuned, scratch].map((net) => accuracy(net, images, labels));
  return { frozen: onFrozen ?? 0, tuned: fineTuned ?? 0, scratch: fromScratch ?? 0 };
} // prettier-ignore

test("R1 at ten pictures a class a new head on frozen features beats a network from scratch, in each of five seeds", { timeout: 240_000 }, () => {
  const gains = [1, 2, 3, 4, 5].map((seed) => {
    const { frozen, scratch } = runs(seed, 10, "plain");
    return frozen - scratch;
  });
  expect(Math.min(...gains)).toBeGreaterThan(0.04);
}); // prettier-ignore

test("R4 little or lots of data, similar or different: the four cells are ordered as expected", { timeout: 400_000 }, () => {
  const mean = (perClass: number, filling: "plain" | "random") => {
    const all = [1, 2, 3].map((seed) => runs(seed, perClass, filling));
    const of = (name: keyof (typeof all)[number]): number => all.reduce((sum, run) => sum + run[name] / all.length, 0);
    return { frozen: of("frozen"), tuned: of("tuned"), scratch: of("scratch") };
  };
  const cells = { little: { similar: mean(10, "plain"), different: mean(10, "random") }, lots: { similar: mean(40, "plain"), different: mean(40, "random") } };
  // little, similar: a linear classifier on the features is enough
  expect(cells.little.similar.frozen).toBeGreaterThan(cells.little.similar.scratch);
  // lots, similar: fine-tuning loses nothing
  expect(cells.lots.similar.tuned).toBeGreaterThanOrEqual(cells.lots.similar.scratch);
  // little, different: trouble, whatever is done
  const { frozen, tuned, scratch } = cells.little.different;
  expect(Math.max(frozen, tuned, scratch)).toBeLessThan(cells.little.similar.frozen - 0.1);
  // lots, different: more layers have to learn
  expect(cells.lots.different.tuned).toBeGreaterThan(cells.lots.different.frozen + 0.05);
}); // prettier-ignore
