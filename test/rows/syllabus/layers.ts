import type { Rows } from "./row.ts";

/** Pooling, dense layers, activations, losses. */
export const layers: Rows = {
  P1: ["H", "max pool F=2,S=2; per map, depth kept, 0 params"],
  P2: ["H", "average pool, y=mean"],
  P3: ["H", "(W-F)/S+1"],
  P4: ["H", "gradient only through the maximum"],
  P5: ["L", "Max/Average 1D, 2D, 3D; GlobalMax/GlobalAverage 1D, 2D, 3D (12 layers)"],
  P6: ["A", "global average pooling replaces FC"],
  P7: ["H", "translation invariance from pooling"],
  P8: ["H", "fractional max pooling"],
  P9: ["H", 'LRN ("NORM" layers)'],
  D1: ["H", "FC: N_{l-1}N_l + N_l"],
  D2: ["H", "ReLU, sigmoid 1/(1+e^-x), tanh; saturation"],
  D3: ["H", "z_j=Σx_i w_ij, p_j=e^{z_j}/Σe^{z_k}"],
  D4: ["H", "cross-entropy; chance level"],
  D5: ["H", "[(CONV→RELU)*N→POOL]*M→(FC→RELU)*K→SOFTMAX"],
};
