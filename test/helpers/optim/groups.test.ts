// Rows R1 and R3: groups of parameters with rates of their own, and frozen ones.
import { expect, test } from "vitest";
import * as backprop from "../../../kernel/helpers/backprop/index.ts";
import * as optim from "../../../kernel/helpers/optim/index.ts";
import { tensor, zeros, type Tensor } from "../../../kernel/helpers/tensor/index.ts";
import { faultOf } from "../../support/codes.ts";
import { randomLike } from "../../support/gradients.ts";

interface Rates {
  readonly learningRate?: number;
}
const learningRate = 0.1;

// one weight of 1 with gradient 2; the head moves at 0.1, the body at 0.01
const steps: readonly (readonly [string, optim.OptimizerStep<never>, object, number, number])[] = [
  ["sgd", optim.sgd, {}, 0.8, 0.98], // 1 − α·2
  ["momentum", optim.momentum, {}, 0.8, 0.98], // v = 2
  ["nesterov", optim.nesterov, { rho: 0.5 }, 0.7, 0.97], // 1 − α·(2 + 0.5·2)
  ["alexnetMomentum", optim.alexnetMomentum, { decay: 0.5 }, 0.75, 0.975], // 1 − 0.5·α·1 − α·2
  ["rmsprop", optim.rmsprop, { rho: 0.75, epsilon: 0 }, 0.8, 0.98], // s = 0.25·4, 1 − α·2/√s
  ["adam", optim.adam, { epsilon: 0 }, 0.9, 0.99], // the first step has size α
  ["adamw", optim.adamw, { epsilon: 0, decay: 0.5 }, 0.85, 0.985], // 1 − α·0.5 − α
];

test.each(steps)("R3 %s by hand: the fine-tuned layers move at a tenth of the head's rate", (_, step, hyper, head, body) => {
  const { weights } = optim.groupStep(
    step as optim.OptimizerStep<Rates>,
    { "conv1/filters": [1], "head/filters": [1] },
    { "conv1/filters": [2], "head/filters": [2] },
    undefined,
    { learningRate, ...hyper },
    [{ names: ["head"] }, { factor: 0.1 }],
  );
  expect(weights["head/filters"]?.get(0)).toBeCloseTo(head, 12);
  expect(weights["conv1/filters"]?.get(0)).toBeCloseTo(body, 12);
}); // prettier-ignore

test.each(steps)("R3 %s in groups goes the way of one optimiser per group, its state and step number included", (_, step, hyper) => {
  const adam = step as optim.OptimizerStep<Rates>;
  let [weights, state]: [optim.Named, optim.Named<optim.OptimizerState> | undefined] = [{ a: [1, -2], b: [3] }, undefined];
  let alone: Record<string, Tensor> = { a: tensor([1, -2]), b: tensor([3]) };
  const memory: Record<string, optim.OptimizerState | undefined> = {};
  const rates: Readonly<Record<string, number>> = { a: 0.025, b: 0.1 };
  for (let t = 1; t <= 4; t += 1) {
    const gradients = { a: randomLike([2], t), b: randomLike([1], t + 9) };
    ({ weights, state } = optim.groupStep(adam, weights, gradients, state, { learningRate, ...hyper }, [{ names: ["a"], factor: 0.25 }, { names: ["b"] }], t));
    alone = Object.fromEntries(
      Object.entries(alone).map(([name, w]) => {
        const own = adam(w, gradients[name as "a" | "b"], memory[name], { ...hyper, learningRate: rates[name] ?? 0 }, t);
        memory[name] = own.state;
        return [name, own.weights];
      }),
    );
  }
  expect(weights).toEqual(alone);
}); // prettier-ignore

test("R3 a group may have settings of its own, and learning rates of a schedule keep their factors", () => {
  const groups = [{ names: ["bias"], hyper: { decay: 0 } }, { factor: 0.1 }];
  const at = (rate: number): readonly (number | undefined)[] => {
    const both = { bias: [1], filters: [1] };
    const { weights } = optim.groupStep(optim.adamw, both, { bias: [0], filters: [0] }, undefined, { learningRate: rate, decay: 0.5 }, groups); // prettier-ignore
    return [weights["bias"]?.get(0), weights["filters"]?.get(0)];
  };
  // a bias is not decayed; the filters lose 0.5 · 0.1 · rate
  expect(at(0.2)).toEqual([1, 0.99]);
  expect(at(0.4)).toEqual([1, 0.98]);
});

/** Dense 4 → 5, ReLU, dense 5 → 3 as head. */
const net = backprop.network([
  backprop.denseLayer("body", { filters: randomLike([4, 5], 1), bias: randomLike([5], 2) }),
  backprop.reluLayer("relu"),
  backprop.denseLayer("head", { filters: zeros([5, 3]), bias: zeros([3]) }),
]);

test("R1 frozen weights are bit-identical after training, momentum and decay included; the head learns", () => {
  const x = randomLike([12, 4], 3);
  const labels = Array.from({ length: 12 }, (_, i) => (x.get(i, 0) > 0 ? 0 : x.get(i, 1) > 0 ? 1 : 2));
  const groups = [{ names: ["head"] }, { frozen: true }];
  let trained = net;
  let state: optim.Named<optim.OptimizerState> | undefined;
  const losses: number[] = [];
  for (let t = 1; t <= 30; t += 1) {
    const { loss, gradients } = trained.lossGradients(x, labels);
    losses.push(loss);
    const step = optim.groupStep(optim.alexnetMomentum, backprop.namedParameters(trained), backprop.namedParameters(trained, gradients), state, { learningRate: 0.5, decay: 0.01 }, groups, t);
    ({ state } = step);
    trained = trained.withParameters(Object.values(step.weights));
  }
  const [filters, bias, head] = net.parameters;
  expect(trained.parameters[0]?.data).toEqual(filters?.data);
  expect(trained.parameters[1]?.data).toEqual(bias?.data);
  expect(trained.parameters[2]?.data).not.toEqual(head?.data);
  expect(losses[0]).toBeCloseTo(Math.log(3), 12);
  expect(losses.at(-1)).toBeLessThan(0.6);
}); // prettier-ignore

test("R1 what is frozen needs no gradient and comes back as the very same tensor, without a state", () => {
  const frozen = tensor([Number.NaN, -0]);
  const { weights, state } = optim.groupStep(
    optim.momentum,
    { frozen, free: [1] },
    { free: [1] },
    undefined,
    { learningRate },
    [{ names: ["frozen"], frozen: true }, {}],
  ); // prettier-ignore
  expect(weights["frozen"]).toBe(frozen);
  expect(state["frozen"]).toEqual({});
  expect(Object.keys(state["free"] ?? {})).toEqual(["velocity"]);
});

const both = ["conv1/filters", "conv10/filters"];
test("R3 a group's name is a whole part of the path: conv1 does not take conv10", () => {
  const found = optim.paramGroups(both, [{ names: ["conv1"], factor: 2 }, {}]);
  expect([...found.values()].map(({ factor }) => factor)).toEqual([2, undefined]);
  const scoped = optim.paramGroups(["layer4.0.conv1/filters"], [{ names: ["layer4.0"] }]);
  expect(scoped.size).toBe(1);
});

test.each<[string, readonly optim.ParamGroup<Rates>[], string]>([
  ["a parameter in two groups", [{ names: ["conv1"] }, { names: both }], "conv1/filters is in 2 groups"],
  ["a parameter in none", [{ names: ["conv1"] }], "conv10/filters is in 0 groups"],
  ["two groups of the rest", [{}, {}], "conv1/filters is in 2 groups\nconv10/filters is in 2 groups"],
  ["a name that no parameter has", [{ names: ["conv2"] }, {}], 'no parameter is called "conv2", or begins so'],
  ["a factor below 0", [{ factor: -1 }], "factor is -1: a number ≥ 0"],
  ["a factor that is no number", [{ factor: Number.NaN }], "factor is NaN: a number ≥ 0"],
])("R3 %s is refused", async (_, groups, given) => {
  const fault = await faultOf(() => optim.paramGroups(both, groups));
  expect([fault.code, fault.given]).toEqual(["PARAM_GROUPS", given]);
}); // prettier-ignore

test("R1 a gradient that is missing, and a list that is no list of gradients, are refused", async () => {
  const fault = await faultOf(() => optim.groupStep(optim.sgd, { a: [1], b: [1] }, { a: [1] }, undefined, { learningRate }, [{}])); // prettier-ignore
  expect([fault.code, fault.given]).toEqual(["GRADIENT_MISSING", "no gradient for b"]);
  const short = await faultOf(() => backprop.namedParameters(net, [zeros([1])]));
  expect(short.code).toBe("PARAMETER_COUNT");
});
