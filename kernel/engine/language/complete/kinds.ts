// The protocol numbers the kinds of completions; users read TypeScript's words.
import type { KnownName } from "../history/history.ts";

const words: Readonly<Record<number, string>> = {
  1: "text",
  2: "method",
  3: "function",
  4: "constructor",
  5: "property",
  6: "variable",
  7: "class",
  8: "interface",
  9: "module",
  10: "property",
  12: "value",
  13: "enum",
  14: "keyword",
  17: "module",
  19: "module",
  20: "enum member",
  21: "const",
  25: "type",
};

/** TypeScript's word for the protocol's number. */
export function kindWord(kind: number | undefined): string {
  return words[kind ?? 0] ?? "variable";
}

/** TypeScript's word for a name that an earlier cell declared. */
export function kindOfName({ declaration: { text, binding } }: KnownName): string {
  if (binding !== "other") return binding;
  const code = text.replace(/^\/\*\*[^]*?\*\/\n/, "");
  const keyword = /\b(function|class|interface|type|enum|namespace|module|import)\b/.exec(
    code,
  )?.[1];
  if (keyword === "namespace" || keyword === "module") return "module";
  return keyword === undefined || keyword === "import" ? "alias" : keyword;
}

const longestSignature = 120; // characters

/** The first line of a declaration, without its body. */
export function signatureOfName({ declaration: { text, binding } }: KnownName): string | undefined {
  const code = text.replace(/^\/\*\*[^]*?\*\/\n/, "");
  if (code.startsWith("import ") || (binding !== "other" && !/=>|\bfunction\b/.test(code)))
    return undefined;
  const line = code.split("\n", 1)[0]?.replace(/\s*\{?\s*$/, "") ?? "";
  return line.length > longestSignature ? `${line.slice(0, longestSignature)}…` : line;
}

/** True between the braces of `import { … } from`. */
export function importListAt(code: string, cursor: number): boolean {
  return /\bimport\s+(?:type\s+)?(?:[\w$]+\s*,\s*)?\{[^}]*$/.test(code.slice(0, cursor));
}
