// What a value looks like: its own display, or text.
import { inspect } from "node:util";
import { displaySymbol, type MimeBundle } from "../../contract.ts";
import { hasColours } from "./colours.ts";
import { numberTable } from "./numbers.ts";

/** A value, ready to be shown. */
export interface Shown {
  readonly data: MimeBundle;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** What the value's own display method threw; the value is then shown as text. */
  readonly failure?: unknown;
}

/**
 * The representations of a value: its `Symbol.for("Jupyter.display")` method decides; else errors as their stack,
 * numbers in arrays as a short table, everything else as Node's tree. At once, unless the method is asynchronous.
 */
export function show(value: unknown): Shown | Promise<Shown> {
  try {
    const bundle = ownDisplay(value);
    if (bundle instanceof Promise) return bundle.catch((error: unknown) => asText(value, error));
    if (bundle !== undefined) return bundle;
  } catch (error) {
    return asText(value, error);
  }
  return { data: { "text/plain": plainText(value) }, metadata: {} };
}

function asText(value: unknown, failure: unknown): Shown {
  const text = inspect(value, { depth: 1, colors: hasColours });
  return { data: { "text/plain": text }, metadata: {}, failure };
}

const treeOptions = { depth: 4, maxArrayLength: 100, maxStringLength: 10_000 } as const;

/** A value as text. */
function plainText(value: unknown): string {
  if (typeof value === "object" && value !== null) {
    const table = numberTable(value);
    if (table !== undefined) return table;
    if (value instanceof Error) return String(value.stack ?? value);
    return inspect(value, { colors: hasColours, ...treeOptions });
  }
  return inspect(value, { maxStringLength: 1_000_000 });
}

function ownDisplay(value: unknown): Shown | Promise<Shown> | undefined {
  if ((typeof value !== "object" && typeof value !== "function") || value === null)
    return undefined;
  const method: unknown = Reflect.get(value, displaySymbol);
  if (typeof method !== "function") return undefined;
  const made: unknown = Reflect.apply(method, value, []);
  return made instanceof Promise ? made.then(checked) : checked(made);
}

function checked(bundle: unknown): Shown {
  if (typeof bundle !== "object" || bundle === null)
    throw new TypeError(
      `[Symbol.for("Jupyter.display")]() must return an object like { "text/html": "<b>hi</b>" }, not ${inspect(bundle, { depth: 0 })}`,
    );
  return { data: toBundle(bundle), metadata: {} };
}

/** Makes a bundle of any record: bytes become base64, text types become text. */
export function toBundle(record: object): MimeBundle {
  return Object.fromEntries(
    Object.entries(record)
      .filter(([, value]) => value !== undefined)
      .map(([type, value]: [string, unknown]) => {
        if (value instanceof Uint8Array)
          return [
            type,
            Buffer.from(value.buffer, value.byteOffset, value.length).toString("base64"),
          ];
        if (typeof value !== "string" && !/[/+]json$/u.test(type)) return [type, String(value)];
        return [type, value];
      }),
  );
}
