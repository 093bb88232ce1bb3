export { createLanguage } from "./language.ts";
export type { CheckReport, Language } from "./contract.ts";
