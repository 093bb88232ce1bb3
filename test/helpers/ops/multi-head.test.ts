// Attention in several heads; PyTorch's values of the same layer are in pytorch.test.ts.
import { expect, test } from "vitest";
import * as backprop from "../../../kernel/helpers/backprop/index.ts";
import * as ops from "../../../kernel/helpers/ops/index.ts";
import { add, sum, tensor, zeros, type Tensor } from "../../../kernel/helpers/tensor/index.ts";
import { faultOf } from "../../support/codes.ts";
import { randomLike, worstError } from "../../support/gradients.ts";
import "../../support/tensors.ts";

const identity = (n: number): Tensor => {
  const out = zeros([n, n]);
  for (let i = 0; i < n; i += 1) out.set(i, i, 1);
  return out;
};
const [q, k, v] = [randomLike([3, 4], 1), randomLike([5, 4], 2), randomLike([5, 6], 3)];
const mask = [[1, 0, 1, 0, 1], [0, 0, 0, 1, 0], [1, 1, 1, 1, 1]]; // prettier-ignore

test("A31 multi-head attention with one head and identity projections is attention", () => {
  const layers = {
    query: { weights: identity(4) },
    key: { weights: identity(4) },
    value: { weights: identity(6) },
    output: { weights: identity(6) },
  };
  for (const options of [{}, { mask }, { scale: false }]) {
    const one = ops.multiHeadAttention(q, k, v, layers, { heads: 1, ...options });
    expect(one).toBeCloseToTensor(ops.attention(q, k, v, options));
    const g = randomLike([3, 6], 4);
    const grads = backprop.multiHeadAttentionBackward(g, q, k, v, layers, { heads: 1, ...options });
    const known = backprop.attentionBackward(g, q, k, v, options);
    expect(grads.query.gradInput).toBeCloseToTensor(known.gradQuery);
    expect(grads.key.gradInput).toBeCloseToTensor(known.gradKey);
    expect(grads.value.gradInput).toBeCloseToTensor(known.gradValue);
  }
});

test("A31 multi-head attention by hand: each head looks with its own half, scaled by its own width", () => {
  const eye = { weights: identity(2) };
  const layers = { query: eye, key: eye, value: eye, output: { weights: [[1], [10]], bias: [0.5] } }; // prettier-ignore
  const keys = [[0, Math.log(3)], [0, 0]]; // prettier-ignore
  const run = ops.multiHeadAttention([[1, 1]], keys, [[1, 4], [3, 8]], layers, { heads: 2 }); // prettier-ignore
  // head 0: scores 0, 0: (1 + 3)/2 = 2; head 1: scores ln 3 (d = 1: not divided by √2), 0: ¾·4 + ¼·8 = 5; 2 + 10·5 + 0.5
  expect([...run.data]).toEqual([52.5]);
  const [first, second] = ops.multiHeadWeights([[1, 1]], keys, { query: eye, key: eye }, { heads: 2 }); // prettier-ignore
  expect(first).toBeCloseToTensor(tensor([[0.5, 0.5]]));
  expect(second).toBeCloseToTensor(tensor([[0.75, 0.25]]));
});

const wide = {
  query: { weights: randomLike([4, 6], 5), bias: randomLike([6], 6) },
  key: { weights: randomLike([4, 6], 7), bias: randomLike([6], 8) },
  value: { weights: randomLike([6, 9], 9), bias: randomLike([9], 10) },
  output: { weights: randomLike([9, 2], 11), bias: randomLike([2], 12) },
};
const names = ["query", "key", "value", "output"] as const;

test("A31 multi-head attention: its gradients agree with differences, of inputs, weights and biases", () => {
  for (const options of [{ heads: 3 }, { heads: 3, mask }, { heads: 1, scale: false }]) {
    const run = (a: Tensor, b: Tensor, c: Tensor, layers: typeof wide): Tensor =>
      ops.multiHeadAttention(a, b, c, layers, options);
    const g = randomLike([3, 2], 13);
    const grads = backprop.multiHeadAttentionBackward(g, q, k, v, wide, options);
    expect(worstError((at) => run(at, k, v, wide), q, g, grads.query.gradInput)).toBeLessThan(1e-6);
    expect(worstError((at) => run(q, at, v, wide), k, g, grads.key.gradInput)).toBeLessThan(1e-6);
    expect(worstError((at) => run(q, k, at, wide), v, g, grads.value.gradInput)).toBeLessThan(1e-6);
    for (const name of names) {
      const { weights, bias } = wide[name];
      const using = (changed: Partial<(typeof wide)[typeof name]>): Tensor =>
        run(q, k, v, { ...wide, [name]: { ...wide[name], ...changed } });
      const { gradFilters, gradBias } = grads[name];
      expect(worstError((at) => using({ weights: at }), weights, g, gradFilters), name).toBeLessThan(1e-6);
      expect(worstError((at) => using({ bias: at }), bias, g, gradBias), name).toBeLessThan(1e-6);
    }
  }
}); // prettier-ignore

test("A31 in self-attention the gradient of the one input is the sum of the three", () => {
  const x = randomLike([4, 4], 14);
  const layers = { ...wide, value: { weights: randomLike([4, 6], 15) }, output: { weights: randomLike([6, 3], 16) } }; // prettier-ignore
  const options = { heads: 2, mask: ops.causalMask(4) };
  const g = randomLike([4, 3], 17);
  const { query, key, value } = backprop.multiHeadAttentionBackward(g, x, x, x, layers, options);
  const all = add(add(query.gradInput, key.gradInput), value.gradInput);
  const run = (at: Tensor): Tensor => ops.multiHeadAttention(at, at, at, layers, options);
  expect(worstError(run, x, g, all)).toBeLessThan(1e-6);
});

test("A31 permuting keys and values together changes no head; a head's weights sum to 1 in each row", () => {
  const turned = (t: Tensor): Tensor => t.step(-1, 1);
  const options = { heads: 3 };
  expect(ops.multiHeadAttention(q, turned(k), turned(v), wide, options)).toBeCloseToTensor(
    ops.multiHeadAttention(q, k, v, wide, options),
  );
  const weights = ops.multiHeadWeights(q, k, wide, options);
  expect(weights.map(({ shape }) => shape)).toEqual([[3, 5], [3, 5], [3, 5]]); // prettier-ignore
  for (const one of weights)
    for (let row = 0; row < 3; row += 1) expect(sum(one.pick(row, null))).toBeCloseTo(1, 12);
});

test("A31 heads that do not divide a projection are refused by its name", async () => {
  const fault = await faultOf(() => ops.multiHeadAttention(q, k, v, wide, { heads: 2 }));
  expect(fault.code).toBe("BAD_OPTIONS");
  expect(fault.given).toBe("heads 2, value.weights [6, 9]");
});
