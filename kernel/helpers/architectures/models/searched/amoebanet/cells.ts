// The cells that evolution found, as data.

/** What may happen to one input of a sum; a separable convolution is two depthwise and pointwise pairs. */
export type Operation =
  | "none"
  | "1x1"
  | "3x3"
  | "1x7 7x1"
  | "average 3x3"
  | "max 2x2"
  | "max 3x3"
  | "separable 3x3"
  | "separable 5x5"
  | "separable 7x7"
  | "dilated separable 5x5";

/** A sum of two: each an operation and the state that it reads. */
type Sum = readonly [Operation, number, Operation, number];

/**
 * Five sums, which become the states 2 to 6; state 0 is the last cell's map behind a 1×1 convolution, state 1 the map of
 * the cell before it. `joined`: the states that no sum reads, which make the cell's output.
 */
export interface Cell {
  readonly sums: readonly Sum[];
  readonly joined: readonly number[];
}

/** Cells by the name of the net. @source Real et al., arXiv:1802.01548, figures 6 and 9 to 11; tensorflow/tpu, model_specs */
export const amoebaCells: Readonly<
  Record<"A" | "B" | "C" | "D", { readonly normal: Cell; readonly reduction: Cell }>
> = {
  A: {
    normal: {
      sums: [
        ["average 3x3", 0, "max 3x3", 0],
        ["separable 3x3", 1, "none", 1],
        ["none", 0, "average 3x3", 1],
        ["separable 3x3", 0, "separable 5x5", 2],
        ["average 3x3", 5, "separable 3x3", 0],
      ],
      joined: [1, 3, 4, 6],
    },
    reduction: {
      sums: [
        ["separable 3x3", 1, "average 3x3", 0],
        ["max 3x3", 0, "separable 7x7", 2],
        ["max 3x3", 1, "max 3x3", 0],
        ["separable 3x3", 4, "1x7 7x1", 0],
        ["average 3x3", 1, "separable 7x7", 0],
      ],
      joined: [2, 3, 4, 5, 6],
    },
  },
  B: {
    normal: {
      sums: [
        ["1x1", 1, "max 3x3", 1],
        ["none", 1, "separable 3x3", 0],
        ["1x1", 1, "separable 3x3", 0],
        ["1x1", 2, "none", 2],
        ["average 3x3", 1, "1x1", 5],
      ],
      joined: [0, 3, 4, 6],
    },
    reduction: {
      sums: [
        ["max 2x2", 0, "max 3x3", 0],
        ["none", 2, "3x3", 1],
        ["dilated separable 5x5", 2, "max 3x3", 2],
        ["none", 3, "separable 3x3", 1],
        ["average 3x3", 4, "1x1", 3],
      ],
      joined: [5, 6],
    },
  },
  C: {
    normal: {
      sums: [
        ["average 3x3", 0, "separable 3x3", 0],
        ["none", 0, "separable 3x3", 0],
        ["average 3x3", 2, "separable 3x3", 1],
        ["none", 0, "separable 3x3", 1],
        ["average 3x3", 3, "separable 3x3", 0],
      ],
      joined: [1, 2, 4, 5, 6],
    },
    reduction: {
      sums: [
        ["max 3x3", 0, "max 3x3", 0],
        ["separable 7x7", 2, "separable 3x3", 0],
        ["separable 7x7", 0, "max 3x3", 1],
        ["separable 5x5", 4, "separable 5x5", 4],
        ["max 3x3", 1, "separable 3x3", 1],
      ],
      joined: [0, 2, 3, 4, 5, 6],
    },
  },
  D: {
    normal: {
      sums: [
        ["1x1", 1, "max 3x3", 1],
        ["none", 1, "1x7 7x1", 0],
        ["1x1", 0, "1x7 7x1", 0],
        ["max 3x3", 2, "none", 2],
        ["average 3x3", 1, "1x1", 5],
      ],
      joined: [0, 3, 4, 6],
    },
    reduction: {
      sums: [
        ["max 2x2", 0, "max 3x3", 0],
        ["none", 2, "3x3", 1],
        ["1x7 7x1", 2, "max 3x3", 2],
        ["none", 3, "max 2x2", 1],
        ["average 3x3", 2, "1x1", 3],
      ],
      joined: [4, 5, 6],
    },
  },
};
