// `expect(value)`: says what a value must be; a failure names the call, the first differing index, got and expected.
import { compareTensors, compareValues, float32Tolerance, float64Tolerance } from "./compare.ts";
import type { Difference } from "./compare.ts";
import { ExpectationFailure } from "./failure.ts";
import type { Row } from "./failure.ts";
import { formatPath, formatValue } from "./format.ts";
import { describeKind, isTensorRecord, readTensor } from "./tensors.ts";
import type { FlatTensor, TensorLike } from "./tensors.ts";

/** A wrong value that a known misunderstanding gives, and what to tell whoever got it. */
export interface KnownMistake {
  readonly gives: unknown;
  readonly hint: string;
}

/** How numbers are compared. */
export interface CompareOptions {
  /** Largest |got − expected| / max(1, |expected|); default 1e-9, or 1e-5 where a side is in 32-bit floats. */
  readonly tolerance?: number;
  /** Shown, also for a hidden test, when the value is exactly what a known mistake gives. */
  readonly mistakes?: readonly KnownMistake[];
}

/** What can be said about a value; every method throws ExpectationFailure when it is not so. */
export interface Expectation<Result = void> {
  /** Same shape and values; views, nested lists and typed arrays count by what they hold. */
  toEqualTensor(expected: TensorLike, options?: CompareOptions): Result;
  /** A number, or records and lists of numbers, within the tolerance. */
  toBeCloseTo(expected: unknown, options?: CompareOptions): Result;
  /** Deeply and exactly the same; NaN equals NaN, 0 equals −0. */
  toEqual(expected: unknown, options?: Pick<CompareOptions, "mistakes">): Result;
  /** The very same number, text, boolean or undefined (Object.is). */
  toBe(expected: unknown): Result;
  toHaveShape(expected: readonly number[]): Result;
  toBeLessThan(limit: number): Result;
  toBeGreaterThan(limit: number): Result;
  /** `promise` finishes the sentence "expected …", for example "an odd number". */
  toSatisfy(claim: (value: unknown) => boolean, promise: string): Result;
}

/** Makes the expectations about one value; `origin` is the call it came from, if known. */
export function expectValue(got: unknown, origin: string | undefined): Expectation {
  const fail = (what: string, rows: readonly Row[], hint?: string): never => {
    throw new ExpectationFailure(origin ? `${origin} ${what}` : `the value ${what}`, rows, hint);
  };
  const report = (found: Difference | undefined, expected: unknown, options: Comparison): void => {
    if (!found) return;
    const known = options.mistakes?.find(({ gives }) => matches(got, gives, options.tolerance));
    fail(sentence(found), rowsOf(found, got, expected, options.tolerance), known?.hint);
  };
  const mustBeNumber = (expected: string): number =>
    typeof got === "number"
      ? got
      : fail("did not give a number", [
          ["got", `${formatValue(got)} (${describeKind(got)})`],
          ["expected", expected],
        ]);
  return {
    toEqualTensor(expected, options = {}) {
      const right = mustReadExpected(expected);
      const left = readTensor(got);
      if ("fault" in left) {
        const rows: Row[] = [
          ["got", isTensorRecord(got) ? left.fault : `${formatValue(got)} (${left.fault})`],
          ["expected", `a tensor of shape [${right.shape.join(", ")}]`],
        ];
        const noReturn = "does every way through the function end with return?";
        fail("did not give a tensor", rows, got === undefined ? noReturn : undefined);
        return;
      }
      const tolerance = options.tolerance ?? toleranceFor(left, right);
      report(compareTensors(left, right, tolerance), expected, { ...options, tolerance });
    },
    toBeCloseTo(expected, options = {}) {
      const tolerance = options.tolerance ?? float64Tolerance;
      report(compareValues(got, expected, tolerance), expected, { ...options, tolerance });
    },
    toEqual(expected, options = {}) {
      report(compareValues(got, expected, 0), expected, { ...options, tolerance: 0 });
    },
    toBe(expected) {
      if (!Object.is(got, expected)) {
        report({ path: [], got, expected, about: "value" }, expected, { tolerance: 0 });
      }
    },
    toHaveShape(expected) {
      const flat = readTensor(got);
      const shape = "fault" in flat ? undefined : flat.shape;
      if (shape?.join() === expected.join()) return;
      fail("gave another shape", [
        ["got", shape ? `[${shape.join(", ")}]` : `${formatValue(got)} (${describeKind(got)})`],
        ["expected", `[${expected.join(", ")}]`],
      ]);
    },
    toBeLessThan(limit) {
      const value = mustBeNumber(`less than ${limit}`);
      if (!(value < limit)) fail("is too large", bounds(value, `less than ${limit}`));
    },
    toBeGreaterThan(limit) {
      const value = mustBeNumber(`greater than ${limit}`);
      if (!(value > limit)) fail("is too small", bounds(value, `greater than ${limit}`));
    },
    toSatisfy(claim, promise) {
      if (!claim(got)) fail(`is not ${promise}`, [["got", formatValue(got)]]);
    },
  };
}

type Comparison = CompareOptions & { readonly tolerance: number };

const bounds = (got: number, expected: string): readonly Row[] => [
  ["got", formatValue(got)],
  ["expected", expected],
];

function mustReadExpected(expected: unknown): FlatTensor {
  const flat = readTensor(expected);
  if ("fault" in flat) throw new TypeError(`toEqualTensor: what is expected is ${flat.fault}`);
  return flat;
}

const toleranceFor = (left: FlatTensor, right: FlatTensor): number =>
  left.single || right.single ? float32Tolerance : float64Tolerance;

function matches(got: unknown, gives: unknown, tolerance: number): boolean {
  const left = readTensor(got);
  const right = readTensor(gives);
  return "fault" in left || "fault" in right
    ? compareValues(got, gives, tolerance) === undefined
    : compareTensors(left, right, tolerance) === undefined;
}

function sentence({ about, path }: Difference): string {
  const at = path.length ? ` at ${formatPath(path)}` : "";
  switch (about) {
    case "shape":
      return `gave another shape${at}`;
    case "keys":
      return `gave other names${at}`;
    case "length":
      return `gave a list of another length${at}`;
    case "kind":
      return `gave another kind of value${at}`;
    case "value":
      return path.length ? `first differs${at}` : "gave another value";
  }
}

function rowsOf(found: Difference, got: unknown, expected: unknown, tolerance: number): Row[] {
  const whole = found.path.length > 0 || found.about === "shape";
  const kind = found.about === "kind";
  return [
    ["got", formatValue(found.got) + (kind ? ` (${describeKind(found.got)})` : "")],
    ["expected", formatValue(found.expected) + (kind ? ` (${describeKind(found.expected)})` : "")],
    [
      "tolerance",
      tolerance > 0 && found.about === "value" ? `${tolerance} · max(1, |expected|)` : undefined,
    ],
    ["differ", found.count === undefined ? undefined : `${found.count} of ${found.total} values`],
    ["in all", whole ? `got ${formatValue(got)}\nexpected ${formatValue(expected)}` : undefined],
  ];
}
