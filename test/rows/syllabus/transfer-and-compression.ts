import type { Rows } from "./row.ts";

/** Transfer, self-supervision, compression. */
export const transferAndCompression: Rows = {
  R1: ["L", "retrain the last layer on frozen features"],
  R2: ["L", "small / medium recipes: freeze, then unfreeze more"],
  R3: ["L", "LR 1/10 when fine-tuning"],
  R4: ["L", "matrix {little, lots} x {similar, different}"],
  R5: ["H loss, L", "SimCLR: same image similar, others dissimilar; semi-supervised"],
  M1: ["H", "quantisation ±1, gradients by straight-through"],
  M2: ["H", "prune weights, 9x–13x table"],
  M3: ["H", "prune filters by Σ abs(K), next layer's kernels go too"],
  M4: ["H", "distillation q_i=softmax(z/T), ∂C/∂z=(q-p)/T"],
  M5: ["A", "510x compressed SqueezeNet"],
};
