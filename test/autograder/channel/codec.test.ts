import fc from "fast-check";
import ndarray from "ndarray";
import { expect, test } from "vitest";
import {
  ChannelError,
  Opaque,
  decode,
  encode,
  writeView,
} from "../../../autograder/sandbox/channel/index.ts";

const through = (value: unknown): unknown => decode(encode(value));
const faultOf = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    if (error instanceof ChannelError) return error.code;
    throw error;
  }
  return "none";
};

test("NaN, −0, infinities, undefined, null, bigint and half surrogates survive", () => {
  for (const value of [
    Number.NaN,
    -0,
    0,
    Infinity,
    -Infinity,
    undefined,
    null,
    true,
    false,
    12n,
    -3n,
  ]) {
    expect(Object.is(through(value), value), String(value)).toBe(true);
  }
  expect(through("a\u0000é𝒙\ud800")).toBe("a\u0000é𝒙\ud800");
});

test("any nesting of lists, records, Maps and Sets survives", () => {
  const leaf = fc.oneof(
    fc.double(),
    fc.string(),
    fc.boolean(),
    fc.constant(undefined),
    fc.bigInt(),
  );
  const tree = fc.letrec((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie("node")),
      fc.dictionary(fc.string(), tie("node"), { noNullPrototype: true }),
      fc.array(fc.tuple(fc.string(), tie("node"))).map((entries) => new Map(entries)),
      fc.array(leaf).map((items) => new Set(items)),
    ),
  })).node;
  fc.assert(
    fc.property(tree, (value) => {
      expect(through(value)).toEqual(value);
    }),
    { seed: 3, numRuns: 300 },
  );
});

test("typed arrays keep their kind and their part of a buffer", () => {
  const part = new Int16Array([9, 1, 2, 9]).subarray(1, 3);
  expect(through(part)).toEqual(Int16Array.of(1, 2));
  expect(through(BigInt64Array.of(5n))).toEqual(BigInt64Array.of(5n));
  expect(through(new Float32Array(0))).toEqual(new Float32Array(0));
});

test("a tensor view arrives row-major with offset 0", () => {
  const grid = ndarray(Float64Array.of(1, 2, 3, 4, 5, 6), [2, 3]);
  // columns become rows, then every second one from the back
  const seen = through(grid.transpose(1, 0).step(-2, 1)) as ndarray.NdArray<Float64Array>;
  expect([seen.shape, seen.offset, [...seen.data]]).toEqual([[2, 2], 0, [3, 6, 1, 4]]);
  const single = through({
    shape: [2],
    data: Float32Array.of(1.5, 2),
  }) as ndarray.NdArray<Float32Array>;
  expect(single.data).toEqual(Float32Array.of(1.5, 2));
});

test("a tensor marked as a view keeps strides and offset", () => {
  const grid = ndarray(Float64Array.of(1, 2, 3, 4, 5, 6), [2, 3])
    .transpose(1, 0)
    .lo(1, 0);
  const bytes = encode({}, (_value, writer) => writeView(grid, writer));
  const seen = decode(bytes) as ndarray.NdArray<Float64Array>;
  expect([seen.shape, seen.stride, seen.offset]).toEqual([[2, 2], [1, 3], 1]);
  expect(seen.get(1, 1)).toBe(6);
});

test("a record with shape and data that do not fit stays a record", () => {
  const odd = { shape: [5], data: Float64Array.of(1, 2) };
  expect(through(odd)).toEqual(odd);
});

test("getters, proxies and cycles are refused, wherever they hide", () => {
  const getter = {
    get x() {
      return 1;
    },
  };
  const cycle: { self?: unknown } = {};
  cycle.self = cycle;
  const proxied = new Proxy([1, 2], {});
  expect(faultOf(() => encode(getter))).toBe("VALUE_NOT_PLAIN");
  expect(faultOf(() => encode([[getter]]))).toBe("VALUE_NOT_PLAIN");
  expect(faultOf(() => encode({ a: proxied }))).toBe("VALUE_NOT_PLAIN");
  expect(faultOf(() => encode({ shape: proxied, data: Float64Array.of(1, 2) }))).toBe(
    "VALUE_NOT_PLAIN",
  );
  expect(faultOf(() => encode(cycle))).toBe("VALUE_TOO_DEEP");
  expect(faultOf(() => encode(new Map([[1, cycle]])))).toBe("VALUE_TOO_DEEP");
});

test("own data properties are read once each, and no code of the object runs", () => {
  let ran = 0;
  const spy = () => (ran += 1);
  class Loud {
    plain = 1;
    get loud() {
      return spy();
    }
    toJSON() {
      return spy();
    }
    then() {
      return spy();
    }
    [Symbol.toPrimitive]() {
      return spy();
    }
    [Symbol.iterator]() {
      return spy();
    }
  }
  expect(through(new Loud())).toEqual({ plain: 1 });
  expect(ran).toBe(0);
});

test("a thenable arrives as data that cannot be awaited", async () => {
  const seen = (await through({ then: () => 1, value: 2 })) as { then: unknown; value: number };
  expect(seen.value).toBe(2);
  expect(seen.then).toBeInstanceOf(Opaque);
});

test("__proto__ arrives as a field, not as a prototype", () => {
  const bytes = encode(JSON.parse('{"__proto__": {"polluted": true}}'));
  const seen = decode(bytes) as object;
  expect(Object.getPrototypeOf(seen)).toBe(Object.prototype);
  expect(Object.keys(seen)).toEqual(["__proto__"]);
});

test("changed built-in prototypes change nothing", () => {
  const value = {
    list: [1, [2, { x: 3 }]],
    map: new Map([["k", [1]]]),
    tensor: Float64Array.of(1, 2),
  };
  const expected = encode(value);
  const kept = Object.getOwnPropertyDescriptors(Array.prototype);
  const iterator = Array.prototype[Symbol.iterator];
  const forEach = Map.prototype.forEach;
  let seen: Uint8Array;
  let back: unknown;
  try {
    for (const name of Object.keys(kept)) {
      if (name !== "length")
        Object.defineProperty(Array.prototype, name, {
          value: undefined,
          configurable: true,
          writable: true,
        });
    }
    Array.prototype[Symbol.iterator] = undefined as never;
    Map.prototype.forEach = undefined as never;
    Object.defineProperty(Array.prototype, "0", { configurable: true, set: () => undefined });
    Object.defineProperty(Object.prototype, "list", { configurable: true, set: () => undefined });
    seen = encode(value);
    back = decode(seen);
  } finally {
    Object.defineProperties(Array.prototype, kept as unknown as PropertyDescriptorMap);
    Array.prototype[Symbol.iterator] = iterator;
    Map.prototype.forEach = forEach;
    delete (Array.prototype as unknown as Record<string, unknown>)["0"];
    delete (Object.prototype as Record<string, unknown>)["list"];
  }
  expect(seen).toEqual(expected);
  expect(back).toEqual(value);
});

test("cut, padded or random bytes are refused as malformed, whatever they say", () => {
  const whole = encode({ a: [1, "two", Float64Array.of(3)], b: new Map([[1, 2]]) });
  for (let length = 0; length < whole.length; length += 1) {
    expect(faultOf(() => decode(whole.subarray(0, length)))).toBe("VALUE_MALFORMED");
  }
  expect(faultOf(() => decode(Buffer.concat([whole, Buffer.of(0)])))).toBe("VALUE_MALFORMED");
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      expect(["none", "VALUE_MALFORMED", "VALUE_TOO_DEEP", "VALUE_TOO_LARGE"]).toContain(
        faultOf(() => decode(bytes)),
      );
    }),
    { seed: 5, numRuns: 2000 },
  );
});

test("a list that claims a billion items costs nothing", () => {
  const bytes = Buffer.alloc(5);
  bytes.writeUInt8(7, 0); // a list …
  bytes.writeUInt32LE(1_000_000_000, 1); // … of a billion items
  expect(faultOf(() => decode(bytes))).toBe("VALUE_MALFORMED");
});

test("data deeper than 64 levels or larger than a frame is refused on the way out", () => {
  let deep: unknown = 0;
  for (let level = 0; level < 65; level += 1) deep = [deep];
  expect(faultOf(() => encode(deep))).toBe("none");
  expect(faultOf(() => encode([deep]))).toBe("VALUE_TOO_DEEP");
  expect(faultOf(() => encode(new Uint8Array(33 * 1024 * 1024)))).toBe("VALUE_TOO_LARGE");
  expect(faultOf(() => encode({ length: 1, list: new Array(5_000_000) }))).toBe("VALUE_TOO_LARGE");
});

test("functions, promises and dates stand as opaque things that equal nothing", () => {
  const seen = through([() => 1, Promise.resolve(1), new Date(0), Symbol("s")]) as Opaque[];
  expect(seen.map((item) => item instanceof Opaque && item.description)).toEqual([
    "function",
    "promise",
    "Date",
    "symbol",
  ]);
});
