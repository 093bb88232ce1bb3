// What instrumented exports go through, inside a test process.
import { spoil } from "./spoil.ts";

/** Functions that the running test has called itself, as `ops/conv2d#conv2d`. */
export const called: Set<string> = new Set();
let depth = 0;

type Callable = (this: unknown, ...args: unknown[]) => unknown;
const isCallable = (value: unknown): value is Callable => typeof value === "function";
const isClass = (value: Callable): boolean =>
  /^class\b/.test(Function.prototype.toString.call(value));

/** The export, with its calls noted; with CONVLAB_BREAK naming it, with its results spoiled. */
export function watched(name: string, value: unknown): unknown {
  if (!isCallable(value)) return value;
  if (isClass(value)) {
    watchMethods(name, value);
    return value;
  }
  return Object.assign(watch(name, value), value);
}

function watchMethods(name: string, target: Callable): void {
  for (const owner of [target, target.prototype as object])
    for (const [key, member] of Object.entries(Object.getOwnPropertyDescriptors(owner)))
      if (key !== "constructor" && member.configurable === true && isCallable(member.value))
        Object.defineProperty(owner, key, { ...member, value: watch(name, member.value) });
}

function watch(name: string, sound: Callable): Callable {
  const isBroken = process.env["CONVLAB_BREAK"] === name;
  return function (...args) {
    if (depth === 0) called.add(name);
    depth += 1;
    try {
      const result = sound.apply(this, args);
      if (!isBroken) return result;
      if (result !== undefined) return spoil(result);
      spoil(args[0] ?? this); // a function that changes what it is given
      return undefined;
    } finally {
      depth -= 1;
    }
  };
}
