// The gradebook: results, runs and the audit chain.
export type * from "./contract.ts";
export { openSqliteStore } from "./sqlite.ts";
