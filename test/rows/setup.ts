// Runs in each test process of `npm run rows`: writes down what each test that shows a row has called.
import { appendFileSync } from "node:fs";
import { afterEach, beforeEach } from "vitest";
import { called } from "./runtime.ts";
import { rowsOf } from "./titles.ts";

beforeEach(() => called.clear());
afterEach(({ task }) => {
  const traceFile = process.env["CONVLAB_ROWS_TRACE"];
  const shown = rowsOf(task.name);
  if (traceFile === undefined || shown.length === 0) return;
  appendFileSync(traceFile, `${JSON.stringify({ rows: shown, functions: [...called] })}\n`);
});
