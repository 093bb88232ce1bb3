// Traps of attention, in one head and in several.
import type { Mutant } from "./mutant.ts";

const heads = ["ops/multi-head.test.ts", "pytorch.test.ts"];

export const attention: readonly Mutant[] = [
  {
    name: "attention scales by 1/d",
    file: "ops/layers/attention.ts",
    find: "1 / Math.sqrt(key.shape[1] ?? 1)",
    replace: "1 / (key.shape[1] ?? 1)",
    tests: ["pytorch.test.ts"],
  },
  {
    name: "attention's mask sets scores to 0 instead of −∞",
    file: "ops/layers/attention.ts",
    find: "allowed.data[i] === 0 ? -Infinity : score",
    replace: "allowed.data[i] === 0 ? 0 : score",
    tests: ["pytorch.test.ts"],
  },
  {
    name: "attention's keys get the gradient without the scale",
    file: "backprop/layers/attention.ts",
    find: "gradKey: matmul(transpose(gradScores), query),",
    replace: "gradKey: scale(matmul(transpose(gradScores), query), 1 / factor),",
    tests: ["pytorch.test.ts"],
  },
  {
    name: "a head takes every heads-th column",
    file: "ops/layers/multi-head.ts",
    find: "      out.set(t.data.subarray(from, from + width), i * width);",
    replace: "      for (let j = 0; j < width; j += 1) out[i * width + j] = t.data[i * columns + j * heads + h + 0 * from] ?? 0;",
    tests: heads,
  },
  {
    name: "heads are scaled by the width of all of them together",
    file: "ops/layers/multi-head.ts",
    find: "return { query: cut(\"query\"), key: cut(\"key\"), value: cut(\"value\"), options };",
    replace: "return { query: cut(\"query\").map((t) => wrap(t.data.map((x) => x / Math.sqrt(heads)), t.shape)), key: cut(\"key\"), value: cut(\"value\"), options };",
    tests: heads,
  },
  {
    name: "all heads but the first see no mask",
    file: "ops/layers/multi-head.ts",
    find: "attention(own, key[h] ?? own, value[h] ?? own, options)",
    replace: "attention(own, key[h] ?? own, value[h] ?? own, h === 0 ? options : {})",
    tests: heads,
  },
  {
    name: "the heads are joined in reverse",
    file: "ops/layers/multi-head.ts",
    find: "i * columns + h * width);",
    replace: "i * columns + (parts.length - 1 - h) * width);",
    tests: heads,
  },
  {
    name: "the gradient of the output projection's weights is that of the first head alone",
    file: "backprop/layers/multi-head.ts",
    find: "denseBackward(gradOutput, joinedHeads(plan), output.weights)",
    replace: "denseBackward(gradOutput, joinHeads(splitHeads(joinedHeads(plan), options.heads).map((t, h) => ({ ...t, shape: t.shape, data: h === 0 ? t.data : t.data.map(() => 0) }) as never)), output.weights)",
    tests: heads,
  },
  {
    name: "keys' and values' gradients are exchanged",
    file: "backprop/layers/multi-head.ts",
    find: "key: denseBackward(joinHeads(each.map(({ gradKey }) => gradKey)), k, key.weights),",
    replace: "key: denseBackward(joinHeads(each.map(({ gradKey, gradValue }) => (gradKey.size === gradValue.size ? gradValue : gradKey))), k, key.weights),",
    tests: heads,
  },
]; // prettier-ignore
