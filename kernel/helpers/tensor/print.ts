// How a tensor looks: a short aligned table, in notebooks and in console.log.
import ndarray from "ndarray";
import { checkTensor } from "./is-tensor.ts";
import { indexAt, rowMajor } from "./shape.ts";
import { contiguous } from "./views.ts";
import type { Tensor } from "./types.ts";

/** Longer axes are cut to this many entries, half from each end. */
const longest = 12;
/** Most matrices of a tensor of higher rank that are written out. */
const mostMatrices = 4;

/**
 * A tensor as text: a line with shape and type, then the numbers as an aligned table; long axes are cut in the middle.
 *
 * @example formatTensor(tensor([[1, 2], [3, 40]]))
 * // tensor [2, 2] float64
 * //  1   2
 * //  3  40
 */
export function formatTensor(t: Tensor): string {
  checkTensor("formatTensor", t);
  const head = `tensor [${t.shape.join(", ")}] ${t.data instanceof Float32Array ? "float32" : "float64"}`;
  if (t.size === 0) return `${head} (no numbers)`;
  const flat = contiguous(t);
  const shape = flat.shape.length < 2 ? [1, t.size] : flat.shape.slice(-2);
  const outer = flat.shape.slice(0, -2);
  const each = (shape[0] ?? 1) * (shape[1] ?? 1);
  const count = t.size / each;
  const digits = digitsFor(flat.data);
  const shown = Array.from({ length: Math.min(count, mostMatrices) }, (_, i) => {
    const table = formatMatrix(flat.data.subarray(i * each, (i + 1) * each), shape, digits);
    return outer.length === 0 ? table : [`[${indexAt(i, outer).join(", ")}, :, :]`, ...table];
  });
  const rest = count > mostMatrices ? [`… ${count - mostMatrices} more`] : [];
  return [head, ...shown.flat(), ...rest].join("\n");
}

function formatMatrix(data: ArrayLike<number>, shape: readonly number[], digits: number): string[] {
  const [rows = 1, columns = 1] = shape;
  const [rowStep = 1] = rowMajor(shape);
  const pickedColumns = pickEnds(columns);
  const cells = pickEnds(rows).map((row) =>
    pickedColumns.map((column) =>
      row < 0 || column < 0
        ? "…"
        : formatNumber(data[row * rowStep + column] ?? Number.NaN, digits),
    ),
  );
  const widths = pickedColumns.map((_, at) =>
    Math.max(...cells.map((row) => row[at]?.length ?? 0)),
  );
  return cells.map((row) => ` ${row.map((cell, at) => cell.padStart(widths[at] ?? 0)).join("  ")}`);
}

/** Indices to show of an axis; −1 stands for the cut. */
function pickEnds(size: number): number[] {
  const all = Array.from({ length: size }, (_, i) => i);
  if (size <= longest) return all;
  return [...all.slice(0, longest / 2), -1, ...all.slice(-longest / 2)];
}

/** Decimals that the table needs: none for whole numbers, at most 4. */
function digitsFor(data: ArrayLike<number>): number {
  const exact = data instanceof Float32Array ? 1e-6 : 1e-9;
  let digits = 0;
  for (let i = 0; i < data.length && digits < 4; i += 1) {
    const value = data[i] ?? 0;
    if (!Number.isFinite(value)) continue;
    while (
      digits < 4 &&
      Math.abs(value - Number(value.toFixed(digits))) > exact * Math.abs(value)
    ) {
      digits += 1;
    }
  }
  return digits;
}

function formatNumber(value: number, digits: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  const plain = size === 0 || (size < 1e7 && size >= 0.5 * 10 ** -digits);
  return plain ? (value === 0 ? 0 : value).toFixed(digits) : value.toExponential(2);
}

/** Ranks that get a look of their own; an ndarray of higher rank prints as an object. */
const highestRank = 8;

/**
 * Gives every tensor of this library, views included, its look: in notebooks through `Symbol.for("Jupyter.display")`,
 * in `console.log` through Node's inspect symbol, in template strings through `toString`. ndarray makes one class per
 * type and rank, so the look goes onto those classes and costs nothing per tensor.
 */
function dressTensors(): void {
  for (const data of [new Float64Array(1), new Float32Array(1)]) {
    for (let rank = 0; rank <= highestRank; rank += 1) {
      const prototype: unknown = Object.getPrototypeOf(ndarray(data, Array<number>(rank).fill(1)));
      Object.defineProperties(prototype, {
        [Symbol.for("Jupyter.display")]: {
          configurable: true,
          value(this: Tensor) {
            return { "text/plain": formatTensor(this) };
          },
        },
        [Symbol.for("nodejs.util.inspect.custom")]: {
          configurable: true,
          value(this: Tensor) {
            return formatTensor(this);
          },
        },
        toString: {
          configurable: true,
          value(this: Tensor) {
            return formatTensor(this);
          },
        },
      });
    }
  }
}

dressTensors();
