// usage: node on-node24.mjs SCRIPT [ARG…]: runs SCRIPT on the project's own Node 24, which npm scripts cannot name.
import { spawn } from "node:child_process";
import { findNode24 } from "./node24.mjs";

const node = findNode24();
if (!node) {
  console.error(
    "Node 24 is not installed yet. It comes with the project's packages: run `npm ci` (or `npm start`) first.",
  );
  process.exit(1);
}
const child = spawn(node, process.argv.slice(2), { stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
