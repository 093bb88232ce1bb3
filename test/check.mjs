// `npm run check`: types, lint, format, import rules, dead code; every part runs, then the exit code says whether all held.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "../kernel/install/node24.mjs";

const bin = (...path) => join(root, "node_modules", ...path);
const parts = [
  ["types", bin("typescript", "bin", "tsc"), ["-p", "."]],
  ["types of the page", bin("typescript", "bin", "tsc"), ["-p", "kernel/labextension", "--noEmit"]],
  ["lint", bin("oxlint", "bin", "oxlint"), ["--quiet"]],
  ["format", bin("prettier", "bin", "prettier.cjs"), ["--check", "--log-level", "warn", "."]],
  [
    "import rules",
    bin("vitest", "vitest.mjs"),
    ["run", "--config", "test/vitest.config.ts", "--root", ".", "test/structure", "--reporter=dot"],
  ],
  ["dead code", bin("knip", "bin", "knip.js"), []],
];

let failed = 0;
for (const [name, script, args] of parts) {
  const started = performance.now();
  const { status } = spawnSync(process.execPath, [script, ...args], {
    cwd: root,
    stdio: "inherit",
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${status === 0 ? "ok  " : "FAIL"} ${name} (${seconds} s)`);
  if (status !== 0) failed += 1;
}
console.log(
  failed === 0 ? "check: all parts hold" : `check: ${failed} of ${parts.length} parts failed`,
);
process.exit(failed === 0 ? 0 : 1);
