import { OptionError } from "../../../core/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import type { Network } from "./network.ts";

/**
 * Parameters of a network by name, `conv1/0`, `conv1/1`, in the order of `network.parameters`: what optimisers in groups
 * work on. `network.withParameters(Object.values(named))` takes them back.
 *
 * @param tensors one for each parameter (default the parameters themselves): gradients get the same names
 * @throws OptionError PARAMETER_COUNT
 * @example Object.keys(namedParameters(network([denseLayer("head", { filters: [[1]], bias: [0] })]))) // ["head/0", "head/1"]
 */
export function namedParameters(
  { layers, parameters }: Network,
  tensors: readonly Tensor[] = parameters,
): Record<string, Tensor> {
  const names = layers.flatMap((layer) => layer.parameters.map((_, i) => `${layer.name}/${i}`));
  if (tensors.length !== names.length) {
    throw new OptionError({
      code: "PARAMETER_COUNT",
      summary: "namedParameters: there must be one tensor per parameter.",
      given: `${tensors.length} tensors`,
      expected: `${names.length}, in the order of network.parameters`,
      fix: "pass the gradients that lossGradients gave",
    });
  }
  return Object.fromEntries(tensors.map((t, i) => [names[i] ?? "", t]));
}
