// The list of wrong implementations is in order, and a sample of it is noticed; `npm run mutants` tries all.
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { mutants, mutated, outdated } from "./index.ts";
import { runMutant } from "./run.ts";

const root = resolve(import.meta.dirname, "../..");

test("there are at least 35 wrong implementations, each named once", () => {
  expect(mutants.length).toBeGreaterThanOrEqual(35);
  expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
});

test("every one still applies: its place stands exactly once in the library", () => {
  expect(outdated(root).map(({ name, file }) => `${name}: ${file}`)).toEqual([]);
  const [one] = mutants;
  expect(one && mutated(one.find + one.find, one)).toBeUndefined();
});

const sample = [
  "overlapping windows assign their gradient instead of adding it",
  "cross-entropy's gradient forgets 1/N",
  "the SIMD gradient by the filters steps one pixel whatever the stride",
];

test.each(sample)("a test notices that %s", { timeout: 180_000 }, async (name) => {
  const tests = mutants.find((one) => one.name === name)?.tests ?? [];
  expect(await runMutant(root, { name, tests })).toMatchObject({ fate: "killed" });
});

test("the right library survives the same tests", { timeout: 180_000 }, async () => {
  const tests = ["backprop/activations-and-losses.test.ts"];
  expect(await runMutant(root, { name: "", tests })).toEqual({ fate: "survived", by: "" });
});
