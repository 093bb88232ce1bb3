// A WebAssembly module as bytes, by hand: just the part of the format that one loop nest with a shared memory needs.

/** Bytes of code or of a section. */
export type Code = readonly number[];

/** A whole number ≥ 0 in the format's variable length: seven bits a byte, the lowest first. */
function unsigned(value: number): Code {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    bytes.push(rest === 0 ? low : low + 128);
  } while (rest > 0);
  return bytes;
}

/** A whole number of either sign, between −64 and 63: one byte. */
function small(value: number): Code {
  return [value < 0 ? value + 128 : value];
}

/** Types of values. */
const i32 = 0x7f;
const v128 = 0x7b;

/** One instruction of the SIMD family: 0xfd and its number. */
const simd = (number: number, ...rest: number[]): Code => [0xfd, ...unsigned(number), ...rest];

/** Where an access goes: bytes beyond the address on the stack. */
const at = (offset: number): number[] => [0, ...unsigned(offset)];

/** Instructions, in the order in which the stack wants them. */
export const op = {
  get: (local: number): Code => [0x20, ...unsigned(local)],
  set: (local: number): Code => [0x21, ...unsigned(local)],
  constant: (value: number): Code => [0x41, ...small(value)],
  add: [0x6a] as Code,
  subtract: [0x6b] as Code,
  loadI32: (offset = 0): Code => [0x28, ...at(offset)],
  loadVector: (offset = 0): Code => simd(0x00, ...at(offset)),
  storeVector: (offset = 0): Code => simd(0x0b, ...at(offset)),
} as const;

/** What differs between four lanes of float32 and two of float64. */
export interface Lanes {
  readonly bytes: 4 | 8;
  /** Loads one number into every lane. */
  readonly splat: (offset?: number) => Code;
  readonly multiply: Code;
  readonly add: Code;
}

export const float32Lanes: Lanes = {
  bytes: 4,
  splat: (offset = 0) => simd(0x09, ...at(offset)),
  multiply: simd(0xe6),
  add: simd(0xe4),
};

export const float64Lanes: Lanes = {
  bytes: 8,
  splat: (offset = 0) => simd(0x0a, ...at(offset)),
  multiply: simd(0xf2),
  add: simd(0xf0),
};

/** `body`, again and again until `counter`, lowered by `step` at each round, is below `step`; once at least. */
export function repeat(counter: number, body: Code, step = 1): Code {
  return [
    ...[0x03, 0x40], // loop
    ...body,
    ...[...op.get(counter), ...op.constant(step), ...op.subtract, ...op.set(counter)],
    ...[...op.get(counter), ...op.constant(step), 0x4e], // counter ≥ step, signed
    ...[0x0d, 0x00], // back to the top
    0x0b, // end
  ];
}

/** `body` if the local is at least `least`. */
export function whenAtLeast(local: number, least: number, body: Code): Code {
  return [...op.get(local), ...op.constant(least), 0x4e, ...[0x04, 0x40], ...body, 0x0b];
}

/** `first` if the local is not 0, else `second`. */
export function either(local: number, first: Code, second: Code): Code {
  return [...op.get(local), ...[0x04, 0x40], ...first, 0x05, ...second, 0x0b];
}

/** A function of the module: all parameters are i32, nothing is returned. */
export interface ModuleFunction {
  readonly name: string;
  readonly parameters: number;
  /** Locals after the parameters: i32 first, vectors after them. */
  readonly integers: number;
  readonly vectors: number;
  readonly code: Code;
}

const section = (id: number, content: Code): Code => [id, ...unsigned(content.length), ...content];
const list = (items: readonly Code[]): Code => [...unsigned(items.length), ...items.flat()];
/** A name in ASCII. */
const text = (value: string): Code =>
  list([...value].map((letter) => [letter.codePointAt(0) ?? 0]));

/**
 * The module: it imports its memory as `env.memory` and exports the functions.
 *
 * @source WebAssembly core specification 2.0, chapter 5 (binary format)
 */
export function assemble(functions: readonly ModuleFunction[]): Uint8Array<ArrayBuffer> {
  const types = functions.map(({ parameters }) => [
    0x60,
    ...list(Array.from({ length: parameters }, () => [i32])),
    ...list([]),
  ]);
  const bodies = functions.map(({ integers, vectors, code }) => {
    const locals = list([
      [...unsigned(integers), i32],
      [...unsigned(vectors), v128],
    ]);
    return [...unsigned(locals.length + code.length + 1), ...locals, ...code, 0x0b];
  });
  const memory = [...text("env"), ...text("memory"), 0x02, 0x00, ...unsigned(1)];
  return Uint8Array.of(
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00], // "\0asm", version 1
    ...section(1, list(types)),
    ...section(2, list([memory])),
    ...section(3, list(functions.map((_, index) => unsigned(index)))),
    ...section(7, list(functions.map(({ name }, i) => [...text(name), 0x00, ...unsigned(i)]))),
    ...section(10, list(bodies)),
  );
}
