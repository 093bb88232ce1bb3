// The inner loops of every product as WebAssembly: a tile of sums that stays in vector registers.
import {
  either,
  op,
  repeat,
  whenAtLeast,
  type Code,
  type Lanes,
  type ModuleFunction,
} from "./assembler.ts";

/** Rows of a tile: with two vectors a row, 4 · 2 sums, 2 of b and 1 of a fit the sixteen registers of every machine. */
export const tileRows = 4;

/** Times that the innermost loop is written out. */
const unrolled = 4;

/** Parameters of a tile function, in this order; all are addresses in bytes, or counts. */
const parameter = {
  /** One address of a for each row: where its first number lies. */
  aRows: 0,
  /** One address for each row: where its sums go. */
  outRows: 1,
  /** Tiles of `tileRows` rows, ≥ 1. */
  tiles: 2,
  /** Distances from the row's address: where each run of numbers starts. */
  runs: 3,
  runCount: 4,
  /** Numbers in a run, ≥ 1. */
  runLength: 5,
  /** Bytes from one number of a run to the next. */
  step: 6,
  /** Columns of b side by side: `vectors` vectors for each number of a's row, in order. */
  b: 7,
  /** Bytes from a row's address to its place for these columns. */
  column: 8,
  /** 0: the sums start with what is there; else with these numbers, the same for every row. */
  bias: 9,
} as const;

const counters = { tile: 10, run: 11, number: 12, b: 13, runs: 14, rows: 15 } as const;

/**
 * The function that adds products to tiles of out:
 *
 *   for each tile of 4 rows:  sums = bias or what is there
 *     for each run:  for each p of the run:  sums[r][·] += a[row r + run + p·step] · b[p][·]
 *     out = sums
 *
 * A row of a is not a line of a matrix but an address and a list of runs, the same list for all rows. So a convolution needs
 * no patch matrix: its rows are output pixels, its runs the lines of the filter on the padded image.
 *
 * The sums of a column are added in the order of p, one product after the other: in float64 the result is that of the plain
 * loops to the last bit.
 */
export function tileFunction(name: string, lanes: Lanes, vectors: 1 | 2): ModuleFunction {
  const address = (r: number): number => 16 + r;
  const b = (v: number): number => 16 + tileRows + v;
  const product = b(vectors);
  const sum = (r: number, v: number): number => product + 1 + r * vectors + v;
  const rows = Array.from({ length: tileRows }, (_, r) => r);
  const each = Array.from({ length: vectors }, (_, v) => v);

  const rowAddress = (list: number, r: number): Code => [...op.get(list), ...op.loadI32(4 * r)];
  const outAddress = (r: number): Code => [
    ...rowAddress(counters.rows, r), ...op.get(parameter.column), ...op.add,
  ]; // prettier-ignore
  const load = (from: (r: number) => Code): Code =>
    rows.flatMap((r) =>
      each.flatMap((v) => [...from(r), ...op.loadVector(16 * v), ...op.set(sum(r, v))]),
    );
  const start = either(
    parameter.bias,
    load(() => op.get(parameter.bias)),
    load(outAddress),
  );
  const store = rows.flatMap((r) =>
    each.flatMap((v) => [...outAddress(r), ...op.get(sum(r, v)), ...op.storeVector(16 * v)]),
  );
  const advance = (local: number, by: Code): Code => [
    ...op.get(local), ...by, ...op.add, ...op.set(local),
  ]; // prettier-ignore

  /** Products of one p; `u` counts the copies within an unrolled round of b. */
  const products = (u: number): Code => [
    ...each.flatMap((v) => [
      ...op.get(counters.b), ...op.loadVector(16 * (u * vectors + v)), ...op.set(b(v)),
    ]), // prettier-ignore
    ...rows.flatMap((r) => [
      ...[...op.get(address(r)), ...lanes.splat(), ...op.set(product)],
      ...advance(address(r), op.get(parameter.step)),
      ...each.flatMap((v) => [
        ...[...op.get(sum(r, v)), ...op.get(product), ...op.get(b(v)), ...lanes.multiply],
        ...[...lanes.add, ...op.set(sum(r, v))],
      ]),
    ]),
  ];
  const rounds = (copies: number): Code => [
    ...Array.from({ length: copies }, (_, u) => products(u)).flat(),
    // the constant is one byte: b moves in steps of at most 32 bytes
    ...Array.from({ length: copies }, () => advance(counters.b, op.constant(16 * vectors))).flat(),
  ];
  const run = [
    ...rows.flatMap((r) => [
      ...rowAddress(parameter.aRows, r),
      ...[...op.get(counters.runs), ...op.loadI32(), ...op.add, ...op.set(address(r))],
    ]),
    ...[...op.get(parameter.runLength), ...op.set(counters.number)],
    ...whenAtLeast(counters.number, unrolled, repeat(counters.number, rounds(unrolled), unrolled)),
    ...whenAtLeast(counters.number, 1, repeat(counters.number, rounds(1))),
    ...advance(counters.runs, op.constant(4)),
  ];
  const tile = [
    ...start,
    ...[...op.get(parameter.b), ...op.set(counters.b)],
    ...[...op.get(parameter.runs), ...op.set(counters.runs)],
    ...[...op.get(parameter.runCount), ...op.set(counters.run)],
    ...repeat(counters.run, run),
    ...store,
    ...advance(parameter.aRows, op.constant(4 * tileRows)),
    ...advance(counters.rows, op.constant(4 * tileRows)),
  ];
  const code = [
    ...[...op.get(parameter.outRows), ...op.set(counters.rows)],
    ...[...op.get(parameter.tiles), ...op.set(counters.tile)],
    ...repeat(counters.tile, tile),
  ];
  return {
    name,
    parameters: Object.keys(parameter).length,
    integers: Object.keys(counters).length + tileRows,
    vectors: vectors + 1 + tileRows * vectors,
    code,
  };
}
