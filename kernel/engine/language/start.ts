import type { EngineOptions } from "../contract.ts";
import type { Language } from "./contract.ts";

/** Starts the language service; none is there yet, so nothing is known about any cell. */
export function startLanguage(_options: EngineOptions): Promise<Language> {
  return Promise.resolve({
    check: () => Promise.resolve({ status: "unavailable", problems: [] }),
    commit: () => undefined,
    complete: (_code, cursor) => Promise.resolve({ matches: [], start: cursor, end: cursor }),
    inspect: () => Promise.resolve(undefined),
    isComplete: () => Promise.resolve({ status: "unknown" }),
    dispose: () => Promise.resolve(),
  });
}
