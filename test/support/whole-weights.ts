// Weights of an architecture for comparing outputs: every norm and bias does something, and a deep net's numbers stay of a size.
import {
  initialWeights,
  weightSpecs,
  type Graph,
  type Weights,
} from "../../kernel/helpers/architectures/index.ts";
import { random, type DType } from "../../kernel/helpers/tensor/index.ts";

/** Filters by He's rule, all else drawn by the length of its name: the same for the same names. */
export function wholeWeights(graph: Graph, dtype: DType = "float64"): Weights {
  const weights = initialWeights(graph, { seed: 3, dtype });
  for (const { name, part, shape } of weightSpecs(graph)) {
    if (part === "filters") continue;
    const low = part === "variance" || part === "scale" ? 0.5 : -0.2;
    weights[name]?.data.set(random(shape, { seed: name.length, low, high: low + 0.5 }).data);
  }
  return weights;
}
