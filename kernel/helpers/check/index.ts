// `convlab/check`: tests beside the exercises. `question` runs them and shows what is right and what is not yet.
export { NotImplementedError } from "../../core/index.ts";
export { beforeTests, question } from "./question.ts";
export type { QuestionKit, TestOptions } from "./question.ts";
export type { KeptValue, PendingCall } from "./calls.ts";
export type { CallExpectation, ExpectedError } from "./call-expectation.ts";
export type { CompareOptions, Expectation, KnownMistake } from "./expectation.ts";
export type { QuestionReport } from "./panel.ts";
export { checkMime } from "./report.ts";
export type { TestReport, Verdict } from "./report.ts";
export type { Nested, Tensor, TensorLike } from "./tensors.ts";
export { hostSymbol, markSymbol } from "./host.ts";
export type {
  Callback,
  CallOutcome,
  CallRequest,
  CallTarget,
  CheckHost,
  Handle,
  LostVerdict,
  ThrownError,
  View,
} from "./host.ts";
