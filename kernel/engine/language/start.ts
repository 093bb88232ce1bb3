import type { EngineOptions } from "../contract.ts";
import type { Language } from "./contract.ts";

/** Loads and starts the language service; a program that checks nothing never pays for it. */
export async function startLanguage(options: EngineOptions): Promise<Language> {
  const { createLanguage } = await import("./index.ts");
  return createLanguage(options);
}
