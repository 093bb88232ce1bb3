// Kinds of properties: what a property may be, in words, and how it travels.

/** A kind of value. */
export interface Kind<Value> {
  readonly initial: () => Value;
  /** What is right, for error messages: "a whole number". */
  readonly words: string;
  /** The value as it is kept; undefined where it is not of this kind. A list comes back as a copy. */
  readonly take: (value: unknown) => Value | undefined;
  /** As the page wants it, by default as it is. */
  readonly toPage?: (value: Value) => unknown;
  /** From what the page sent, by default as it is. */
  readonly fromPage?: (sent: unknown) => unknown;
  /** The page's name of the property, where it is not ours in snake_case. */
  readonly pageName?: string;
}

/** Numbers without a fraction. */
export function int(initial: number): Kind<number> {
  return {
    initial: () => initial,
    words: "a whole number",
    take: (value) => (typeof value === "number" && Number.isInteger(value) ? value : undefined),
  };
}

/** Finite numbers. */
export function float(initial: number): Kind<number> {
  return {
    initial: () => initial,
    words: "a finite number",
    take: (value) => (typeof value === "number" && Number.isFinite(value) ? value : undefined),
  };
}

export function flag(initial: boolean): Kind<boolean> {
  return {
    initial: () => initial,
    words: "true or false",
    take: (value) => (typeof value === "boolean" ? value : undefined),
  };
}

export function text(initial = ""): Kind<string> {
  return {
    initial: () => initial,
    words: "a string",
    take: (value) => (typeof value === "string" ? value : undefined),
  };
}

/** One of a few words. */
export function oneOf<Word extends string>(initial: Word, ...others: Word[]): Kind<Word> {
  const words = [initial, ...others];
  return {
    initial: () => initial,
    words: `one of ${words.map((word) => JSON.stringify(word)).join(", ")}`,
    take: (value) => words.find((word) => word === value),
  };
}

/** A value of that kind, or null. */
export function orNull<Value>(kind: Kind<Value>): Kind<Value | null> {
  return {
    initial: () => null,
    words: `${kind.words}, or null`,
    take: (value) => (value === null ? null : kind.take(value)),
  };
}

/** Lists of one kind. */
export function listOf<Value>(
  kind: Kind<Value>,
  initial: readonly Value[] = [],
): Kind<readonly Value[]> {
  return {
    initial: () => [...initial],
    words: `a list, each ${kind.words}`,
    take: (value) => {
      if (!Array.isArray(value)) return undefined;
      const taken = value.map((part) => kind.take(part));
      return taken.every((part): part is Exclude<typeof part, undefined> => part !== undefined)
        ? taken
        : undefined;
    },
  };
}

/** Two numbers, the lower one first. */
export function pairOf(
  kind: Kind<number>,
  initial: readonly [number, number],
): Kind<readonly [number, number]> {
  return {
    initial: () => initial,
    words: `[low, high], each ${kind.words}`,
    take: (value) => {
      if (!Array.isArray(value) || value.length !== 2) return undefined;
      const [low, high] = [kind.take(value[0]), kind.take(value[1])];
      return low === undefined || high === undefined || low > high ? undefined : [low, high];
    },
  };
}

/** Bytes; base64 text is not taken, since it could be any text. */
export function bytes(): Kind<Uint8Array> {
  return {
    initial: () => new Uint8Array(),
    words: "bytes (a Uint8Array)",
    take: (value) => (value instanceof Uint8Array ? value : undefined),
  };
}

/** Anything that JSON and bytes can carry. */
export function anything(initial: unknown): Kind<unknown> {
  return { initial: () => initial, words: "anything that JSON can carry", take: (value) => value };
}
