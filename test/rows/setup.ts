// Runs in each test process of `npm run rows`: writes down what each test that shows a row has called.
import { appendFileSync } from "node:fs";
import { afterEach, beforeEach } from "vitest";
import { called } from "./runtime.ts";
import { rowsOfAll } from "./titles.ts";

beforeEach(() => called.clear());
afterEach(({ task }) => {
  const traceFile = process.env["CONVLAB_ROWS_TRACE"];
  const titles = [task.name];
  for (let { suite } = task; suite; { suite } = suite) titles.unshift(suite.name);
  const shown = rowsOfAll(titles);
  if (traceFile === undefined || shown.length === 0) return;
  appendFileSync(traceFile, `${JSON.stringify({ rows: shown, functions: [...called] })}\n`);
});
