// What every step does first: tensors of equal shape, settings that make sense, running sums from the state.
import { OptionError } from "../../core/index.ts";
import {
  allocate,
  asTensor,
  checkSameShape,
  fromArray,
  type FloatArray,
  type Tensor,
  type TensorLike,
} from "../tensor/index.ts";

/** What an optimiser remembers of one parameter tensor; undefined before its first step. */
export interface OptimizerState {
  /** Running sums, by name: `velocity`, `mean`, `square`. */
  readonly [name: string]: Tensor;
}

/** The element at an index that the caller knows to exist. */
export const at = (values: FloatArray, index: number): number => values[index] ?? 0;

/** Arguments of a step, checked. */
export interface StepArguments {
  readonly w: FloatArray;
  readonly g: FloatArray;
  /** A tensor of the weights' shape, as precise as its values. */
  readonly rebuild: (values: FloatArray) => Tensor;
  /** A running sum of the state, zeros before the first step. */
  readonly recall: (state: OptimizerState | undefined, name: string) => FloatArray;
}

/**
 * Checks a step's arguments.
 *
 * @throws ShapeError SHAPES_DIFFER; OptionError OPTIMIZER_OPTION
 */
export function prepare(
  who: string,
  weights: TensorLike,
  gradient: TensorLike,
  hyper: Readonly<Record<string, number>>,
): StepArguments {
  const w = asTensor(weights, who, "weights");
  const g = asTensor(gradient, who, "gradient");
  checkSameShape(who, w.shape, g.shape);
  checkHyper(who, hyper);
  return {
    w: w.data,
    g: g.data,
    rebuild: (values) =>
      fromArray(values, w.shape, {
        dtype: values instanceof Float32Array ? "float32" : "float64",
      }),
    recall: (state, name) => {
      const kept = state?.[name];
      if (kept === undefined) {
        return allocate(w.size, w.data instanceof Float32Array ? "float32" : "float64");
      }
      checkSameShape(`${who} (state ${name})`, w.shape, kept.shape);
      return asTensor(kept, who, name).data;
    },
  };
}

/** Shares lie in [0, 1); rates and ε are not negative. */
function checkHyper(who: string, hyper: Readonly<Record<string, number>>): void {
  const shares = new Set(["rho", "decay"]);
  const faults = Object.entries(hyper).filter(
    ([name, value]) => !(value >= 0 && value < (shares.has(name) ? 1 : Infinity)),
  );
  if (faults.length === 0) return;
  throw new OptionError({
    code: "OPTIMIZER_OPTION",
    summary: `${who}: a setting is outside what makes sense.`,
    given: faults.map(([name, value]) => `${name} ${value}`).join(", "),
    expected: "learningRate and epsilon ≥ 0, shares (rho, beta, decay) in [0, 1)",
    fix: "start with the defaults and change one at a time",
  });
}
