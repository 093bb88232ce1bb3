import { OptionError } from "../../core/index.ts";

/** One step of a pattern, in the order in which data flows. */
export type PatternStep = "conv" | "relu" | "pool" | "dense" | "softmax";

/** What a pattern says. */
export interface Pattern {
  /** Convolutions between two pools, ≤ 5. */
  readonly convsPerPool: number;
  /** Pools. */
  readonly pools: number;
  /** Dense layers with ReLU before the softmax, 0 … 2. */
  readonly hiddenDense: number;
  /** All layers in order; the last dense layer (the classes) stands before the softmax. */
  readonly steps: readonly PatternStep[];
}

const shape =
  /^\[\(CONV→RELU\)\*(?<n>\d+)→POOL\??\]\*(?<m>\d+)→(?:\(FC→RELU\)\*(?<k>\d+)→)?SOFTMAX$/;

/**
 * Reads `[(CONV→RELU)*N→POOL]*M→(FC→RELU)*K→SOFTMAX`; `->` may stand for `→`, spaces are ignored.
 *
 * @throws OptionError PATTERN_SYNTAX, PATTERN_RANGE (N ≤ 5, M ≥ 1, 0 ≤ K ≤ 2)
 * @source the course's rule of thumb for classical networks
 * @example parsePattern("[(CONV->RELU)*2->POOL]*3->(FC->RELU)*2->SOFTMAX").steps.length // 21
 */
export function parsePattern(text: string): Pattern {
  const plain = String(text).replaceAll(/\s/g, "").replaceAll("->", "→").toUpperCase();
  const groups = shape.exec(plain)?.groups;
  if (groups === undefined) {
    throw new OptionError({
      code: "PATTERN_SYNTAX",
      summary: "parsePattern: this is not a pattern that I can read.",
      given: String(text),
      expected: "[(CONV→RELU)*N→POOL]*M→(FC→RELU)*K→SOFTMAX with numbers for N, M and K",
      fix: 'for example "[(CONV→RELU)*2→POOL]*3→(FC→RELU)*2→SOFTMAX"',
    });
  }
  const convsPerPool = Number(groups["n"]);
  const pools = Number(groups["m"]);
  const hiddenDense = Number(groups["k"] ?? 0);
  checkRange({ convsPerPool, pools, hiddenDense });
  const block: readonly PatternStep[] = [
    ...repeat(["conv", "relu"] as const, convsPerPool),
    "pool",
  ];
  const steps: readonly PatternStep[] = [
    ...repeat(block, pools),
    ...repeat(["dense", "relu"] as const, hiddenDense),
    "dense",
    "softmax",
  ];
  return { convsPerPool, pools, hiddenDense, steps };
}

const repeat = <T>(items: readonly T[], times: number): T[] =>
  Array.from({ length: times }, () => items).flat();

function checkRange(pattern: Omit<Pattern, "steps">): void {
  const faults = [
    pattern.convsPerPool < 1 || pattern.convsPerPool > 5 ? `N = ${pattern.convsPerPool}` : "",
    pattern.pools < 1 ? `M = ${pattern.pools}` : "",
    pattern.hiddenDense > 2 ? `K = ${pattern.hiddenDense}` : "",
  ].filter((fault) => fault !== "");
  if (faults.length === 0) return;
  throw new OptionError({
    code: "PATTERN_RANGE",
    summary: "parsePattern: a count is outside what the pattern allows.",
    given: faults.join(", "),
    expected: "1 ≤ N ≤ 5, M ≥ 1, 0 ≤ K ≤ 2",
  });
}
