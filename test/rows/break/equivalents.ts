// Mistakes that are none: with them the code does the same. They are not drawn; each says why.

interface Equivalent {
  readonly file: string;
  /** The place as it stands in the file. */
  readonly place: string;
  readonly mistake: string;
  /** What else stands in its line, where the place alone does not tell. */
  readonly line?: string;
  readonly because: string;
}

export const equivalents: readonly Equivalent[] = [
  {
    file: "compress/prune.ts",
    place: "a - b",
    mistake: "(a + b)",
    because:
      "the sort is stable: equal sizes keep their order with any answer that is not negative",
  },
  {
    file: "explain/saliency/backprop.ts",
    place: "r > 0",
    mistake: "(r >= 0)",
    because: "a gradient of 0 is passed on as 0",
  },
  {
    file: "ops/fast/correlate.ts",
    place: "macs(lattice) < worthWasm",
    mistake: "(macs(lattice) <= worthWasm)",
    because: "both ways give the same numbers; only the time differs",
  },
  {
    file: "adversarial/attack/one-pixel.ts",
    place: "gene + factor * ((b?.[at] ?? 0) - (c?.[at] ?? 0))",
    mistake: "(gene - factor * ((b?.[at] ?? 0) - (c?.[at] ?? 0)))",
    because: "the two other candidates are drawn alike: either may be the first",
  },
  {
    file: "adversarial/attack/one-pixel.ts",
    place: "3",
    mistake: "4",
    line: "found.length",
    because: "the fourth candidate is drawn and not used",
  },
  {
    file: "adversarial/measures.ts",
    place: "1",
    mistake: "2",
    line: "random([gram",
    because: "two vectors to start from turn to the same axis as one",
  },
  {
    file: "backprop/minimise/minimise.ts",
    place: "found.loss <= loss + 1e-4 * moved",
    mistake: "(found.loss < loss + 1e-4 * moved)",
    because: "two sums of floating-point numbers do not meet to the last bit",
  },
  {
    file: "adversarial/measures.ts",
    place: "0",
    mistake: "1",
    line: "random([gram",
    because: "the product of a matrix with its transpose is square",
  },
  {
    file: "architectures/tensorflow/to-layers.ts",
    place: "0",
    mistake: "1",
    line: "targetShape",
    because: "a gate of one axis less is spread over the map just the same",
  },
];
