// Runs in each test process of `npm run rows`: writes down what each test that shows a row has called.
import { appendFileSync } from "node:fs";
import { afterEach, beforeEach } from "vitest";
import { takeHits } from "./break/hits.ts";
import { called } from "./runtime.ts";
import { rowsOfAll } from "./titles.ts";

// what ran while the files were loaded, tables and constants, belongs to every test
const loaded: Record<string, readonly number[]>[] = [];

beforeEach(() => {
  called.clear();
  const before = takeHits();
  if (Object.keys(before).length > 0) loaded.push(before);
});
afterEach(({ task }) => {
  const places = [...loaded, takeHits()];
  const traceFile = process.env["CONVLAB_ROWS_TRACE"];
  const titles = [task.name];
  for (let { suite } = task; suite; { suite } = suite) titles.unshift(suite.name);
  const shown = rowsOfAll(titles);
  if (traceFile === undefined || shown.length === 0) return;
  appendFileSync(traceFile, `${JSON.stringify({ rows: shown, functions: [...called], places })}\n`);
});
