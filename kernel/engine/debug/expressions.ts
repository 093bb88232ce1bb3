// What a user types at a stopped cell, as JavaScript: types go, one expression is told from statements.
import { CourseError } from "../../core/index.ts";
import { parseCell } from "../parse.ts";
import { transpile } from "../rewrite/transpile.ts";

/** TypeScript made ready for the inspector. */
export interface ReadyExpression {
  readonly js: string;
  /** False: statements; what they leave is the last one's value. */
  readonly isExpression: boolean;
}

/** @throws CourseError DEBUG_EVALUATE for what cannot be read, and for `await` */
export function readExpression(code: string): ReadyExpression {
  const text = code.trim().replace(/;+$/u, "");
  // in parentheses first: { a: 1 } is an object here, not a block
  const asExpression = parseCell(`(${text}\n)`);
  const isExpression = asExpression.errors.length === 0 && text !== "";
  const parsed = isExpression ? asExpression : parseCell(text);
  const [fault] = parsed.errors;
  if (fault !== undefined) throw cannot(code, fault.message);
  if (/\bawait\b/u.test(text))
    throw cannot(code, "await has nothing to wait for while the cell stands still");
  const js = transpile(parsed).js.trim();
  return { js: isExpression ? js.replace(/;$/u, "") : js, isExpression };
}

/** The error of an expression that cannot be evaluated. */
export function cannot(code: string, reason: string): CourseError {
  return new CourseError({
    code: "DEBUG_EVALUATE",
    summary: reason,
    given: code.slice(0, 200),
    fix: "write an expression of names that the stopped line knows",
  });
}

/** JavaScript that is truthy where a breakpoint is to stop. */
export function breakpointCondition(
  condition: string | undefined,
  logMessage: string | undefined,
): string | undefined {
  const test = condition === undefined ? undefined : `(${readExpression(condition).js})`;
  if (logMessage === undefined) return test;
  const parts = logMessage
    .split(/(\{[^{}]*\})/u)
    .filter((part) => part !== "")
    .map((part) =>
      /^\{.+\}$/su.test(part) ? `(${readExpression(part.slice(1, -1)).js})` : JSON.stringify(part),
    );
  const log = `convlab$debug.log(${parts.join(", ")})`;
  return test === undefined ? log : `${test} && ${log}`;
}

/** @throws CourseError DEBUG_EVALUATE */
export function checkName(name: string): void {
  if (!/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name))
    throw cannot(name, `${JSON.stringify(name)} cannot be the name of a variable`);
}
