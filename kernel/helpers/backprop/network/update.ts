import { scale, sub, type Tensor } from "../../tensor/index.ts";

/**
 * New parameters from the old ones and their gradients; step counts from 1. An optimiser of `convlab/optim` fits in here.
 */
export type Update = (
  parameters: readonly Tensor[],
  gradients: readonly Tensor[],
  step: number,
) => readonly Tensor[];

/** @internal What training takes where no other update is given: gradient descent with rate 0.1. */
export const descend: Update = (parameters, gradients) =>
  parameters.map((p, i) => sub(p, scale(gradients[i] ?? p, 0.1)));
