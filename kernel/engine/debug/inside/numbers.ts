import { types } from "node:util";
import { shapeOf } from "../../run/show/numbers.ts";

/** `shapeOf` for values that may be anything: a proxy is not asked, nor a getter. */
export function numbersOf(value: object): ReturnType<typeof shapeOf> {
  if (types.isProxy(value)) return undefined;
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return shapeOf(value);
  const isPlain = ["shape", "stride", "offset", "data"].every((name) => {
    const descriptor = Object.getOwnPropertyDescriptor(value, name);
    return descriptor !== undefined && "value" in descriptor;
  });
  return isPlain ? shapeOf(value) : undefined;
}
