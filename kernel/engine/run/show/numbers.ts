// Tensors, typed arrays and nested arrays of numbers as a short aligned table, the middle of long axes left out.
//
//   float32 [2, 3]
//   [[1.0000, 2.5000, 3.0000],
//    [4.0000, 5.0000, 6.0000]]

/** Numbers with a shape, whatever held them. */
interface Numbers {
  readonly kind: string;
  readonly shape: readonly number[];
  readonly at: (index: readonly number[]) => number | bigint;
}

const longestAxis = 8;
const shownEdge = 3;

/** The table of a value that is numbers all through; undefined for any other value. */
export function numberTable(value: object): string | undefined {
  const numbers = ofArray(value) ?? ofTensor(value) ?? ofNested(value);
  if (numbers === undefined) return undefined;
  const title = `${numbers.kind} [${numbers.shape.join(", ")}]`;
  if (numbers.shape.some((size) => size === 0)) return title;
  const cells = collect(numbers, [], 0);
  const format = formatOf(flatten(cells));
  return `${title}\n${layOut(cells, format, 0)}`;
}

function ofArray(value: object): Numbers | undefined {
  if (!ArrayBuffer.isView(value) || value instanceof DataView || Buffer.isBuffer(value))
    return undefined;
  const array = value as Float64Array;
  const kind = value.constructor.name;
  return { kind, shape: [array.length], at: ([index = 0]) => array[index] ?? Number.NaN };
}

/** Kind and shape of a tensor, a typed array or nested arrays of numbers; undefined for any other value. */
export function shapeOf(
  value: object,
): { kind: string; shape: readonly number[]; isTensor: boolean } | undefined {
  const tensor = ofTensor(value);
  const numbers = tensor ?? ofArray(value) ?? ofNested(value);
  return numbers && { kind: numbers.kind, shape: numbers.shape, isTensor: tensor !== undefined };
}

/** An ndarray, by its form: shape, stride, offset, data. */
function ofTensor(value: object): Numbers | undefined {
  const { shape, stride, offset, data } = value as Record<string, unknown>;
  if (!isSizes(shape) || !isSizes(stride) || typeof offset !== "number") return undefined;
  if (shape.length !== stride.length || !ArrayBuffer.isView(data) || data instanceof DataView)
    return undefined;
  const flat = data as Float64Array;
  const kind = data.constructor.name.replace(/Array$/u, "").toLowerCase();
  return {
    kind,
    shape,
    at: (index) =>
      flat[index.reduce((sum, each, axis) => sum + each * (stride[axis] ?? 0), offset)] ??
      Number.NaN,
  };
}

/** Two or more levels of plain arrays, all of one length at each level. */
function ofNested(value: object): Numbers | undefined {
  if (!Array.isArray(value) || !Array.isArray(value[0])) return undefined;
  const shape: number[] = [];
  for (let level: unknown = value; Array.isArray(level); level = level[0]) shape.push(level.length);
  if (shape.includes(0) || !fits(value, shape, 0)) return undefined;
  return {
    kind: "number[]".padEnd(6 + 2 * shape.length, "[]"),
    shape,
    at: (index) =>
      index.reduce<unknown>((level, each) => (level as unknown[])[each], value) as number,
  };
}

function fits(value: unknown, shape: readonly number[], axis: number): boolean {
  if (axis === shape.length) return typeof value === "number";
  return (
    Array.isArray(value) &&
    value.length === shape[axis] &&
    value.every((item) => fits(item, shape, axis + 1))
  );
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isInteger(size));
}

/** Nested texts of the shown numbers; undefined stands for what was left out. */
type Cells = number | bigint | undefined | readonly Cells[];

function collect(numbers: Numbers, index: readonly number[], axis: number): Cells {
  const size = numbers.shape[axis];
  if (size === undefined) return numbers.at(index);
  if (size <= longestAxis)
    return Array.from({ length: size }, (_, each) => collect(numbers, [...index, each], axis + 1));
  const head = Array.from({ length: shownEdge }, (_, each) => each);
  const part = (each: number): Cells => collect(numbers, [...index, each], axis + 1);
  return [...head.map(part), undefined, ...head.map((each) => part(size - shownEdge + each))];
}

function flatten(cells: Cells): (number | bigint)[] {
  if (cells === undefined) return [];
  return typeof cells === "object" ? cells.flatMap(flatten) : [cells];
}

function formatOf(values: readonly (number | bigint)[]): (value: number | bigint) => string {
  const finite = values.filter((value) => typeof value === "bigint" || Number.isFinite(value));
  const whole = finite.every((value) => typeof value === "bigint" || Number.isInteger(value));
  const sizes = finite.map((value) => Math.abs(Number(value)));
  const largest = Math.max(0, ...sizes);
  const smallest = Math.min(...sizes.filter((size) => size > 0), largest);
  const write = (value: number | bigint): string => {
    if (Object.is(value, -0)) return "-0";
    if (typeof value === "bigint" || !Number.isFinite(value)) return String(value);
    if (whole && largest < 1e15) return String(value);
    if (largest >= 1e6 || (smallest > 0 && smallest < 1e-4)) return value.toExponential(4);
    return value.toFixed(4);
  };
  const width = Math.max(0, ...values.map((value) => write(value).length));
  return (value) => write(value).padStart(width);
}

function layOut(cells: Cells, format: (value: number | bigint) => string, depth: number): string {
  if (cells === undefined) return "…";
  if (typeof cells !== "object") return format(cells);
  const parts = cells.map((cell) => layOut(cell, format, depth + 1));
  const isRow = cells.every((cell) => typeof cell !== "object");
  return `[${parts.join(isRow ? ", " : `,\n${" ".repeat(depth + 1)}`)}]`;
}
