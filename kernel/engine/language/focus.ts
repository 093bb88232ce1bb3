// The part of a text that a question is about, where nothing else in the text can change the answer: `Math.` at the end of
// a long cell is asked about as `Math.` alone. The compiler then need not read the rest, nor be asked twice.
import { parseCell } from "../parse.ts";
import { childrenOf, type TreeNode } from "../tree.ts";
import type { Draft } from "./draft.ts";

/** A text that stands for a longer one. */
export interface Focus {
  readonly draft: Draft;
  /** The place in it that stands for the place of the question. */
  readonly offset: number;
}

/**
 * What may change what a name of an earlier cell, or of the language, means or may be asked for elsewhere in the text:
 * declarations for all, imports (which may bring such), types of the same name, members that only a class may see.
 */
const farReaching =
  /\b(?:abstract|arguments|class|declare|enum|export|extends|global|implements|import|interface|module|namespace|require|super|this|type|with)\b|\/\/\/|%%|<\/|\\u/;

/** Names with dots between them, up to the end. */
const chain =
  /(?<![\p{ID_Continue}$.?#@\u200c\u200d])[\p{ID_Start}$_][\p{ID_Continue}$]*(?:\.[\p{ID_Start}$_][\p{ID_Continue}$]*)*$/u;

/** The object whose member is typed at `start`: `{ f(userObj.al…) }` → `userObj.`. */
export function focusOnObject(code: string, start: number, cursor: number): Focus | undefined {
  if (code[start - 1] !== ".") return undefined;
  const object = chain.exec(code.slice(0, start - 1))?.[0];
  if (object === undefined || !isAlone(code, object)) return undefined;
  // a member that is still to be typed gets a name, so that the text can be read
  const whole = `${code.slice(0, start)}_${code.slice(cursor)}`;
  const path = pathTo(whole, start - 1 - object.length, start - 1);
  const member = path?.at(-2);
  if (path === undefined || member?.type !== "MemberExpression" || member["optional"] === true)
    return undefined;
  // where nothing can be awaited, nothing is offered that would be
  const isWaiting = path.findLast(({ type }) => type.includes("Function"))?.["async"] !== false;
  return focus(isWaiting ? `${object}.` : `() => ${object}.`);
}

/** The name at `start`, if it stands for itself: `userObj`, or the first one of `userObj.alpha`. */
export function focusOnName(code: string, { start, name }: NameAt): Focus | undefined {
  if (code[start - 1] === "." || !isAlone(code, name)) return undefined;
  const parent = pathTo(code, start, start + name.length)?.at(-2);
  const isItself =
    parent?.type === "ExpressionStatement" ||
    // of a call the compiler tells which of its forms it is
    (parent?.type === "MemberExpression" && parent.start === start);
  return isItself ? { ...focus(name), offset: 0 } : undefined;
}

interface NameAt {
  readonly start: number;
  readonly name: string;
}

function focus(code: string): Focus {
  const none: ReadonlySet<string> = new Set();
  const draft = { code, lang: "ts", redeclared: none, onlyTypes: none, specifiers: [] } as const;
  return { draft, offset: code.length };
}

/**
 * True where the text says nothing else about the name that `expression` begins with. A type is narrowed, and a name taken
 * by a declaration, only where the name is mentioned; in comments and texts it counts too, to be on the safe side.
 */
function isAlone(code: string, expression: string): boolean {
  const name = expression.split(".", 1)[0] ?? "";
  const first = code.indexOf(name);
  return code.indexOf(name, first + 1) === -1 && !farReaching.test(code);
}

/** The nodes from the top down to the expression of exactly that range; undefined where there is none, or no tree. */
function pathTo(code: string, start: number, end: number): TreeNode[] | undefined {
  const cell = parseCell(code);
  if (cell.errors.length > 0 || cell.lang !== "ts") return undefined;
  const path: TreeNode[] = [];
  let node: TreeNode | undefined = cell.program as unknown as TreeNode;
  while (node !== undefined) {
    path.push(node);
    if (node.start === start && node.end === end && isExpression(node)) return path;
    node = childrenOf(node).find((child) => child.start <= start && end <= child.end);
  }
  return undefined;
}

function isExpression({ type }: TreeNode): boolean {
  return type === "Identifier" || type === "MemberExpression";
}
