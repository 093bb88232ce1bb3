// `npm run rows [-- --break N|all --seed S --rows C1,C2 --way code|result]`: which rows of the syllabus the tests show,
// read from a run of these tests, and whether they notice when a row's code is broken.
import { resolve } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { breakable, breakRows, drawRows } from "./break/break-rows.ts";
import { runRows } from "./run.ts";
import { rows } from "./syllabus/index.ts";
import { overview } from "./overview.ts";

const usage = `usage: npm run rows [-- --break N|all] [--seed S] [--rows C1,C2] [--way code|result] [--json]
  --break N  break N of the rows, drawn by seed, one at a time (all: every row) and say whether their tests notice
  --seed S   another seed draws other rows and other mistakes (default 1)
  --rows     only these rows: all of them are broken, unless --break says how many
  --way      code: one mistake at a place of the code that the row's tests come through (default);
             result: every number that the row's function gives back a little off`;
const root = resolve(import.meta.dirname, "../..");
const { values } = parseArgs({
  options: {
    break: { type: "string" },
    seed: { type: "string", default: "1" },
    rows: { type: "string" },
    way: { type: "string", default: "code" },
    json: { type: "boolean" },
  },
});
const only = values.rows?.split(",").filter(Boolean);
const asked = values.break ?? (only ? "all" : "0");
const count = asked === "all" ? Infinity : Number(asked);
const seed = Number(values.seed);
const { way } = values;
const unknown = (only ?? []).filter((row) => !(row in rows));
if (
  !(count === Infinity || Number.isSafeInteger(count)) ||
  count < 0 ||
  !Number.isSafeInteger(seed) ||
  (way !== "code" && way !== "result") ||
  unknown.length > 0
) {
  if (unknown.length > 0) console.error(`no row of the syllabus: ${unknown.join(", ")}`);
  console.error(usage);
  process.exit(2);
}
console.error("running the helper library's tests …");
const run = await runRows(root);
const failing = [...run.shown].filter(([, { failed }]) => failed.length > 0);
if (!only)
  console.log(
    values.json === true
      ? JSON.stringify(Object.fromEntries(run.shown), undefined, 2)
      : overview(rows, run),
  );
for (const file of run.brokenFiles) console.log(`could not be run: ${file}`);
const able = breakable(run).filter((row) => only?.includes(row) ?? true);
const drawn = drawRows(able, count, seed);
for (const row of only?.filter((one) => !able.includes(one)) ?? [])
  console.log(`  ${row.padEnd(4)} nothing to break: no test of it calls a function of the library`);
let unnoticed = 0;
if (drawn.length > 0) console.log(`\nbreaking ${drawn.length} rows, seed ${seed}:`);
for await (const { row, name, failed } of breakRows(root, run, { rows: drawn, seed, way })) {
  if (failed.length === 0) unnoticed += 1;
  const result = failed.length > 0 ? `${failed.length} of its tests failed` : "NOTHING FAILED";
  console.log(`  ${row.padEnd(4)} ${result}: ${name}`);
}
if (drawn.length > 0)
  console.log(`${drawn.length - unnoticed} of ${drawn.length} broken rows were noticed`);
process.exitCode = failing.length + run.brokenFiles.length + unnoticed > 0 ? 1 : 0;
