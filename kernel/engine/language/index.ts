export { createLanguage } from "./language.ts";
export type { CheckProblem, CheckReport, CreateLanguage, Language } from "./contract.ts";
