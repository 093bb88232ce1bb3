// A slightly wrong result: what a mistake in a formula would give.

/** The value with each number in it a little off, each claim turned round, each text changed; tensors keep their shape. */
export function spoil(value: unknown): unknown {
  return spoilDeep(value, new Map());
}

function spoilDeep(value: unknown, seen: Map<object, unknown>): unknown {
  if (typeof value === "number") return Number.isInteger(value) ? value + 1 : value * 1.1 + 0.01;
  if (typeof value === "boolean") return !value;
  if (typeof value === "string") return `${value} spoiled`;
  if (typeof value === "function")
    return (...args: readonly unknown[]) => spoil(Reflect.apply(value, undefined, args));
  if (typeof value !== "object" || value === null) return value;
  const known = seen.get(value);
  if (known !== undefined) return known;
  if (value instanceof Promise) return value.then(spoil);
  if (value instanceof Float64Array || value instanceof Float32Array)
    return inPlace(value, seen, (entry) => entry * 1.1 + 0.01);
  if (value instanceof Uint8Array || value instanceof Int32Array)
    return inPlace(value, seen, (entry) => entry + 1);
  if (Array.isArray(value)) {
    const copy: unknown[] = [];
    seen.set(value, copy);
    for (const entry of value) copy.push(spoilDeep(entry, seen));
    return copy;
  }
  return spoilObject(value, seen);
}

function inPlace<T extends { [index: number]: number; readonly length: number }>(
  values: T,
  seen: Map<object, unknown>,
  change: (entry: number) => number,
): T {
  seen.set(values, values);
  for (let i = 0; i < values.length; i += 1) values[i] = change(values[i] ?? 0);
  return values;
}

/** Tensors (npm ndarray) by their data alone; other objects by each own field, in a copy where they are frozen. */
function spoilObject(value: object, seen: Map<object, unknown>): unknown {
  const isTensor = "data" in value && "stride" in value && "shape" in value;
  const copy: object = Object.isFrozen(value)
    ? (Object.create(Object.getPrototypeOf(value) as object | null) as object)
    : value;
  seen.set(value, copy);
  for (const [key, field] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
    if (!("value" in field)) continue;
    const spoiled = isTensor && key !== "data" ? field.value : spoilDeep(field.value, seen);
    if (copy !== value) Object.defineProperty(copy, key, { ...field, value: spoiled });
    else if (field.writable === true) Reflect.set(value, key, spoiled);
  }
  return copy;
}
