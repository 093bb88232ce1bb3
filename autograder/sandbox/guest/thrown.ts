// What the student's code threw, as plain data; reads it without running its getters.
import { encode, inheritedValue, ownKeys, ownValue } from "../channel/index.ts";

/** The fields of a reply with status "threw". */
export interface ThrownFields {
  readonly name: string;
  readonly message: string;
  readonly code: string | undefined;
  readonly fields: object;
  readonly place: string | undefined;
}

const longest = 10_000; // letters of a message
const known: readonly string[] = [
  "name",
  "message",
  "code",
  "stack",
  "cause",
  "given",
  "expected",
  "fix",
];

export function describeThrown(error: unknown): ThrownFields {
  if (typeof error !== "object" || error === null) {
    const text = typeof error === "symbol" ? "a symbol" : `${error as string}`;
    return {
      name: typeof error,
      message: cut(text),
      code: undefined,
      fields: {},
      place: undefined,
    };
  }
  const code = inheritedValue(error, "code");
  return {
    name: nameOf(error),
    message: cut(textOr(inheritedValue(error, "message"), "")),
    code: typeof code === "string" ? cut(code) : undefined,
    fields: fieldsOf(error),
    place: placeOf(error),
  };
}

/** `ShapeError` for `class ShapeError extends Error {}` too, which does not set its name. */
function nameOf(error: object): string {
  const name = textOr(inheritedValue(error, "name"), "Error");
  if (name !== "Error") return cut(name);
  const made = inheritedValue(error, "constructor");
  if (typeof made !== "function") return name;
  return cut(textOr(inheritedValue(made, "name"), name));
}

function fieldsOf(error: object): object {
  const fields = {};
  const names = ownKeys(error);
  for (let at = 0; at < names.length && at < 32; at += 1) {
    const name = names[at] as string;
    if (includes(known, name)) continue;
    try {
      const value = ownValue(error, name);
      encode(value);
      Object.defineProperty(fields, name, { value, enumerable: true });
    } catch (fault) {
      // A field that is not plain data is left out: the error itself is what counts.
      if (!(fault instanceof Error)) throw fault;
    }
  }
  return fields;
}

/** `Cell [5], line 3`, from the first frame of the stack that names a cell. */
function placeOf(error: object): string | undefined {
  let stack: unknown;
  try {
    stack = (error as { stack?: unknown }).stack;
  } catch (fault) {
    // The student's own getter threw: there is no place to tell.
    stack = fault instanceof Error ? undefined : fault;
  }
  if (typeof stack !== "string") return undefined;
  const found = /(Cell \[[^\]\n]*\]), line (\d+)/.exec(stack);
  return found ? `${found[1]}, line ${found[2]}` : undefined;
}

const textOr = (value: unknown, other: string): string =>
  typeof value === "string" ? value : other;
const cut = (text: string): string => text.slice(0, longest);

function includes(list: readonly string[], item: string): boolean {
  for (let at = 0; at < list.length; at += 1) if (list[at] === item) return true;
  return false;
}
