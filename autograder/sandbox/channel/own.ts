// Reading a student's objects without running their code: own data properties, each once, by functions taken before any
// student code ran. `Array.prototype.push = …` or a getter on Object.prototype changes nothing here.
import { types } from "node:util";
import { ChannelError } from "./limits.ts";

const { getOwnPropertyDescriptor, getPrototypeOf, keys } = Object;
const { apply } = Reflect;
const { isProxy } = types;
const typedPrototype = getPrototypeOf(Uint8Array.prototype) as object;

/** A getter of a built-in prototype as a function of its object. */
export function getterOf<Value>(prototype: object, name: string | symbol): (of: object) => Value {
  // oxlint-disable-next-line typescript/unbound-method -- called with its object by Reflect.apply
  const getter = getOwnPropertyDescriptor(prototype, name)?.get;
  if (!getter) throw new TypeError(`no getter ${String(name)}`);
  return (of) => apply(getter, of, []) as Value;
}

export const typedName: (of: object) => string | undefined = getterOf(
  typedPrototype,
  Symbol.toStringTag,
);
export const typedLength: (of: object) => number = getterOf(typedPrototype, "length");
export const typedBuffer: (of: object) => ArrayBufferLike = getterOf(typedPrototype, "buffer");
export const typedOffset: (of: object) => number = getterOf(typedPrototype, "byteOffset");
export const typedBytes: (of: object) => number = getterOf(typedPrototype, "byteLength");

/** An own data property; undefined where there is none. Throws VALUE_NOT_PLAIN for a getter. */
export function ownValue(of: object, key: string | number): unknown {
  const found = getOwnPropertyDescriptor(of, key);
  if (found === undefined) return undefined;
  if (found.get !== undefined || found.set !== undefined) {
    throw new ChannelError("VALUE_NOT_PLAIN", `${key} is a getter, not a value`);
  }
  return found.value;
}

/** Names of the own enumerable properties. */
export const ownKeys: (of: object) => string[] = keys;

/** Throws VALUE_NOT_PLAIN for a proxy, whose every answer would be the student's code. */
export function refuseProxy(value: object): void {
  if (isProxy(value)) throw new ChannelError("VALUE_NOT_PLAIN", "it is a Proxy");
}

/** The first data property of that name on the object or its prototypes; never runs a getter. */
export function inheritedValue(of: object, key: string): unknown {
  let at: object | null = of;
  for (let steps = 0; at !== null && steps < 32; steps += 1) {
    if (isProxy(at)) return undefined;
    const found = getOwnPropertyDescriptor(at, key);
    if (found) return found.value;
    at = getPrototypeOf(at) as object | null;
  }
  return undefined;
}
