// The engine whose cells run in a process of their own, without what that process is made of: the kernel's server holds less.
import type { CreateEngine } from "./contract.ts";
import { checkDirectory } from "./directory.ts";
import { startLanguage } from "./language/start.ts";
import { loadSoon } from "./oxc.ts";
import { ProcessBackend } from "./process/client.ts";
import { Session } from "./session.ts";

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
