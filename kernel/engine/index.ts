// The engine: runs TypeScript cells for the kernel's server, for the grader's sandbox and for its checker.
import type { CreateEngine } from "./contract.ts";
import { checkDirectory } from "./directory.ts";
import { startLanguage } from "./language/start.ts";
import { InlineBackend } from "./run/inline.ts";
import { Session } from "./session.ts";

export * from "./contract.ts";
export { createEngine } from "./own-process.ts";

/**
 * An engine whose cells run in this very process, on its global object: for programs that are themselves ended from
 * outside. `interrupt` reaches only cells that wait.
 */
export const createInlineEngine: CreateEngine = (options, listener) => {
  checkDirectory(options);
  return new Session({
    options,
    listener,
    backend: new InlineBackend(options, listener),
    startLanguage: () => startLanguage(options),
  });
};
