import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { gradedCells, readNotebook, writeNotebook } from "../../../autograder/notebook/index.ts";
import { NotebookError } from "../../../kernel/core/index.ts";

const good = readFileSync(new URL("frozen/as-jupyter-writes.ipynb", import.meta.url), "utf8");
const runs = { numRuns: 400, seed: 20261121 };

/** "fine" when reading gives a notebook that is written and read again unchanged, or a NotebookError naming the file. */
function outcomeOf(content: Uint8Array | string): unknown {
  try {
    const notebook = readNotebook(content, { file: "some.ipynb" });
    gradedCells(notebook, "some.ipynb");
    const written = writeNotebook(notebook, "some.ipynb");
    const again = writeNotebook(readNotebook(written, { file: "some.ipynb" }), "some.ipynb");
    return again === written ? "fine" : { written, again };
  } catch (error) {
    return error instanceof NotebookError && error.message.includes("some.ipynb") ? "fine" : error;
  }
}

test("no bytes make the reader throw anything but a NotebookError", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      expect(outcomeOf(bytes)).toBe("fine");
    }),
    runs,
  );
});

test("no JSON makes the reader throw anything but a NotebookError", () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(outcomeOf(text)).toBe("fine");
    }),
    runs,
  );
});

test("no damage to a good notebook makes the reader throw anything but a NotebookError", () => {
  const damage = fc.record({
    at: fc.nat(good.length),
    length: fc.nat(40),
    text: fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom('"', "{", "null", "[]", "5", ",")),
  });
  fc.assert(
    fc.property(damage, ({ at, length, text }) => {
      expect(outcomeOf(good.slice(0, at) + text + good.slice(at + length))).toBe("fine");
    }),
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
      expect(outcomeOf(JSON.stringify(notebook))).toBe("fine");
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
