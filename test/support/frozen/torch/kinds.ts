// What PyTorch and NumPy computed once, in float64, and how our side computes the same: generate.py beside this file wrote
// the values and says how; no test needs Python.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as backprop from "../../../../kernel/helpers/backprop/index.ts";
import * as ops from "../../../../kernel/helpers/ops/index.ts";
import * as optim from "../../../../kernel/helpers/optim/index.ts";
import {
  fromArray,
  map,
  mul,
  scale,
  sub,
  zeros,
  type Tensor,
} from "../../../../kernel/helpers/tensor/index.ts";

export interface Stored {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

interface Case {
  readonly kind: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  readonly output: Stored;
  readonly gradients: Readonly<Record<string, Stored>>;
}

interface Frozen {
  readonly versions: Readonly<Record<string, string>>;
  readonly cases: readonly Case[];
}

export const frozen: Frozen = JSON.parse(
  readFileSync(join(import.meta.dirname, "layers.json"), "utf8"),
) as Frozen;

/** The script's own generator: 48271 mod 2³¹ − 1, exact in both languages. */
export function draw(shape: readonly number[], seed: number): Tensor {
  const out = zeros(shape);
  let state = seed * 7919 + 1;
  for (let i = 0; i < out.size; i += 1) {
    state = (state * 48271) % 2147483647;
    out.data[i] = (state / 2147483647) * 2 - 1;
  }
  return out;
}

/** What our side makes of a case: the output, and gradients by Σ output·gradOutput. */
interface Ours {
  readonly output: Tensor;
  readonly gradients: (g: Tensor) => Readonly<Record<string, Tensor>>;
}

type Run = (inputs: Readonly<Record<string, Tensor>>, options: never) => Ours;

const empty = zeros([0]);
const named = (inputs: Readonly<Record<string, Tensor>>, name: string): Tensor =>
  inputs[name] ?? empty;

/** A layer with filters and a bias. */
const filtered =
  (
    input: "input" | "x",
    run: (x: Tensor, w: Tensor, b: Tensor, o: never) => Tensor,
    back: (g: Tensor, x: Tensor, w: Tensor, o: never) => backprop.LayerGradients,
  ): Run =>
  (inputs, options) => {
    const [x, w] = [named(inputs, input), named(inputs, "filters")];
    return {
      output: run(x, w, named(inputs, "bias"), options),
      gradients: (g) => {
        const { gradInput, gradFilters, gradBias } = back(g, x, w, options);
        return { [input]: gradInput, filters: gradFilters, bias: gradBias };
      },
    };
  };

/** A layer of one input and no parameters. */
const plain =
  (run: (x: Tensor, o: never) => Tensor, back: (g: Tensor, x: Tensor, o: never) => Tensor): Run =>
  (inputs, options) => {
    const x = named(inputs, "x");
    return { output: run(x, options), gradients: (g) => ({ x: back(g, x, options) }) };
  };

const normalising =
  (
    run: (x: Tensor, a: Tensor, b: Tensor, o: never) => ops.GroupNormResult,
  ): Run =>
  (inputs, options) => {
    const { output, cache } = run(named(inputs, "x"), named(inputs, "gamma"), named(inputs, "beta"), options);
    return {
      output,
      gradients: (g) => {
        const grads = backprop.groupNormBackward(g, cache);
        return { x: grads.gradInput, gamma: grads.gradGamma, beta: grads.gradBeta };
      },
    };
  }; // prettier-ignore

const batchNorm: Run = (inputs, options) => {
  const { output, cache } = ops.batchNorm(
    named(inputs, "x"),
    named(inputs, "gamma"),
    named(inputs, "beta"),
    options,
  );
  return {
    output,
    gradients: (g) => {
      const grads = backprop.batchNormBackward(g, cache);
      return { x: grads.gradInput, gamma: grads.gradGamma, beta: grads.gradBeta };
    },
  };
};

/** An activation of 5·x, so that its ends are reached. */
const active = (
  run: (x: Tensor) => Tensor,
  back: (g: Tensor, x: Tensor) => Tensor,
): Run =>
  plain(
    (x) => run(scale(x, 5)),
    (g, x) => scale(back(g, scale(x, 5)), 5),
  ); // prettier-ignore

/** A layer of |x|. */
const positive = (
  run: (x: Tensor, o: never) => Tensor,
  back: (g: Tensor, x: Tensor, o: never) => Tensor,
): Run =>
  plain(
    (x, options: never) => run(map(x, Math.abs), options),
    (g, x, options: never) => mul(back(g, map(x, Math.abs), options), map(x, Math.sign)),
  );

/** A loss of 5·logits. */
const lossOf =
  (loss: (z: Tensor, labels: never, o: never) => backprop.LossResult): Run =>
  (inputs, { labels, ...options }: { labels: never }) => {
    const { loss: value, gradLogits } = loss(scale(named(inputs, "logits"), 5), labels, options as never);
    return {
      output: fromArray([value], []),
      gradients: (g) => ({ logits: scale(gradLogits, 5 * g.get()) }),
    };
  }; // prettier-ignore

const attention: Run = (inputs, options) => {
  const [q, k, v] = [named(inputs, "q"), named(inputs, "k"), named(inputs, "v")];
  return {
    output: ops.attention(q, k, v, options),
    gradients: (g) => {
      const grads = backprop.attentionBackward(g, q, k, v, options);
      return { q: grads.gradQuery, k: grads.gradKey, v: grads.gradValue };
    },
  };
};

const multiHead: Run = (inputs, options) => {
  const at = (name: string): Tensor => named(inputs, name);
  const layer = (letter: string): ops.Projection => ({ weights: at(`w${letter}`), bias: at(`b${letter}`) });
  const layers = { query: layer("q"), key: layer("k"), value: layer("v"), output: layer("o") };
  const tensors = [at("q"), at("k"), at("v")] as const;
  return {
    output: ops.multiHeadAttention(...tensors, layers, options),
    gradients: (g) => {
      const { query, key, value, output } = backprop.multiHeadAttentionBackward(g, ...tensors, layers, options);
      return {
        q: query.gradInput, k: key.gradInput, v: value.gradInput,
        wq: query.gradFilters, wk: key.gradFilters, wv: value.gradFilters, wo: output.gradFilters,
        bq: query.gradBias, bk: key.gradBias, bv: value.gradBias, bo: output.gradBias,
      };
    },
  };
}; // prettier-ignore

/** Ten steps down Σ a·(w − b)²/2. */
const tenSteps =
  (step: optim.OptimizerStep<never>): Run =>
  (inputs, hyper) => {
    const steepness = draw([6], 3).data.map((value) => Math.abs(value) * 3 + 0.5);
    const target = draw([6], 4);
    let weights = named(inputs, "w");
    let state: optim.OptimizerState | undefined;
    const path: number[] = [];
    for (let t = 1; t <= 10; t += 1) {
      const gradient = mul(sub(weights, target), fromArray(steepness, [6]));
      ({ weights, state } = step(weights, gradient, state, hyper, t));
      path.push(...weights.data);
    }
    return { output: fromArray(path, [10, 6]), gradients: () => ({}) };
  };

const slide =
  (run: (x: Tensor, w: Tensor, mode: ops.Mode) => Tensor): Run =>
  (inputs, { mode }: { mode: ops.Mode }) => ({
    output: run(named(inputs, "x"), named(inputs, "w"), mode),
    gradients: () => ({}),
  });

export const kinds: Readonly<Record<string, Run>> = {
  conv1d: filtered("input", ops.conv1d, backprop.conv1dBackward),
  conv2d: filtered("input", ops.conv2d, backprop.conv2dBackward),
  conv3d: filtered("input", ops.conv3d, backprop.conv3dBackward),
  convTranspose1d: filtered("x", ops.convTranspose1d, backprop.convTranspose1dBackward),
  convTranspose2d: filtered("x", ops.convTranspose2d, backprop.convTranspose2dBackward),
  convTranspose3d: filtered("x", ops.convTranspose3d, backprop.convTranspose3dBackward),
  depthwiseConv2d: filtered("x", ops.depthwiseConv2d, backprop.depthwiseConv2dBackward),
  maxPool: plain(ops.maxPool, backprop.maxPoolBackward),
  maxPool1d: plain(ops.maxPool1d, backprop.maxPool1dBackward),
  maxPool3d: plain(ops.maxPool3d, backprop.maxPool3dBackward),
  avgPool: plain(ops.avgPool, backprop.avgPoolBackward),
  avgPool1d: plain(ops.avgPool1d, backprop.avgPool1dBackward),
  avgPool3d: plain(ops.avgPool3d, backprop.avgPool3dBackward),
  lpPool: positive(ops.lpPool, backprop.lpPoolBackward),
  lpPool1d: positive(ops.lpPool1d, backprop.lpPool1dBackward),
  lpPool3d: positive(ops.lpPool3d, backprop.lpPool3dBackward),
  batchNorm,
  layerNorm: normalising(ops.layerNorm),
  instanceNorm: normalising(ops.instanceNorm),
  groupNorm: normalising((x, a, b, { groups, eps }: { groups: number; eps: number }) =>
    ops.groupNorm(x, groups, a, b, { eps }),
  ),
  lrn: plain(ops.lrn, backprop.lrnBackward),
  "activation relu": active(ops.relu, backprop.reluBackward),
  "activation relu6": active(ops.relu6, backprop.relu6Backward),
  "activation leakyRelu": active(ops.leakyRelu, backprop.leakyReluBackward),
  "activation elu": active(ops.elu, backprop.eluBackward),
  "activation selu": active(ops.selu, backprop.seluBackward),
  "activation gelu": active(ops.gelu, backprop.geluBackward),
  "activation softplus": active(ops.softplus, backprop.softplusBackward),
  "activation softsign": active(ops.softsign, backprop.softsignBackward),
  "activation swish": active(ops.swish, backprop.swishBackward),
  "activation mish": active(ops.mish, backprop.mishBackward),
  "activation hardSigmoid": active(ops.hardSigmoid, backprop.hardSigmoidBackward),
  "activation hardSwish": active(ops.hardSwish, backprop.hardSwishBackward),
  "activation sigmoid": active(ops.sigmoid, backprop.sigmoidBackward),
  "activation tanh": active(ops.tanh, backprop.tanhBackward),
  "activation softmax": active(ops.softmax, backprop.softmaxBackward),
  "activation logSoftmax": active(ops.logSoftmax, backprop.logSoftmaxBackward),
  softmaxCrossEntropy: lossOf(backprop.softmaxCrossEntropy),
  klDivergence: lossOf(backprop.klDivergence),
  binaryCrossEntropy: lossOf(backprop.binaryCrossEntropy),
  hingeLoss: lossOf(backprop.hingeLoss),
  meanSquaredError: lossOf(backprop.meanSquaredError),
  meanAbsoluteError: lossOf(backprop.meanAbsoluteError),
  huberLoss: lossOf(backprop.huberLoss),
  attention,
  multiHeadAttention: multiHead,
  "optimiser sgd": tenSteps(optim.sgd),
  "optimiser momentum": tenSteps(optim.momentum),
  "optimiser nesterov": tenSteps(optim.nesterov),
  "optimiser adamw": tenSteps(optim.adamw),
  "optimiser rmsprop": tenSteps(optim.rmsprop),
  "optimiser adam": tenSteps(optim.adam),
  convolve1d: slide(ops.convolve1d),
  correlate1d: slide(ops.correlate1d),
  "conv2d by NumPy's windows": filtered(
    "input",
    (x, w) => ops.conv2d(x, w),
    (g, x, w) => backprop.conv2dBackward(g, x, w),
  ),
};
