// How each kind of plain data is told apart on the wire, and what has no plain form.

export const tags = {
  undefined: 0,
  null: 1,
  false: 2,
  true: 3,
  number: 4,
  string: 5,
  bigint: 6,
  list: 7,
  record: 8,
  map: 9,
  set: 10,
  typed: 11,
  tensor: 12,
  view: 13,
  handle: 14,
  callback: 15,
  opaque: 16,
} as const;

/** Typed arrays by their number on the wire. */
export const typedKinds: readonly TypedArrayKind[] = [
  Float64Array,
  Float32Array,
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  BigInt64Array,
  BigUint64Array,
];

/** What makes a typed array over memory. */
export interface TypedArrayKind {
  readonly name: string;
  readonly BYTES_PER_ELEMENT: number;
  new (memory: ArrayBuffer): ArrayBufferView & ArrayLike<number | bigint>;
}

/** Names of typed arrays, as `%TypedArray%.prototype[Symbol.toStringTag]` gives them. */
export const typedNames: readonly string[] = typedKinds.map((kind) => kind.name);

/** Stands for something that cannot leave its process: a function, a promise, a date. Equal to nothing else. */
export class Opaque {
  readonly description: string;

  constructor(description: string) {
    this.description = description;
  }
}
