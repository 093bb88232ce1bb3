// The engine: runs TypeScript cells for the kernel's server, for the grader's sandbox and for its checker.
import { statSync } from "node:fs";
import { isAbsolute } from "node:path";
import { OptionError } from "../core/index.ts";
import type { CreateEngine, EngineOptions } from "./contract.ts";
import { startLanguage } from "./language/start.ts";
import { loadSoon } from "./oxc.ts";
import { ProcessBackend } from "./process/client.ts";
import { InlineBackend } from "./run/inline.ts";
import { Session } from "./session.ts";

export * from "./contract.ts";

/**
 * An engine whose cells run in a process of their own: a loop, `process.exit()` or a crash of theirs leaves this one
 * answering. The listener may return a promise; until it resolves, no further event comes and cells that print wait.
 */
export const createEngine: CreateEngine = (options, listener) => {
  checkDirectory(options);
  const backend = new ProcessBackend(options, listener, () => session.forget());
  const session = new Session({
    options,
    listener,
    backend,
    startLanguage: () => startLanguage(options),
  });
  loadSoon();
  return session;
};

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

function checkDirectory({ directory }: EngineOptions): void {
  if (isAbsolute(directory) && statSync(directory, { throwIfNoEntry: false })?.isDirectory())
    return;
  throw new OptionError({
    code: "ENGINE_DIRECTORY",
    summary: "The engine needs the notebook's folder.",
    given: `directory ${JSON.stringify(directory)}`,
    expected: "the absolute path of a folder that is there",
    fix: "pass the folder of the notebook",
  });
}
