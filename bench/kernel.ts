// `npm run bench:kernel [-- --only ROW,… --kernels a,b --rounds N --json FILE --no-install]`
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { findContenders, kernelNames, type Contender } from "./kernel/contenders.ts";
import { measureRow, rows } from "./kernel/run.ts";
import { makeLines, type Measured, summary, toMarkdown } from "./kernel/table.ts";
import { machineLine } from "./machine.ts";
import { installPeers } from "./peers/install.ts";

const { values: options } = parseArgs({
  options: {
    only: { type: "string" },
    kernels: { type: "string" },
    rounds: { type: "string" },
    json: { type: "string" },
    "no-install": { type: "boolean" },
    help: { type: "boolean" },
  },
});
if (options.help === true) {
  console.log(`npm run bench:kernel -- [--only ROW,…] [--kernels NAME,…] [--rounds N] [--json FILE] [--no-install]
  rows     ${rows.map(({ id }) => id).join(", ")}
  kernels  ${kernelNames.join(", ")}`);
  process.exit();
}

const say = (text: string): void => console.error(`  ${text}`);
const words = (text: string): string[] => text.split(",").map((word) => word.trim());
const wanted = options.only === undefined ? undefined : words(options.only);
const unknown = wanted?.filter((word) => !rows.some(({ id }) => id === word)) ?? [];
if (unknown.length > 0) {
  console.error(
    `There is no row ${unknown.join(", ")}; there are ${rows.map(({ id }) => id).join(", ")}.`,
  );
  process.exit(2);
}
const chosen = rows.filter(({ id }) => wanted?.includes(id) ?? true);
if (options["no-install"] !== true) await installPeers(say);
const found = findContenders(options.kernels === undefined ? kernelNames : words(options.kernels));
const kernels = found.filter((it): it is Contender => "argv" in it);

const measured = new Map<string, Measured>();
for (const row of chosen)
  measured.set(row.id, await measureRow(row, kernels, Number(options.rounds ?? row.rounds), say));

const lines = makeLines(chosen, kernels, measured);
console.log(toMarkdown(lines, kernels));
console.log(`\n${summary(lines)}`);
console.log(`\nMedians of rounds in which the kernels took turns. ${machineLine()}.`);
for (const it of found) if ("reason" in it) console.log(`\nLeft out: ${it.id}: ${it.reason}.`);
if (options.json !== undefined) {
  const rounds = Object.fromEntries([...measured].map(([id, it]) => [id, Object.fromEntries(it)]));
  writeFileSync(
    options.json,
    `${JSON.stringify({ machine: machineLine(), lines, rounds }, undefined, 1)}\n`,
  );
}
process.exit(); // sockets of kernels that have died hold the process
