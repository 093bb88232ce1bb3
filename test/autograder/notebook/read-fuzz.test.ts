import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { gradedCells, readNotebook, writeNotebook } from "../../../autograder/notebook/index.ts";
import { NotebookError } from "../../../kernel/core/index.ts";

const good = readFileSync(new URL("frozen/as-jupyter-writes.ipynb", import.meta.url), "utf8");
const runs = { numRuns: 400, seed: 20261121 };

/** True when reading gives a notebook that can be written and read again, or a NotebookError that names the file. */
function readsOrRefuses(content: Uint8Array | string): boolean {
  try {
    const notebook = readNotebook(content, { file: "some.ipynb" });
    gradedCells(notebook, "some.ipynb");
    const written = writeNotebook(notebook, "some.ipynb");
    const again = readNotebook(written, { file: "some.ipynb" });
    expect(writeNotebook(again, "some.ipynb")).toBe(written);
    return true;
  } catch (error) {
    if (error instanceof NotebookError) return error.message.startsWith("some.ipynb");
    throw error;
  }
}

test("no bytes make the reader throw anything but a NotebookError", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), readsOrRefuses), runs);
});

test("no JSON makes the reader throw anything but a NotebookError", () => {
  fc.assert(fc.property(fc.json(), readsOrRefuses), runs);
});

test("no damage to a good notebook makes the reader throw anything but a NotebookError", () => {
  const damage = fc.record({
    at: fc.nat(good.length),
    length: fc.nat(40),
    text: fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom('"', "{", "null", "[]", "5", ",")),
  });
  fc.assert(
    fc.property(damage, ({ at, length, text }) =>
      readsOrRefuses(good.slice(0, at) + text + good.slice(at + length)),
    ),
    runs,
  );
});

test("no value in any place of a good notebook makes the reader throw anything but a NotebookError", () => {
  const value = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom(null, {}, [], "code", "__proto__", -1, 1e308),
  );
  fc.assert(
    fc.property(fc.nat(5000), value, (step, put) => {
      const places: [Record<string, unknown>, string][] = [];
      const notebook = JSON.parse(good) as object;
      collectPlaces(notebook, places);
      const [owner, key] = places[step % places.length] ?? [{}, ""];
      owner[key] = put;
      return readsOrRefuses(JSON.stringify(notebook));
    }),
    runs,
  );
});

function collectPlaces(value: unknown, places: [Record<string, unknown>, string][]): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    places.push([value as Record<string, unknown>, key]);
    collectPlaces(item, places);
  }
}
