import type { Rows } from "./row.ts";

/** Adversarial examples and defences. */
export const adversarial: Rows = {
  X1: ["H", "min ‖η‖ s.t. C(x+η)=l, box"],
  X2: ["H", "c‖η‖²+J, box-constrained L-BFGS"],
  X3: ["H", "FGSM ε sign ∇xJ (panda .007)"],
  X4: ["H", "BIM / iterative: clip to ball and box"],
  X5: ["H", "DeepFool (E18)"],
  X6: ["H", "ρ_adv = mean ‖η‖/‖x‖; accuracy–perturbation curves"],
  X7: ["H", "AutoPGD"],
  X8: ["H", "universal perturbation, project P_{p,ξ}"],
  X9: ["L", "SparseFool"],
  X10: ["H", "one-pixel"],
  X11: ["L", "adversarial patch; spatially transformed"],
  X12: ["L", "fooling images (noise → 99%)"],
  X13: ["H", "linear: x+αw; sign(w) grows with n"],
  X14: ["L", "transfer between nets; white/black box"],
  X15: ["H", "Lipschitz ‖f(x')-f(x)‖≤L‖x'-x‖"],
  X16: ["L", "adversarial training min max"],
  X17: ["L+F", "physical, EOT, glasses, stickers; defence list"],
};
