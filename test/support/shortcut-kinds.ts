// The six shortcuts of a residual block as a test builds them: gates half open, convolutions with He's variance.
import { denseLayer, type Layer, type Shortcut } from "../../kernel/helpers/backprop/index.ts";
import { full, randomNormal, type Rng } from "../../kernel/helpers/tensor/index.ts";

/** Numbers of every layer's input and output. */
export const width = 12;
/** A dense layer in front of a gate's sigmoid. */
export const gateOf = (rng: Rng, bias: number): Layer[] => [
  denseLayer("gate", {
    filters: randomNormal([width, width], { seed: rng, std: Math.sqrt(1 / width) }),
    bias: full([width], bias),
  }),
];
/** A dense layer of normal weights, of the given variance per input. */
export const square = (name: string, rng: Rng, variance: number): Layer =>
  denseLayer(name, {
    filters: randomNormal([width, width], { seed: rng, std: Math.sqrt(variance / width) }),
  });

/** By the names of the paper's table. */
export const shortcutKinds: Readonly<Record<string, (rng: Rng) => Shortcut>> = {
  identity: () => ({ kind: "identity" }),
  "constant scaling": () => ({ kind: "constant scaling", factor: 0.5 }),
  "exclusive gating": (rng) => ({ kind: "exclusive gating", gate: gateOf(rng, 0) }),
  "shortcut-only gating": (rng) => ({ kind: "shortcut-only gating", gate: gateOf(rng, 0) }),
  "1x1 convolution": (rng) => ({ kind: "layers", layers: [square("shortcut", rng, 2)] }),
  dropout: (rng) => ({ kind: "dropout", rate: 0.5, seed: rng.integer(1000) }),
};
