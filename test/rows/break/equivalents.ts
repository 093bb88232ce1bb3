// Mistakes that are none: with them the code does the same. They are not drawn; each says why.

interface Equivalent {
  readonly file: string;
  /** The place as it stands in the file. */
  readonly place: string;
  readonly mistake: string;
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
];
