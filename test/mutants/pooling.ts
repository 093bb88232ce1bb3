// Traps of pooling: maximum, average, norm, fractional.
import type { Mutant } from "./mutant.ts";

const pool = ["backprop/layers.test.ts", "backprop/family-gradients.test.ts", "pytorch.test.ts"];

export const pooling: readonly Mutant[] = [
  {
    name: "overlapping windows assign their gradient instead of adding it",
    file: "backprop/layers/pooling.ts",
    find: "winner.forEach((from, to) => { out[from] = (out[from] ?? 0) + (gradient.data[to] ?? 0); });",
    replace: "winner.forEach((from, to) => { out[from] = gradient.data[to] ?? 0; });",
    tests: pool,
  },
  {
    name: "at a tie every maximum gets the whole gradient",
    file: "backprop/layers/pooling.ts",
    find: "  winner.forEach(",
    replace: "  forEachTap(plan, (to, from) => { if (from !== winner[to] && input[from] === input[winner[to] ?? 0]) out[from] = (out[from] ?? 0) + (gradient.data[to] ?? 0); });\n  winner.forEach(",
    tests: pool,
  },
  {
    name: "at a tie the last maximum wins",
    file: "backprop/layers/pooling.ts",
    find: "  value > best ||",
    replace: "  value >= best ||",
    tests: pool,
  },
  {
    name: "zeros of the padding take part in the maximum",
    file: "ops/layers/pooling.ts",
    find: "commonDtype(plan.input)).fill(-Infinity);",
    replace: "commonDtype(plan.input)).fill(0);",
    tests: pool,
  },
  {
    name: "the average always divides by the whole window",
    file: "ops/layers/pool-plan.ts",
    find: "    const edge = countPadding ? n + axis.after - axis.overhang : n;",
    replace: "    const edge = Infinity; countPadding = true; void n;",
    tests: pool,
  },
  {
    name: "counted padding counts what hangs over the edge, too",
    file: "ops/layers/pool-plan.ts",
    find: "n + axis.after - axis.overhang",
    replace: "n + axis.after",
    tests: pool,
  },
  {
    name: "the average's gradient is not divided by the window",
    file: "backprop/layers/pooling.ts",
    find: "(gradient.data[to] ?? 0) * share(to);",
    replace: "(gradient.data[to] ?? 0) * (share(to) > 0 ? 1 : 0);",
    tests: pool,
  },
  {
    name: "pooling's stride defaults to 1",
    file: "ops/layers/pool-plan.ts",
    find: "stride = size, ...rest }",
    replace: "stride = 1, ...rest }",
    tests: pool,
  },
  {
    name: "overlapping fractional windows are disjoint",
    file: "ops/regularise/fractional-pool.ts",
    find: "extra: overlapping ? 1 : 0",
    replace: "extra: overlapping ? 0 : 0",
    tests: ["ops", "backprop"],
  },
  {
    name: "fractional bounds forget the last pixel",
    file: "ops/regularise/fractional-pool.ts",
    find: "return i === out ? n : ",
    replace: "return i === out ? n - 1 : ",
    tests: ["examples.test.ts", "backprop/family-gradients.test.ts"],
  },
  {
    name: "LP pooling takes the mean of the window",
    file: "ops/layers/lp-pool.ts",
    find: "top * total ** (1 / p)",
    replace: "top * (total / (plan.window[0] * plan.window[1] * plan.window[2])) ** (1 / p)",
    tests: ["ops/lp-pool.test.ts"],
  },
  {
    name: "LP pooling forgets the absolute value: −4 cubed is −64",
    file: "ops/layers/lp-pool.ts",
    find: "top < Infinity ? Math.abs(data[from] ?? 0) / top : top;",
    replace: "top < Infinity ? (data[from] ?? 0) / top : top;",
    tests: ["ops/lp-pool.test.ts"],
  },
  {
    name: "LP pooling forgets the root",
    file: "ops/layers/lp-pool.ts",
    find: "top * total ** (1 / p)",
    replace: "top ** p * total",
    tests: ["ops/lp-pool.test.ts"],
  },
  {
    name: "LP pooling takes powers before anything else: they overflow",
    file: "ops/layers/lp-pool.ts",
    find: "if (value > (largest[to] ?? 0) || Number.isNaN(value)) largest[to] = value;",
    replace: "if (value > 0 || Number.isNaN(value)) largest[to] = 1;",
    tests: ["ops/lp-pool.test.ts"],
  },
  {
    name: "LP pooling's gradient loses the sign",
    file: "backprop/layers/lp-pool.ts",
    find: "Math.sign(value) * (Math.abs(value) / total)",
    replace: "(Math.abs(value) / total)",
    tests: ["ops/lp-pool.test.ts"],
  },
  {
    name: "LP pooling's gradient has the exponent p",
    file: "backprop/layers/lp-pool.ts",
    find: "** (p - 1);",
    replace: "** p;",
    tests: ["ops/lp-pool.test.ts"],
  },
]; // prettier-ignore
