// Whatever is wrong with an argument is refused before any work, in words that say what was given and how to mend it.
import ndarray from "ndarray";
import { expect, test } from "vitest";
import { CourseError } from "../../../kernel/core/index.ts";
import * as backprop from "../../../kernel/helpers/backprop/index.ts";
import * as ops from "../../../kernel/helpers/ops/index.ts";
import {
  contiguous,
  isTensor,
  reshape,
  toNested,
  wrap,
  type Tensor,
} from "../../../kernel/helpers/tensor/index.ts";
import { backpropCalls, backpropParts, opsCalls, opsParts, type Call } from "./calls.ts";

// a new function wants a right call of it in calls.ts, with what may be wrong; a piece for other doors stands in the parts
test("every public function of ops and backprop stands in the table", () => {
  expect([...Object.keys(opsCalls), ...opsParts].toSorted()).toEqual(Object.keys(ops).toSorted());
  expect([...Object.keys(backpropCalls), ...backpropParts].toSorted()).toEqual(
    Object.keys(backprop).toSorted(),
  );
});

const calls = Object.entries({ ...opsCalls, ...backpropCalls });
const run = ({ run: call }: Call, args: readonly unknown[]): unknown => call(...(args as never[]));

/** What an error lacks of given, expected and how to mend it; "" for a good one. */
function faultOf(call: Call, args: readonly unknown[]): string {
  try {
    run(call, args);
  } catch (error) {
    if (!(error instanceof CourseError)) return `threw ${String(error)}`;
    const missing = (["code", "given", "expected", "fix"] as const).filter(
      (part) => (error[part] ?? "") === "" || /undefined|\[object/.test(error[part] ?? ""),
    );
    return missing.length === 0 ? "" : `${error.code} lacks a good ${missing.join(", ")}: ${error.message}`;
  }
  return "was not refused";
} // prettier-ignore

/** Wrong things in a tensor's place. */
function wrongTensors(t: Tensor, { anyRank, anyEmpty }: Call): Record<string, unknown> {
  return {
    "a text": "image",
    nothing: null,
    "an object": { shape: t.shape, data: t.data },
    "whole numbers": ndarray(new Int32Array(t.size), [...t.shape]),
    "lists of different length": [[1, 2], [3]],
    "texts in lists": [["1"]],
    ...(anyRank ? {} : { "one axis more": reshape(t, [1, ...t.shape]) }),
    ...(anyEmpty ? {} : { "an empty batch": wrap(new Float64Array(0), [0, ...t.shape.slice(1)]) }),
  };
}

test.each(calls)("%s refuses what is no tensor, wrong ranks and empty batches", (_, call) => {
  const faults = call.args.flatMap((value, at) =>
    isTensor(value)
      ? Object.entries(wrongTensors(value, call)).map(([what, wrong]) => {
          const fault = faultOf(call, call.args.with(at, wrong));
          return fault === "" ? "" : `${what} as argument ${at}: ${fault}`;
        })
      : [],
  );
  expect(faults.filter((fault) => fault !== "")).toEqual([]);
});

const withBad = calls.filter(([, { bad = [] }]) => bad.length > 0);

test.each(withBad)("%s refuses sizes, options and numbers that mean nothing", (_, call) => {
  const faults = (call.bad ?? []).map(([at, value]) => {
    const padded = [...call.args, ...Array<undefined>(Math.max(0, at + 1 - call.args.length))];
    const fault = faultOf(call, padded.with(at, value));
    return fault === "" ? "" : `argument ${at} = ${JSON.stringify(value)}: ${fault}`;
  });
  expect(faults.filter((fault) => fault !== "")).toEqual([]);
});

/** A view that shows the same numbers, stored in another order and with others around them. */
function asView(t: Tensor): Tensor {
  const rank = t.shape.length;
  if (rank === 0) return t;
  const order = [...t.shape.keys()].toReversed();
  const turned = contiguous(t.transpose(...order));
  const around = wrap(new Float64Array(turned.size + 3).fill(Number.NaN), [turned.size + 3]);
  around.data.set(turned.data, 3);
  const view = ndarray(around.data as Float64Array, [...turned.shape], [...turned.stride], 3);
  return view.transpose(...order) as Tensor;
}

/** Results as plain data; functions that hold random state are left out by the caller. */
function plainData(value: unknown): unknown {
  if (isTensor(value)) return toNested(value);
  if (Array.isArray(value)) return value.map(plainData);
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(
    Object.entries(value).filter(([, part]) => typeof part !== "function" && !isCache(part)).map(([key, part]) => [key, plainData(part)]),
  );
} // prettier-ignore
const isCache = (part: unknown): boolean =>
  typeof part === "object" && part !== null && "partition" in part;

test.each(calls.filter(([, { args }]) => args.some(isTensor)))(
  "%s reads views as they are seen, and changes no argument",
  (_, call) => {
    // random functions carry their generator: a fresh one for each call
    const fresh = (args: readonly unknown[]): unknown[] =>
      args.map((value) => (value instanceof Object && "uniform" in value ? undefined : value));
    const before = call.args.filter(isTensor).map((t) => toNested(t));
    const known = plainData(run(call, fresh(call.args)));
    const views = call.args.map((value) => (isTensor(value) ? asView(value) : value));
    expect(plainData(run(call, fresh(views)))).toEqual(known);
    expect(call.args.filter(isTensor).map((t) => toNested(t))).toEqual(before);
  },
);
