import { ShapeError } from "../../../core/index.ts";
import type { Network } from "../../backprop/index.ts";
import {
  asTensor,
  checkSameShape,
  linspace,
  randomNormal,
  wrap,
  zeros,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";
import { checkOptions, wholeFrom } from "../example.ts";

/** A loss as a function of the parameters. */
export interface ParametricLoss {
  /** θ*, where the surface is looked at. */
  readonly parameters: readonly Tensor[];
  loss(parameters: readonly Tensor[]): number;
}

/** A point for each α and β. */
export interface LossSurface {
  /** [count], from −reach to reach */
  readonly alphas: Tensor;
  /** [count] */
  readonly betas: Tensor;
  /** L(θ* + α·δ + β·η), [count of α, count of β]; the middle is L(θ*). */
  readonly losses: Tensor;
}

/**
 * Mean cross-entropy of a network on a batch, as a function of its parameters; the network itself is not changed.
 *
 * @example lossOf(network([denseLayer("out", { filters: [[0, 0]] })]), [[1]], [0]).loss([tensor([[0, 0]])]).toFixed(4) // "0.6931"
 */
export function lossOf(
  net: Network,
  x: TensorLike,
  labels: TensorLike | readonly number[],
): ParametricLoss {
  return {
    parameters: net.parameters,
    loss: (parameters) => net.withParameters(parameters).lossGradients(x, labels).loss,
  };
}

/**
 * Loss over a plane through θ*: f(α, β) = L(θ* + α·δ + β·η).
 *
 * A plane is two of a million directions: a minimum in it may be a saddle beside it, and two planes of one network can look
 * different.
 *
 * @param delta δ, one tensor per parameter; see `randomDirection` and `filterNormalise`
 * @param eta   η
 * @param grid  reach > 0 (default 1); count, odd, so that the middle is θ* itself (default 11)
 * @throws ShapeError SURFACE_DIRECTION, SHAPES_DIFFER; OptionError EXPLAIN_OPTION
 * @source Li, Xu, Taylor, Studer & Goldstein, arXiv:1712.09913
 * @example lossSurface({ parameters: [tensor([3])], loss: ([w]) => w.get(0) ** 2 }, [[1]], [[0]], { reach: 1, count: 3 }).losses.pick(null, 0).get(2) // 16
 */
export function lossSurface(
  { parameters, loss }: ParametricLoss,
  delta: readonly TensorLike[],
  eta: readonly TensorLike[],
  { reach = 1, count = 11 }: { readonly reach?: number; readonly count?: number } = {},
): LossSurface {
  const [d, e] = [checkDirection(delta, parameters, "δ"), checkDirection(eta, parameters, "η")];
  checkOptions("lossSurface", {
    reach: [reach, reach > 0 && reach < Infinity, "> 0"],
    count: [count, wholeFrom(1, count) && count % 2 === 1, "odd, so that the middle is θ* itself"],
  });
  const steps = linspace(-reach, reach, count);
  steps.data[(count - 1) / 2] = 0;
  const losses = zeros([count, count]);
  steps.data.forEach((alpha, i) => {
    steps.data.forEach((beta, j) => {
      const moved = parameters.map((theta, k) => {
        const [dk, ek] = [d[k]?.data, e[k]?.data];
        return wrap(
          theta.data.map((value, at) => value + alpha * (dk?.[at] ?? 0) + beta * (ek?.[at] ?? 0)),
          theta.shape,
        );
      });
      losses.set(i, j, loss(moved));
    });
  });
  return { alphas: steps, betas: steps, losses };
}

/**
 * A random direction in the space of the parameters: normal numbers, filter-normalised.
 *
 * @example randomDirection([tensor([[3], [4]])], 1).map((d) => Math.hypot(...d.data).toFixed(6)) // ["5.000000"]
 */
export function randomDirection(parameters: readonly Tensor[], seed: number): readonly Tensor[] {
  const raw = parameters.map(({ shape }, k) => randomNormal(shape, { seed: seed * 1000 + k }));
  return filterNormalise(raw, parameters);
}

/**
 * Filter normalisation: each filter of the direction gets the norm of the same filter of θ, d ← d/‖d‖·‖θ‖, so that layers of
 * different scale are shaken alike; biases and norms' parameters (rank 1) are not moved.
 *
 * @param direction one tensor per parameter; filters lie along the last axis: [kH, kW, C, K], [in, out]
 * @throws ShapeError SURFACE_DIRECTION, SHAPES_DIFFER
 * @source Li et al., arXiv:1712.09913, section 4
 * @example filterNormalise([[[1, 0], [0, 2]]], [tensor([[3, 1], [4, 0]])])[0].data // Float64Array [5, 0, 0, 1]
 */
export function filterNormalise(
  direction: readonly TensorLike[],
  parameters: readonly Tensor[],
): readonly Tensor[] {
  return checkDirection(direction, parameters, "the direction").map((d, k) => {
    const theta = parameters[k]?.data;
    if (d.shape.length < 2) return zeros(d.shape);
    const filters = d.shape.at(-1) ?? 1;
    const [own, wanted] = [new Float64Array(filters), new Float64Array(filters)];
    d.data.forEach((value, i) => {
      own[i % filters] = (own[i % filters] ?? 0) + value * value;
      wanted[i % filters] = (wanted[i % filters] ?? 0) + (theta?.[i] ?? 0) ** 2;
    });
    return wrap(
      d.data.map((value, i) => {
        const square = own[i % filters] ?? 0;
        return square === 0 ? 0 : value * Math.sqrt((wanted[i % filters] ?? 0) / square);
      }),
      d.shape,
    );
  });
}

function checkDirection(
  direction: readonly TensorLike[],
  parameters: readonly Tensor[],
  name: string,
): readonly Tensor[] {
  if (direction.length !== parameters.length) {
    throw new ShapeError({
      code: "SURFACE_DIRECTION",
      summary: `lossSurface: ${name} must have one tensor per parameter.`,
      given: `${direction.length} tensors`,
      expected: `${parameters.length}`,
      fix: "randomDirection(network.parameters, seed)",
    });
  }
  return direction.map((part, k) => {
    const t = asTensor(part, "lossSurface", name);
    checkSameShape("lossSurface", t.shape, parameters[k]?.shape ?? []);
    return t;
  });
}
