// Attention in several heads: each looks with its own projections of queries, keys and values.
import { OptionError } from "../../../core/index.ts";
import { allocate, commonDtype, wrap, type Tensor, type TensorLike } from "../../tensor/index.ts";
import { isWhole } from "../../arithmetic/index.ts";
import { attention, attentionWeights, type AttentionOptions } from "./attention.ts";
import { dense, planDense } from "./dense.ts";

/** A dense layer in front of the heads or behind them. */
export interface Projection {
  /** [in, out] */
  readonly weights: TensorLike;
  /** [out] (default none) */
  readonly bias?: TensorLike;
}

/** The four dense layers; head h has the columns h·d to (h + 1)·d of the first three. */
export interface HeadProjections {
  /** [width of q, heads·d] */
  readonly query: Projection;
  /** [width of k, heads·d] */
  readonly key: Projection;
  /** [width of v, heads·e] */
  readonly value: Projection;
  /** [heads·e, out] */
  readonly output: Projection;
}

/** How many heads there are, and how each of them weighs. */
export interface MultiHeadOptions extends AttentionOptions {
  /** ≥ 1; divides the projected widths. */
  readonly heads: number;
}

/**
 * Multi-head attention of one sequence: concat(head₁, …, head_H)·W_O + b_O with
 * head_h = attention(q·W_Q,h + b_Q,h, k·W_K,h + b_K,h, v·W_V,h + b_V,h), scaled by 1/√d where d is the width of one head.
 *
 * One head and identity projections are `attention` itself; self-attention takes the same tensor three times. A batch is
 * run sequence by sequence.
 *
 * @param q           [queries, …]
 * @param k           [keys, …]
 * @param v           [keys, …]
 * @param projections the four dense layers: query, key, value, output
 * @param options     heads; scale and mask as in `attention`, the mask [queries, keys] for all heads
 * @returns [queries, out]
 * @throws ShapeError WRONG_RANK, EMPTY, DENSE_SIZES, DENSE_BIAS, ATTENTION_SIZES, SHAPES_DIFFER; OptionError BAD_OPTIONS, MASKED_ROW
 * @source Vaswani et al., arXiv:1706.03762, section 3.2.2
 * @example multiHeadAttention([[1]], [[2]], [[3]], { query: { weights: [[1]] }, key: { weights: [[1]] }, value: { weights: [[10]] }, output: { weights: [[1]], bias: [5] } }, { heads: 1 }).data // Float64Array [35]
 */
export function multiHeadAttention(
  q: TensorLike,
  k: TensorLike,
  v: TensorLike,
  projections: HeadProjections,
  options: MultiHeadOptions,
): Tensor {
  const plan = planHeads("multiHeadAttention", { q, k, v }, projections, options);
  return dense(joinedHeads(plan), projections.output.weights, projections.output.bias);
}

/**
 * Where each head of `multiHeadAttention` looks; each row sums to 1.
 *
 * @returns one tensor [queries, keys] for each head
 * @throws as multiHeadAttention
 * @example multiHeadWeights([[1]], [[0], [0]], { query: { weights: [[1, 2]] }, key: { weights: [[1, 2]] } }, { heads: 2 }).length // 2
 */
export function multiHeadWeights(
  q: TensorLike,
  k: TensorLike,
  projections: Pick<HeadProjections, "query" | "key">,
  options: MultiHeadOptions,
): Tensor[] {
  const { query, key } = projections;
  const layers = { query, key, value: key, output: key };
  const plan = planHeads("multiHeadWeights", { q, k, v: k }, layers, options);
  return plan.query.map((own, h) => attentionWeights(own, plan.key[h] ?? own, plan.options));
}

/** @internal Queries, keys and values of each head. */
export interface HeadPlan {
  readonly query: readonly Tensor[];
  readonly key: readonly Tensor[];
  readonly value: readonly Tensor[];
  readonly options: AttentionOptions;
}

/** @internal Checks the arguments, projects, and cuts the columns into heads. */
export function planHeads(
  who: string,
  inputs: { readonly q: TensorLike; readonly k: TensorLike; readonly v: TensorLike },
  projections: HeadProjections,
  { heads, ...options }: MultiHeadOptions,
): HeadPlan {
  checkHeads(who, heads);
  checkComplete(who, projections);
  const layers = { query: inputs.q, key: inputs.k, value: inputs.v };
  const cut = (name: keyof typeof layers): Tensor[] => {
    const { weights, bias } = projections[name];
    const { right } = planDense(who, [name, `${name}.weights`], layers[name], weights);
    checkDivides(who, name, right, heads);
    return splitHeads(dense(layers[name], weights, bias), heads);
  };
  return { query: cut("query"), key: cut("key"), value: cut("value"), options };
}

/** @internal What the heads saw, side by side: [queries, heads·e]. */
export function joinedHeads({ query, key, value, options }: HeadPlan): Tensor {
  return joinHeads(query.map((own, h) => attention(own, key[h] ?? own, value[h] ?? own, options)));
}

/** @internal [rows, heads·d] as `heads` tensors [rows, d]. */
export function splitHeads(t: Tensor, heads: number): Tensor[] {
  const [rows = 0, columns = 0] = t.shape;
  const width = columns / heads;
  return Array.from({ length: heads }, (_, h) => {
    const out = allocate(rows * width, commonDtype(t));
    for (let i = 0; i < rows; i += 1) {
      const from = i * columns + h * width;
      out.set(t.data.subarray(from, from + width), i * width);
    }
    return wrap(out, [rows, width]);
  });
}

/** @internal The reverse of `splitHeads`. */
export function joinHeads(parts: readonly Tensor[]): Tensor {
  const [rows = 0, width = 0] = parts[0]?.shape ?? [];
  const columns = parts.length * width;
  const out = allocate(rows * columns, commonDtype(...parts));
  parts.forEach(({ data }, h) => {
    for (let i = 0; i < rows; i += 1)
      out.set(data.subarray(i * width, (i + 1) * width), i * columns + h * width);
  });
  return wrap(out, [rows, columns]);
}

function checkHeads(who: string, heads: number | undefined): void {
  if (isWhole(heads, 1)) return;
  throw new OptionError({
    code: "BAD_OPTIONS",
    summary: `${who}: how many heads there are is not said.`,
    given: `heads ${heads === undefined ? "missing" : String(heads)}`,
    expected: "a whole number ≥ 1",
    fix: "{ heads: 4 }, for example",
  });
}

function checkComplete(who: string, projections: Partial<HeadProjections>): void {
  const names = ["query", "key", "value", "output"] as const;
  const missing = names.filter((name) => projections[name] === undefined);
  if (missing.length === 0) return;
  throw new OptionError({
    code: "BAD_OPTIONS",
    summary: `${who}: a projection is missing.`,
    given: `no ${missing.join(", no ")}`,
    expected: "{ query: { weights, bias }, key: { … }, value: { … }, output: { … } }",
    fix: `add ${missing.join(", ")}: { weights: … }`,
  });
}

function checkDivides(who: string, name: string, weights: Tensor, heads: number): void {
  const columns = weights.shape[1] ?? 0;
  if (columns % heads === 0) return;
  throw new OptionError({
    code: "BAD_OPTIONS",
    summary: `${who}: ${heads} heads do not divide the ${columns} columns of ${name}.weights.`,
    given: `heads ${heads}, ${name}.weights [${weights.shape.join(", ")}]`,
    expected: "columns = heads · width of one head",
    fix: `make the columns a multiple of ${heads}`,
  });
}
