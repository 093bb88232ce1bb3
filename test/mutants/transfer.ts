// Traps of fine-tuning: what is frozen, what moves slowly, what a new head inherits.
import type { Mutant } from "./mutant.ts";

const groups = ["optim/groups.test.ts"];
const graphs = ["architectures/freeze.test.ts", "architectures/tensorflow/frozen.test.ts"];

export const transfer: readonly Mutant[] = [
  {
    name: "frozen weights still decay",
    file: "optim/groups.ts",
    find: "if (group?.frozen === true || gradient === undefined) {",
    replace: "if (gradient === undefined) {",
    tests: groups,
  },
  {
    name: "the factor of a group is forgotten",
    file: "optim/groups.ts",
    find: "(own.learningRate ?? 0) * (group?.factor ?? 1)",
    replace: "own.learningRate ?? 0",
    tests: groups,
  },
  {
    name: "all groups share one state",
    file: "optim/groups.ts",
    find: "    const old = state?.[name];",
    replace: "    const old = state?.[names[0] ?? name];",
    tests: groups,
  },
  {
    name: "the step number stays 1, so that Adam corrects too much",
    file: "optim/groups.ts",
    find: "{ ...own, learningRate }, t)",
    replace: "{ ...own, learningRate })",
    tests: groups,
  },
  {
    name: "conv1 takes conv10 along",
    file: "optim/groups.ts",
    find: "name.startsWith(`${start}/`)",
    replace: "name.startsWith(start)",
    tests: groups,
  },
  {
    name: "a frozen batch norm goes on moving its statistics",
    file: "architectures/tensorflow/to-layers.ts",
    find: '  if (node.layer.op !== "batchNorm") return;',
    replace: "  if (node !== undefined) return;",
    tests: graphs,
  },
  {
    name: "freezing stops one layer early",
    file: "architectures/graph/freeze.ts",
    find: "node.id <= last || node.frozen",
    replace: "node.id < last || node.frozen",
    tests: graphs,
  },
  {
    name: "freezing again thaws what was frozen",
    file: "architectures/graph/freeze.ts",
    find: "node.id <= last || node.frozen === true",
    replace: "node.id <= last",
    tests: graphs,
  },
  {
    name: "the new head inherits the frozen flag",
    file: "architectures/graph/replace-head.ts",
    find: "layer: renewed, name, frozen: false }",
    replace: "layer: renewed, name }",
    tests: graphs,
  },
  {
    name: "frozen tensors count as trainable in weightSpecs",
    file: "architectures/run/weights.ts",
    find: 'node.frozen !== true && part !== "mean"',
    replace: 'part !== "mean"',
    tests: graphs,
  },
]; // prettier-ignore
