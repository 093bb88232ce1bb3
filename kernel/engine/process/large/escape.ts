// JSON's escapes in WebAssembly: JSON.stringify takes 2 ns a character, which is a fifth of a second for 100 MB.
//
// Sixteen bytes are copied at a time. Where one of them wants an escape, the copy goes on behind that byte, whose escape
// comes out of a table.

/** Types of values, and instructions, as WebAssembly writes them. */
const [i32, v128] = [0x7f, 0x7b];
const get = (local: number): number[] => [0x20, local];
const set = (local: number): number[] => [0x21, local];
const tee = (local: number): number[] => [0x22, local];
const add = 0x6a;
/** A number from −64 to 63. */
const constant = (value: number): number[] => [0x41, value & 0x7f];
/** A vector of the same byte sixteen times. */
const sixteen = (byte: number): number[] => [0xfd, 0x0c, ...Array<number>(16).fill(byte)];
const either = [0xfd, 0x50]; // v128.or
const equal = [0xfd, 0x23]; // i8x16.eq
const increase = (local: number, by: readonly number[]): number[] => [
  ...get(local),
  ...by,
  add,
  ...set(local),
];

/** Parameters: where the text begins and ends, and where the escaped text goes; its end comes back. */
const [from, end, to] = [0, 1, 2];
/** Locals: how far the next byte to be escaped is, or where its entry in the table lies; sixteen bytes. */
const [next, bytes] = [3, 4];

const body: readonly number[] = [
  ...[0x03, 0x40], // loop
  ...[...get(from), ...get(end), 0x49, 0x04, 0x40], // if (from < end), unsigned
  // bytes = the sixteen at `from`; they are copied to `to`
  ...[...get(to), ...get(from), 0xfd, 0x00, 0, 0, ...tee(bytes), 0xfd, 0x0b, 0, 0],
  // next = how many of them come before one that is below a space, a quotation mark or a backslash
  ...[...get(bytes), ...sixteen(0x20), 0xfd, 0x26], // i8x16.lt_u
  ...[...get(bytes), ...sixteen(0x22), ...equal, ...either],
  ...[...get(bytes), ...sixteen(0x5c), ...equal, ...either],
  ...[0xfd, 0x64, 0x41, 0x80, 0x80, 0x04, 0x72, 0x68, ...set(next)], // ctz(i8x16.bitmask | 1 << 16)
  ...increase(from, get(next)),
  ...increase(to, get(next)),
  ...[...get(next), ...constant(16), 0x47, 0x04, 0x40], // if (next !== 16)
  ...[...get(from), ...get(end), 0x49, 0x04, 0x40], // if (from < end), unsigned
  // next = where the byte's entry lies: eight bytes each, the last of which is the length of the escape
  ...[...get(from), 0x2d, 0, 0, ...constant(3), 0x74, ...set(next)], // i32.load8_u << 3
  ...[...get(to), ...get(next), 0x29, 0, 0, 0x37, 0, 0], // i64.load, i64.store
  ...increase(to, [...get(next), 0x2d, 0, 7]),
  ...increase(from, constant(1)),
  ...[0x0b, 0x0b], // end, end
  ...[0x0c, 0x01], // back to the top
  ...[0x0b, 0x0b], // end of if, end of loop
  // what was copied beyond the text's end does not count
  ...[...get(to), ...get(from), ...get(end), 0x6b, 0x6b],
];

/** Characters that are escaped at once. */
const piece = 1 << 15;
/** Bytes that a UTF-16 unit has at most in UTF-8. */
const utf8Most = 3;
/** And when it is escaped. */
export const escapedMost = 6;
/** Room for the copies that go beyond an end. */
const slack = 16;
/** Where things lie in the module's memory: the table from 0 on, then what is to be escaped, then what is. */
const source = 1024;
const target: number = source + utf8Most * piece + slack;
const pages: number = Math.ceil((target + escapedMost * piece + slack) / 65_536);

/** Escaped bytes of a piece are at most so many. */
export const mostAtOnce: number = escapedMost * piece;

const section = (id: number, ...content: number[]): number[] => [id, ...sized(content)];

function sized(content: readonly number[]): number[] {
  const { length } = content;
  return length < 128 ? [length, ...content] : [(length & 127) | 128, length >> 7, ...content];
}

/** @source WebAssembly core specification 2.0, chapter 5 (binary format) */
function assemble(): Uint8Array<ArrayBuffer> {
  const code = [2, 1, i32, 1, v128, ...body, 0x0b];
  return Uint8Array.of(
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0], // "\0asm", version 1
    ...section(1, 1, 0x60, 3, i32, i32, i32, 1, i32), // one type: three numbers to one
    ...section(3, 1, 0),
    ...section(5, 1, 0, pages),
    ...section(7, 2, 1, 0x65, 0, 0, 1, 0x6d, 2, 0), // exports: "e" the function, "m" the memory
    ...section(10, 1, ...sized(code)),
  );
}

/** The part of Node's `WebAssembly` that is used here. */
interface WebAssemblyPart {
  validate(bytes: Uint8Array): boolean;
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => {
    readonly exports: {
      readonly e: (from: number, end: number, to: number) => number;
      readonly m: { readonly buffer: ArrayBuffer };
    };
  };
}

/** Taken before cells can replace it; Node without a compiler has none. */
const { WebAssembly: wasm } = globalThis as { readonly WebAssembly?: WebAssemblyPart };
const encoder = new TextEncoder();

/** Escapes the characters of `text` from `at` on into `into`; gives how many were taken and how many bytes they are. */
export type Escape = (
  text: string,
  at: number,
  into: Uint8Array,
) => { readonly read: number; readonly written: number };

/**
 * Compiles the module: what writes text as JSON.stringify does, without the quotation marks, in UTF-8, half a surrogate
 * pair as U+FFFD.
 *
 * @returns undefined where the processor has no SIMD
 */
export function makeEscape(): Escape | undefined {
  const code = assemble();
  if (!wasm?.validate(code)) return undefined;
  const { e: run, m } = new wasm.Instance(new wasm.Module(code)).exports;
  const memory = new Uint8Array(m.buffer);
  for (let byte = 0; byte <= 0x5c; byte += 1) {
    const { written } = encoder.encodeInto(
      JSON.stringify(String.fromCharCode(byte)).slice(1, -1),
      memory.subarray(8 * byte, 8 * byte + 7),
    );
    memory[8 * byte + 7] = written;
  }
  const input = memory.subarray(source, source + utf8Most * piece);
  return (text, at, into) => {
    let last = at + piece;
    if (last < text.length && isHighSurrogate(text.charCodeAt(last - 1))) last -= 1;
    const { read, written } = encoder.encodeInto(text.slice(at, last), input);
    const size = run(source, source + written, target) - target;
    into.set(memory.subarray(target, target + size));
    return { read, written: size };
  };
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}
