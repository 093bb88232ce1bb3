// `npm run bench:ops [-- --only CASE,… --seconds S --plain --torch --json FILE --no-install]`
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { machineLine } from "./machine.ts";
import { cases } from "./ops/cases.ts";
import { own, tensorflow } from "./ops/contenders.ts";
import { disagreement, timeCase, type Timing } from "./ops/measure.ts";
import { timePython } from "./ops/python.ts";
import { opsTable, opsVerdicts, type Column } from "./ops/table.ts";
import { installPeers, installTorch } from "./peers/install.ts";

const { values: options } = parseArgs({
  options: {
    only: { type: "string" },
    seconds: { type: "string" },
    // takes WebAssembly away, as an old browser: the library then computes in plain TypeScript
    plain: { type: "boolean" },
    torch: { type: "boolean" },
    json: { type: "string" },
    "no-install": { type: "boolean" },
  },
});
const say = (text: string): void => console.error(`  ${text}`);
const wanted = options.only?.split(",");
const chosen = cases.filter(({ id }) => wanted?.includes(id) ?? true);
if (chosen.length === 0) {
  console.error(`There is no such case; there are ${cases.map(({ id }) => id).join(", ")}.`);
  process.exit(2);
}
const seconds = Number(options.seconds ?? 1);
if (options["no-install"] !== true) await installPeers(say);
if (options.torch === true) await installTorch(say);

const left: string[] = [];
if (options.plain === true) Reflect.deleteProperty(globalThis, "WebAssembly");
const tfjs = options.plain === true ? "with --plain there is no WebAssembly" : tensorflow();
if (typeof tfjs === "string") left.push(`TensorFlow.js: ${tfjs}`);
const contenders = [...own, ...(typeof tfjs === "string" ? [] : tfjs)];
const columns: Column[] = [...contenders];
const timings = new Map<string, Map<string, Timing>>();
const right = new Map<string, Float32Array>();
for (const it of chosen) {
  say(`${it.id}: ${it.title}`);
  const timed = await timeCase(it, contenders, seconds);
  timings.set(it.id, timed.timings);
  right.set(it.id, timed.right);
}
for (const library of ["numpy", "torch"] as const) {
  say(library);
  const ran = await timePython(library, chosen, seconds);
  if (typeof ran === "string") {
    left.push(`${library}: ${ran}`);
    continue;
  }
  columns.push({ id: library, title: ran.title });
  for (const it of chosen) {
    const wrong = disagreement(
      right.get(it.id) ?? new Float32Array(),
      ran.results.get(it.id) ?? new Float32Array(),
      it,
    );
    timings.get(it.id)?.set(library, wrong ?? Math.min(...(ran.seconds.get(it.id) ?? [])));
  }
}
console.log(opsTable(chosen, columns, timings));
for (const verdict of opsVerdicts(chosen, timings)) console.log(`\n${verdict}`);
console.log(
  `\nfloat32, one thread each, best run of ${seconds} s; every result was compared with the naive loops'. ${machineLine()}.`,
);
for (const reason of left) console.log(`\nLeft out: ${reason}.`);
if (options.json !== undefined) {
  const plain = Object.fromEntries([...timings].map(([id, row]) => [id, Object.fromEntries(row)]));
  writeFileSync(
    options.json,
    `${JSON.stringify({ machine: machineLine(), seconds: plain }, undefined, 1)}\n`,
  );
}
