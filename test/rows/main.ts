// `npm run rows [-- --break N --seed S]`: which rows of the syllabus the tests show, read from a run of these tests.
import { resolve } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { breakRows } from "./break.ts";
import { runRows } from "./run.ts";
import { rows } from "./syllabus/index.ts";
import { overview } from "./overview.ts";

const root = resolve(import.meta.dirname, "../..");
const { values } = parseArgs({
  options: { break: { type: "string" }, seed: { type: "string" }, json: { type: "boolean" } },
});
const count = Number(values.break ?? 0);
const seed = Number(values.seed ?? 1);
if (!Number.isSafeInteger(count) || count < 0 || !Number.isSafeInteger(seed)) {
  console.error(
    "usage: npm run rows [-- --break N [--seed S]] [--json]   (N rows, S a whole number)",
  );
  process.exit(2);
}
console.error("running the helper library's tests …");
const run = await runRows(root);
const failing = [...run.shown].filter(([, { failed }]) => failed.length > 0);
console.log(
  values.json === true
    ? JSON.stringify(Object.fromEntries(run.shown), undefined, 2)
    : overview(rows, run),
);
for (const file of run.brokenFiles) console.log(`could not be run: ${file}`);
let unnoticed = 0;
if (count > 0) console.log(`\nbreaking ${count} rows, seed ${seed}:`);
for await (const { row, name, failed } of breakRows(root, run, { count, seed })) {
  if (failed.length === 0) unnoticed += 1;
  console.log(
    failed.length > 0
      ? `  ${row.padEnd(4)} ${name}: ${failed.length} of its tests failed`
      : `  ${row.padEnd(4)} ${name}: NOTHING FAILED`,
  );
}
if (count > 0) console.log(`${count - unnoticed} of ${count} broken rows were noticed`);
process.exitCode = failing.length + run.brokenFiles.length + unnoticed > 0 ? 1 : 0;
