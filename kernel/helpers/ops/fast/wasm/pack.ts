// Laying columns side by side as WebAssembly: one panel, row by row.
import { op, repeat, type Code, type ModuleFunction } from "./assembler.ts";

/** Parameters of the function, in this order: addresses in bytes, rows ≥ 1, bytes from one row of the source to the next. */
const parameter = { from: 0, to: 1, rows: 2, step: 3 } as const;

/** to[row] = from[row · step], `vectors` vectors at a time. */
export function packFunction(name: string, vectors: 1 | 2): ModuleFunction {
  const advance = (local: number, by: Code): Code => [
    ...op.get(local), ...by, ...op.add, ...op.set(local),
  ]; // prettier-ignore
  const row = [
    ...Array.from({ length: vectors }, (_, v) => [
      ...[...op.get(parameter.to), ...op.get(parameter.from)],
      ...[...op.loadVector(16 * v), ...op.storeVector(16 * v)],
    ]).flat(),
    ...advance(parameter.from, op.get(parameter.step)),
    ...advance(parameter.to, op.constant(16 * vectors)),
  ];
  const parameters = Object.keys(parameter).length;
  return { name, parameters, integers: 0, vectors: 0, code: repeat(parameter.rows, row) };
}
