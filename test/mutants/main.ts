// `npm run mutants [-- PART_OF_A_NAME]`: every wrong implementation, one after the other, and the test that notices it.
import { resolve } from "node:path";
import process from "node:process";
import { mutants, outdated } from "./index.ts";
import { runMutant } from "./run.ts";

const root = resolve(import.meta.dirname, "../..");
const wanted = process.argv.slice(2).join(" ").toLowerCase();
const chosen = mutants.filter(({ name }) => name.toLowerCase().includes(wanted));
const gone = outdated(root);
for (const { name, file } of gone) console.log(`NO LONGER APPLIES  ${name} (${file})`);

console.log("the library as it is …");
const all = [...new Set(chosen.flatMap(({ tests }) => tests))];
const right = await runMutant(root, { name: "", tests: all });
if (right.fate !== "survived") {
  console.log(`its own tests do not pass: ${right.by}`);
  process.exit(1);
}
const queue = chosen.filter((mutant) => !gone.includes(mutant));
let killed = 0;
let bad = gone.length;
async function work(): Promise<void> {
  for (let mutant = queue.shift(); mutant !== undefined; mutant = queue.shift()) {
    const { fate, by } = await runMutant(root, mutant);
    if (fate === "killed") killed += 1;
    else bad += 1;
    console.log(`${fate === "killed" ? "killed  " : fate.toUpperCase()}  ${mutant.name}`);
    console.log(`            ${by}`);
  }
}
await Promise.all([work(), work()]);
console.log(`${killed} of ${chosen.length} mutants killed, ${bad} not`);
process.exitCode = bad > 0 ? 1 : 0;
