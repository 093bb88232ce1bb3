// `convlab/optim`: optimisers, initial weights, schedules, searches, penalties and averages.
export {
  controllerProbabilities,
  nasnetOperations,
  reinforceStep,
  searchCells,
  type Cell,
  type CellSearch,
  type Controller,
  type ReinforceOptions,
} from "./architecture-search.ts";
export { ema, bootstrap, ensemble, labelSmooth } from "./averaging.ts";
export { shuffled } from "../tensor/index.ts";
export { kFold, type Fold } from "./folds.ts";
export {
  groupStep,
  paramGroups,
  type GroupedResult,
  type GroupOf,
  type Named,
  type ParamGroup,
} from "./groups.ts";
export { fans, he, xavier, type Fans } from "./initializers.ts";
export { accuracy, confusion, topK } from "./metrics.ts";
export { penalty, softThreshold, type Penalty, type PenaltyKind } from "./penalties.ts";
export * from "./schedules.ts";
export * from "./search.ts";
export type { OptimizerState } from "./step-arguments.ts";
export * from "./newer-steps.ts";
export * from "./steps.ts";
