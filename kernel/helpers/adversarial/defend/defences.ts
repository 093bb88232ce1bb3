/** A published defence, and what became of it. */
export interface Defence {
  readonly name: string;
  readonly idea: string;
  readonly source: string;
  /** What broke it, or what limits it. */
  readonly limit: string;
  readonly limitSource: string;
}

/**
 * Defences as the literature has them: a table to read, nothing of it is run here except adversarial training.
 *
 * @example defences.find(({ name }) => name === "defensive distillation").limit // "broken: it only makes gradients vanish"
 */
export const defences: readonly Defence[] = [
  {
    name: "adversarial training",
    idea: "train on the attacked examples (adversarialTrain)",
    source: "Goodfellow et al., arXiv:1412.6572; Madry et al., arXiv:1706.06083",
    limit: "holds against the attack and the norm that it was trained with; costs clean accuracy",
    limitSource: "Tsipras et al., arXiv:1805.12152",
  },
  {
    name: "defensive distillation",
    idea: "train a second network on softened probabilities",
    source: "Papernot et al., arXiv:1511.04508",
    limit: "broken: it only makes gradients vanish",
    limitSource: "Carlini & Wagner, arXiv:1608.04644",
  },
  {
    name: "feature squeezing",
    idea: "compare the answers to the image and to one with fewer colours, or blurred",
    source: "Xu, Evans & Qi, arXiv:1704.01155",
    limit: "an attacker who knows it finds images that both answers agree on",
    limitSource: "He et al., arXiv:1706.04701",
  },
  {
    name: "detection by a second network",
    idea: "a classifier of clean against attacked activations",
    source: "Metzen et al., arXiv:1702.04267",
    limit: "ten detectors bypassed by attacking both networks at once",
    limitSource: "Carlini & Wagner, arXiv:1705.07263",
  },
  {
    name: "input transformations",
    idea: "crop, rescale, quilt or compress the image before the network",
    source: "Guo et al., arXiv:1711.00117",
    limit: "broken by attacks averaged over the transformation (expectationAttack)",
    limitSource: "Athalye, Carlini & Wagner, arXiv:1802.00420",
  },
  {
    name: "small Lipschitz constant",
    idea: "keep the layers' spectral norms near 1 (spectralBound)",
    source: "Cisse et al., arXiv:1704.08847",
    limit: "the bound of a deep network is far above what it really does",
    limitSource: "Szegedy et al., arXiv:1312.6199, section 4.3",
  },
  {
    name: "randomised smoothing",
    idea: "vote over many noisy copies: a certificate in the L2 norm",
    source: "Cohen, Rosenfeld & Kolter, arXiv:1902.02918",
    limit: "certified radii are small, and each answer costs many runs",
    limitSource: "Cohen, Rosenfeld & Kolter, arXiv:1902.02918",
  },
];
