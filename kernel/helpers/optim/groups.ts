// One step over many named tensors, in groups with settings of their own: fine-tuning.
import { OptionError } from "../../core/index.ts";
import { asTensor, type Tensor, type TensorLike } from "../tensor/index.ts";
import type { OptimizerState } from "./step-arguments.ts";
import type { OptimizerStep } from "./steps.ts";

/** Tensors by name, for example `weightSpecs`' `conv1/filters`. */
export type Named<Value = TensorLike> = Readonly<Record<string, Value>>;

/** Parameters that are treated alike. */
export interface ParamGroup<Hyper> {
  /** Names, or beginnings of paths: `layer1` has `layer1.0.conv1/filters`. Left out: all that no other group has. */
  readonly names?: readonly string[];
  /** Times the learning rate (default 1); 0.1 for layers that are fine-tuned. */
  readonly factor?: number;
  /** Settings that differ from the common ones. */
  readonly hyper?: Partial<Hyper>;
  /** True: the step leaves them as they are, momentum and decay included. */
  readonly frozen?: boolean;
}

/** Everything that a step changes. */
export interface GroupedResult {
  readonly weights: Named<Tensor>;
  readonly state: Named<OptimizerState>;
}

/** Which group each parameter belongs to. */
export type GroupOf<Hyper> = ReadonlyMap<string, ParamGroup<Hyper>>;

/**
 * Finds the group of each parameter; every parameter needs one, and no parameter two.
 *
 * @throws OptionError PARAM_GROUPS, all faults at once
 * @example paramGroups(["conv/filters", "head/bias"], [{ names: ["head"] }, { factor: 0.1 }]).get("conv/filters")?.factor // 0.1
 */
export function paramGroups<Hyper>(
  parameters: readonly string[],
  groups: readonly ParamGroup<Hyper>[],
): GroupOf<Hyper> {
  const named = groups.filter((group) => group.names !== undefined);
  const rest = groups.filter((group) => group.names === undefined);
  const owners = parameters.map((name) => {
    const own = named.filter(({ names = [] }) => names.some((start) => belongs(name, start)));
    return [name, own.length === 0 ? rest : own] as const;
  });
  const idle = named
    .flatMap(({ names = [] }) => names)
    .filter((start) => !parameters.some((name) => belongs(name, start)));
  const faults = [
    ...owners
      .filter(([, own]) => own.length !== 1)
      .map(([name, own]) => `${name} is in ${own.length} groups`),
    ...idle.map((start) => `no parameter is called "${start}", or begins so`),
    ...groups.flatMap(({ factor = 1 }) =>
      factor >= 0 && factor < Infinity ? [] : [`factor is ${factor}: a number ≥ 0`],
    ),
  ];
  if (faults.length > 0) throw badGroups(faults, parameters);
  return new Map(owners.flatMap(([name, [group]]) => (group ? [[name, group]] : [])));
}

const belongs = (name: string, start: string): boolean =>
  name === start || name.startsWith(`${start}/`) || name.startsWith(`${start}.`);

/**
 * One step of any optimiser for all parameters, each with the settings of its group: w ← step(w, g) at the rate
 * factor·learningRate. Frozen parameters come back as the very same tensors.
 *
 * @param step      `sgd`, `momentum`, `adam`, …
 * @param weights   tensors by name
 * @param gradients by the same names; those of frozen parameters may be left out
 * @param state     what the last step gave back; undefined before the first
 * @param hyper     settings of all groups; learningRate is needed, for its factors
 * @param groups    which parameters are treated alike
 * @param t         number of the step, from 1
 * @throws OptionError PARAM_GROUPS, GRADIENT_MISSING, OPTIMIZER_OPTION; ShapeError SHAPES_DIFFER
 * @source Yosinski et al., arXiv:1411.1792; groups as in PyTorch's optimisers
 * @example groupStep(sgd, { body: [1], head: [1] }, { body: [1], head: [1] }, undefined, { learningRate: 0.5 }, [{ names: ["head"] }, { factor: 0.1 }]).weights["body"]?.data // Float64Array [0.95]
 */
export function groupStep<Hyper extends { readonly learningRate?: number }>(
  step: OptimizerStep<Hyper>,
  weights: Named,
  gradients: Named,
  state: Named<OptimizerState> | undefined,
  hyper: Hyper & { readonly learningRate: number },
  groups: readonly ParamGroup<Hyper>[],
  t = 1,
): GroupedResult {
  const names = Object.keys(weights);
  const groupOf = paramGroups(names, groups);
  checkGradients(names, gradients, groupOf);
  const made = Object.entries(weights).map(([name, value]) => {
    const group = groupOf.get(name);
    const old = state?.[name];
    const gradient = gradients[name];
    if (group?.frozen === true || gradient === undefined) {
      return { name, weights: asTensor(value, "groupStep", name), state: old ?? {} };
    }
    const own = { ...hyper, ...group?.hyper };
    const learningRate = (own.learningRate ?? 0) * (group?.factor ?? 1);
    return { name, ...step(value, gradient, old, { ...own, learningRate }, t) };
  });
  return {
    weights: Object.fromEntries(made.map((one) => [one.name, one.weights])),
    state: Object.fromEntries(made.map((one) => [one.name, one.state])),
  };
}

function checkGradients<Hyper>(
  names: readonly string[],
  gradients: Named,
  groupOf: GroupOf<Hyper>,
): void {
  const missing = names.filter(
    (name) => gradients[name] === undefined && groupOf.get(name)?.frozen !== true,
  );
  if (missing.length === 0) return;
  throw new OptionError({
    code: "GRADIENT_MISSING",
    summary: `groupStep: ${missing.length === 1 ? "a parameter has" : `${missing.length} parameters have`} no gradient.`,
    given: `no gradient for ${missing.join(", ")}`,
    expected: "a gradient for every parameter that is not frozen",
    fix: "add { names: […], frozen: true } for what is not trained",
  });
}

function badGroups(faults: readonly string[], parameters: readonly string[]): OptionError {
  return new OptionError({
    code: "PARAM_GROUPS",
    summary: "paramGroups: every parameter belongs to exactly one group.",
    given: faults.join("\n"),
    expected: `groups over ${parameters.join(", ")}`,
    fix: "name a parameter once; a group without names takes all the others",
    details: { faults },
  });
}
