// The reference as it stands: complete, and what `npm run docs` would write now.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { publicNames } from "../../docs/generate/door.ts";
import { reference } from "../../docs/generate/reference.ts";
import { root } from "../../kernel/install/node24.mjs";

const helpers = join(root, "kernel", "helpers");
const doors = readdirSync(helpers, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const all = doors.flatMap((door) =>
  publicNames(join(helpers, door, "index.ts")).map((entry) => ({ ...entry, door })),
);

test("every public name of the library says what it is", () => {
  expect(all.length).toBeGreaterThan(500);
  expect(all.filter(({ docstring }) => docstring === "").map(({ name }) => name)).toEqual([]);
});

test("every public function and class has an example, which another test runs", () => {
  const without = all.filter(
    ({ kind, docstring }) =>
      (kind === "function" || kind === "class") && !docstring.includes("@example"),
  );
  expect(without.map(({ door, name }) => `${door}: ${name}`)).toEqual([]);
});

test("docs/reference is what the sources say now (npm run docs)", () => {
  const folder = join(root, "docs", "reference");
  const pages = reference(root);
  expect(readdirSync(folder).toSorted()).toEqual([...pages.keys()].toSorted());
  for (const [name, text] of pages)
    expect(readFileSync(join(folder, name), "utf8") === text, `${name}: run npm run docs`).toBe(
      true,
    );
});
