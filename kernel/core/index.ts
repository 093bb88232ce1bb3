export * from "./errors.ts";
export * from "./json.ts";
