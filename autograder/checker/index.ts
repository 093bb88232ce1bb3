// The trusted process in which hidden tests run, as grading sees it.
export { CheckerFailed } from "./client.ts";
export type { CallAnswer, CallbackAnswer, CheckedCell, CheckerClient } from "./client.ts";
export { borrowChecker, closeCheckers, returnChecker } from "./pool.ts";
export { guestSeed } from "./seeds.ts";
