// Every `@example` of the library's docstrings is run; what stands behind its `//` is what it gives.
import * as tf from "@tensorflow/tfjs";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

const helpers = resolve(import.meta.dirname, "../../kernel/helpers");

interface Example {
  readonly file: string;
  readonly code: string;
  /** What it gives; undefined where words stand in its place, or nothing. */
  readonly gives: string | undefined;
}

function examplesIn(file: string): Example[] {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(/^(?: \*|\/\*\*).*?@example (.+?)(?:\s*\*\/)?$/gm)].map(
    ([, line = ""]) => {
      const [code = "", comment] = line.split(/\s+\/\/ /);
      return { file: relative(helpers, file), code, gives: comment && valueOf(comment) };
    },
  );
}

/** `5·5·3·10 + 10 = 760` gives 760; words, as in `a whole number from 0 to 9`, are no value. */
function valueOf(comment: string): string | undefined {
  const value = (comment.split(" = ").at(-1) ?? "")
    .replaceAll(/(?<=\d),(?=\d{3})/g, "")
    .replace(/^(-?[\d.]+): .*$/, "$1")
    .replaceAll(/-0(?![.\d])/g, "0");
  return /^(-?\d|\[|\{|"|true$|false$|(Float64|Float32)Array )/.test(value) ? value : undefined;
}

/** A value as docstrings write it. */
function write(value: unknown): string {
  if (ArrayBuffer.isView(value)) {
    return `${value.constructor.name} ${write([...(value as Float64Array)])}`;
  }
  if (Array.isArray(value)) return `[${value.map(write).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const parts = Object.entries(value).map(([key, part]) => `${key}: ${write(part)}`);
    return `{ ${parts.join(", ")} }`;
  }
  // 0.30000000000000004 stands as 0.3, and −0 as 0
  if (typeof value === "number") return String(Number(value.toPrecision(12)));
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

const files = readdirSync(helpers, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts"))
  .map((path) => join(helpers, path));
const doors = readdirSync(helpers, { withFileTypes: true }).filter(
  (entry) => entry.isDirectory() && files.includes(join(helpers, entry.name, "index.ts")),
);
const exportsOf = new Map<string, Record<string, unknown>>();
for (const { name } of doors) {
  const module: unknown = await import(join(helpers, name, "index.ts"));
  exportsOf.set(name, module as Record<string, unknown>);
}

/** What an example may use: the names of its own door, and below them those of all others. */
function namesFor(file: string): Record<string, unknown> {
  const own = exportsOf.get(file.split("/")[0] ?? "");
  return Object.assign({ tf }, ...exportsOf.values(), exportsOf.get("tensor"), own) as Record<
    string,
    unknown
  >;
}

const examples = files.flatMap(examplesIn);

/** `const a = f(); g(a)` gives g(a). */
function body(code: string): string {
  const last = code.startsWith("const ") ? code.lastIndexOf("; ") + 1 : 0;
  return `${code.slice(0, last)} return (${code.slice(last)});`;
}

test("the library is full of examples", () => {
  expect(examples.length).toBeGreaterThan(60);
});

test.each(examples.map((example) => [`${example.file}: ${example.code}`, example] as const))(
  "%s",
  async (_, { file, code, gives }) => {
    const names = namesFor(file);
    // oxlint-disable-next-line typescript/no-implied-eval -- the examples are the library's own text
    const run: unknown = new Function(
      ...Object.keys(names),
      `return (async () => {${body(code)}})()`,
    );
    const value: unknown = await (run as (...args: unknown[]) => unknown)(...Object.values(names));
    expect(gives === undefined ? undefined : write(value)).toBe(gives);
  },
);
