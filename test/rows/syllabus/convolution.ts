import type { Rows } from "./row.ts";

/** Convolution. */
export const convolution: Rows = {
  C1: ["H", "1-D convolution Σ x(a)w(t-a)"],
  C2: ["H", "2-D convolution ΣΣ I(m,n)K(i-m,j-n)"],
  C3: ["H", "cross-correlation ΣΣ I(i+m,j+n)K(m,n); G=ΣΣH[u,v]F[i+u,j+v]"],
  C4: ["H", "commutative (I*K=K*I); cross-correlation is not"],
  C5: ["H", "associative; stacked linear convs collapse"],
  C6: ["H", "bilinear (E8)"],
  C7: ["H", "equivariance to translation"],
  C8: [
    "H",
    "conv = FC with an infinitely strong prior; y=A_w x, dx=A_wᵀdy; 9 weights instead of Kn",
  ],
  C9: ["H", "Sobel, Laplacian, low-pass, box 1/9, Gaussian 1/16, edge (8), sharpen (5), DoG"],
  C10: ["H", "filter as template: 6600 vs 0"],
  C11: ["H", "the 6x6 → 4x4 → ReLU → 2x2 example"],
  C12: [
    "H",
    "Z_{i,j,k}=Σ V_{l,j+m-1,k+n-1}K_{i,l,m,n}; filter spans full depth; wᵀx+b, 75-d dot product",
  ],
  C13: ["H", "stride: V_{l,(j-1)s+m,...}; conv(s) = subsample(conv(1)); S_δ(x)(t)=x(δt)"],
  C14: ["H", "zero padding; pad (F-1)/2 keeps size (3→1, 5→2, 7→3); VALID / SAME / full"],
  C15: ["H", "out=(W-F+2P)/S+1; m-len(w)+1; 7/3: 5, 3, 2.33"],
  C16: ["H", "params K·F·F·D+K; one bias per map, not per pixel"],
  C17: ["H", "32→28→24 chains, 6 maps 28x28x6, then 10@5x5x6 → 24"],
  C18: ["A", "sparse connections, sharing: FC 65M vs conv"],
  C19: ["H+A", "receptive field; three 3x3 = 7 = one 7x7; 27C² vs 49C² weights"],
  C20: ["H", "dilated"],
  C21: ["H", "locally connected"],
  C22: ["H", "1x1 conv: 56x56x64 → 32"],
  C23: ["H", "grouped, depthwise, depthwise-separable, pointwise"],
  C24: [
    "H 2D/1D, L rest",
    "Conv1D/2D/3D, SeparableConv1D/2D, DepthwiseConv2D, Conv2DTranspose, Conv3DTranspose",
  ],
  C25: ["L", "1-D, 3-D, time-frequency data"],
  C26: ["H", "factorised 1x7+7x1, 1x3+3x1"],
  C27: ["H", "backprop: dx=dy*flip(w), dw=(dy*flip(x)), multi-variable chain rule"],
  C28: ["H", "im2col + matmul equals the loops (needed for speed)"],
};
