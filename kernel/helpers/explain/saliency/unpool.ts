// Unpooling: what the deconvnet does where the network pooled.
import { ShapeError } from "../../../core/index.ts";
import { forEachTap, planPool, type PoolOptions } from "../../ops/index.ts";
import {
  allocate,
  asTensor,
  checkSameShape,
  commonDtype,
  formatShape,
  wrap,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";

/** A pooled map, and for each of its values where it came from. */
export interface PooledWithSwitches {
  /** [N, outH, outW, C] */
  readonly output: Tensor;
  /** Flat position in the input of each output's maximum, the first one at a tie. */
  readonly switches: Int32Array;
  /** [N, H, W, C] */
  readonly inputShape: readonly number[];
}

/**
 * Max pooling that remembers where each maximum was.
 *
 * @param x [N, H, W, C]
 * @param options as `maxPool`
 * @example maxPoolWithSwitches([[[[1], [5]], [[5], [2]]]], { size: 2 }).switches.length // 1
 */
export function maxPoolWithSwitches(x: TensorLike, options: PoolOptions): PooledWithSwitches {
  const plan = planPool("maxPoolWithSwitches", x, options);
  const input = plan.input.data;
  const size = plan.outShape.reduce((product, n) => product * n, 1);
  const switches = new Int32Array(size).fill(-1);
  forEachTap(plan, (to, from) => {
    const best = switches[to] ?? -1;
    if (best < 0 || (input[from] ?? 0) > (input[best] ?? 0)) switches[to] = from;
  });
  const output = allocate(size, commonDtype(plan.input));
  switches.forEach((from, to) => { output[to] = input[from] ?? 0; }); // prettier-ignore
  return { output: wrap(output, plan.outShape), switches, inputShape: plan.input.shape };
}

/**
 * Puts each value back where its maximum was, zeros elsewhere; where windows overlap and share a maximum, values add up.
 *
 * @param values the pooled output's shape
 * @param pooled what `maxPoolWithSwitches` returned
 * @returns the pooling layer's input shape
 * @throws ShapeError SHAPES_DIFFER, SWITCHES
 * @source Zeiler & Fergus, arXiv:1311.2901, section 2.1
 * @example unpool([[[[9]]]], maxPoolWithSwitches([[[[1], [5]], [[3], [2]]]], { size: 2 })).data // Float64Array [0, 9, 0, 0]
 */
export function unpool(
  values: TensorLike,
  pooled: Pick<PooledWithSwitches, "switches" | "inputShape"> & { readonly output?: Tensor },
): Tensor {
  const v = asTensor(values, "unpool", "values");
  if (pooled.output !== undefined) checkSameShape("unpool", v.shape, pooled.output.shape);
  if (pooled.switches.length !== v.size) {
    throw new ShapeError({
      code: "SWITCHES",
      summary: "unpool: there must be one switch for each value.",
      given: `${pooled.switches.length} switches for values ${formatShape(v.shape)}`,
      expected: `${v.size} switches`,
      fix: "take the switches of this very pooling layer",
    });
  }
  const size = pooled.inputShape.reduce((product, n) => product * n, 1);
  const out = allocate(size, commonDtype(v));
  pooled.switches.forEach((to, from) => { out[to] = (out[to] ?? 0) + (v.data[from] ?? 0); }); // prettier-ignore
  return wrap(out, pooled.inputShape);
}
