// Bytes travel beside the JSON of a state, each with the path at which it belongs.

/** Where in a state bytes were, or belong. */
type Path = readonly (string | number)[];

/** A state without its bytes, which stand apart with their paths. */
export interface Split {
  readonly state: Readonly<Record<string, unknown>>;
  readonly paths: readonly Path[];
  readonly buffers: readonly Uint8Array[];
}

/** Takes the bytes out of a state: typed arrays and ArrayBuffers, at any depth of plain objects and lists. */
export function splitBytes(state: Readonly<Record<string, unknown>>): Split {
  const paths: Path[] = [];
  const buffers: Uint8Array[] = [];
  const walk = (value: unknown, path: Path): unknown => {
    const bytes = bytesOf(value);
    if (bytes) {
      paths.push(path);
      buffers.push(bytes);
      return null; // in lists the place stays; in objects the page puts the bytes back over it
    }
    if (Array.isArray(value)) return value.map((part, index) => walk(part, [...path, index]));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, part]) => [key, walk(part, [...path, key])]),
    );
  };
  const plain = walk(state, []) as Readonly<Record<string, unknown>>;
  return { state: plain, paths, buffers };
}

/** Puts bytes back where they belong. Paths that lead nowhere, or to what is not the state's own, are left out. */
export function joinBytes(
  state: Readonly<Record<string, unknown>>,
  paths: unknown,
  buffers: readonly Uint8Array[],
): Readonly<Record<string, unknown>> {
  if (!Array.isArray(paths) || paths.length === 0) return state;
  const whole = structuredCopy(state);
  for (const [index, path] of paths.entries()) {
    if (!Array.isArray(path)) continue;
    let at: unknown = whole;
    for (const key of path.slice(0, -1)) at = isContainer(at) && hasOwn(at, key) ? at[key] : null;
    const last: unknown = path.at(-1);
    if (isContainer(at) && isKey(last) && (!(last in at) || hasOwn(at, last)))
      at[last] = buffers[index];
  }
  return whole;
}

function isContainer(value: unknown): value is Record<string | number, unknown> {
  return typeof value === "object" && value !== null;
}

function isKey(key: unknown): key is string | number {
  return typeof key === "string" || typeof key === "number";
}

/** The page decides these keys: never one of a prototype. */
function hasOwn(value: object, key: unknown): key is string | number {
  return isKey(key) && Object.hasOwn(value, key);
}

function structuredCopy(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
}

function bytesOf(value: unknown): Uint8Array | undefined {
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (!ArrayBuffer.isView(value)) return undefined;
  return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
}
