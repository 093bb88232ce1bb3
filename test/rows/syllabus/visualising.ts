import type { Rows } from "./row.ts";

/** Visualising networks. */
export const visualising: Rows = {
  V1: ["L", "first-layer filters 64x3x11x11, 64x3x7x7"],
  V2: ["L", "activation maps"],
  V3: ["L", "nearest images in embedding"],
  V4: ["H", "t-SNE p_{j∣i}, p_ij, q_ij, KL"],
  V5: ["L", "unsupervised map by contrastive learning"],
  V6: ["H", "maximally activating patches"],
  V7: ["H", "deconvnet R=(R>0)·R, switches"],
  V8: ["H", "guided backprop R=(f>0)(R>0)R"],
  V9: ["H", "saliency map (Simonyan)"],
  V10: ["H", "occlusion map"],
  V11: ["H", "LIME m, y, linear model"],
  V12: ["H", "CAM"],
  V13: ["H", "Grad-CAM"],
  V14: ["H", "Guided Grad-CAM"],
  V15: ["H", "x ← x+λ∇‖u^ℓ‖; argmax u_{ijk}, ‖x‖=ρ; one-hot backprop recipe"],
  V16: ["H", "class model argmax f_c-λ‖x‖²"],
  V17: ["H", "inversion ‖f(x)-f0‖²+λ‖x‖²+μ‖∇x‖²"],
  V18: ["L", "DeepDream"],
  V19: ["H", "style: ½Σ(F-P)², E=1/(4N²M²)Σ(G-A)², α,β"],
  V20: ["H", "loss landscape f(α,β)=L(θ*+αδ+βη)"],
  V21: ["F", "edges → textures → parts hierarchy"],
  V22: ["L", "texture vs shape cue conflict (Geirhos)"],
};
