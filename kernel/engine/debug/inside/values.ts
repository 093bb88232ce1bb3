// A value in one line, as the variables panel shows it. Nothing of the user's runs: no getter, no display method.
import { inspect } from "node:util";
import { numbersOf } from "./numbers.ts";

const longestText = 1000;
const longestLine = 160;

/** One line for a value. */
export function valueText(value: unknown): string {
  if (typeof value === "string")
    return clip(JSON.stringify(value.slice(0, longestText + 1)), longestText);
  if (typeof value === "function") return functionText(value);
  if (typeof value !== "object" || value === null) return inspect(value);
  const numbers = numbersOf(value);
  if (numbers !== undefined && numbers.shape.length > 1)
    return `${numbers.kind} [${numbers.shape.join(", ")}]`;
  return clip(oneLine(value), longestLine);
}

/** What a beginner calls the value's type: `number`, `Tensor`, `Map`, or the name of its class. */
export function typeText(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "function") return isClass(value) ? "class" : "function";
  if (typeof value !== "object") return typeof value;
  const numbers = numbersOf(value);
  if (numbers?.isTensor === true) return "Tensor";
  return constructorName(value) ?? "object";
}

/** True for a class, written as one. */
export function isClass(value: unknown): boolean {
  return typeof value === "function" && /^class\b/u.test(Function.prototype.toString.call(value));
}

interface Named {
  readonly name: string;
}

function functionText(value: Named): string {
  const source = Function.prototype.toString.call(value).slice(0, 400);
  if (isClass(value)) return `class ${value.name}`;
  const start = /^(async )?(function)?(\*)?/u.exec(source)?.[0].trim() ?? "";
  const parameters = parametersOf(source);
  return clip(
    start.includes("function") ? `${start} ${value.name}${parameters}` : `${parameters} => …`,
    longestLine,
  );
}

/** `(a, b = [1, 2])` of a function's text. */
function parametersOf(source: string): string {
  const start = source.indexOf("(");
  const arrow = source.indexOf("=>");
  if (start === -1 || (arrow !== -1 && arrow < start))
    return source.slice(0, Math.max(arrow, 0)).replace("async", "").trim(); // x => …
  let depth = 0;
  for (let at = start; at < source.length; at++) {
    if (source[at] === "(") depth += 1;
    else if (source[at] === ")") depth -= 1;
    if (depth === 0) return source.slice(start, at + 1).replace(/\s+/gu, " ");
  }
  return "(…)";
}

function oneLine(value: object): string {
  try {
    return inspect(value, {
      depth: 1,
      breakLength: Infinity,
      compact: true,
      maxArrayLength: 6,
      maxStringLength: 60,
      customInspect: false, // it is the user's code
      getters: false,
      showProxy: true, // not through its traps
    }).replace(/\s*\n\s*/gu, " ");
  } catch (error) {
    return `(cannot be shown: ${typeof error})`; // a `constructor` or tag of the user's threw
  }
}

/** Name of the class, without asking the value itself: it may be a proxy or have a getter there. */
function constructorName(value: object): string | undefined {
  try {
    for (
      let at: object | null = Object.getPrototypeOf(value) as object | null;
      at !== null;
      at = Object.getPrototypeOf(at) as object | null
    ) {
      const made: unknown = Object.getOwnPropertyDescriptor(at, "constructor")?.value;
      if (typeof made === "function" && made.name !== "") return made.name;
    }
    return undefined;
  } catch (error) {
    return `object (${typeof error})`; // a revoked proxy
  }
}

function clip(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
