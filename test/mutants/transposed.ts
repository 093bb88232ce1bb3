// Traps of transposed layers.
import type { Mutant } from "./mutant.ts";

const groups = ["ops/transpose-groups.test.ts", "pytorch.test.ts"];

export const transposed: readonly Mutant[] = [
  {
    name: "a transposed layer's size forgets outputPadding",
    file: "ops/family/transpose-plan.ts",
    find: "(outputPadding[at] ?? 0)",
    replace: "0 * (outputPadding[at] ?? 0)",
    tests: ["ops/family.test.ts", "pytorch.test.ts"],
  },
  {
    name: "a transposed layer's padding is taken off one side only",
    file: "ops/family/transpose-plan.ts",
    find: "size - 2 * (padding[at] ?? 0)",
    replace: "size - (padding[at] ?? 0)",
    tests: ["ops/family.test.ts", "pytorch.test.ts"],
  },
  {
    name: "a transposed layer's gradient ignores what was cropped",
    file: "backprop/layers/conv-transpose.ts",
    find: "[width, width]",
    replace: "[0, 2 * width]",
    tests: ["backprop/family-gradients.test.ts", "pytorch.test.ts"],
  },
  {
    name: "a transposed layer mixes its groups",
    file: "ops/family/transpose-plan.ts",
    find: "      groups,\n      inChannels",
    replace: "      groups: groups > 1 ? 1 : groups,\n      inChannels",
    tests: groups,
  },
  {
    name: "every group of a transposed layer starts with the first biases",
    file: "ops/family/transpose.ts",
    find: "bias.data[i % channels]",
    replace: "bias.data[i % (channels / lattice.groups)]",
    tests: groups,
  },
  {
    name: "a grouped transposed layer has the output channels of one group",
    file: "ops/family/transpose-plan.ts",
    find: "const outChannels = perGroup * groups;",
    replace: "const outChannels = perGroup;",
    tests: groups,
  },
]; // prettier-ignore
