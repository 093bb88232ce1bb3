#!/usr/bin/env node
// The `convlab` command: starts the command line on Node 24, from the sources in a clone, from dist/ in a package.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { findNode24, root } from "./install/node24.mjs";

const node = findNode24();
if (!node) {
  console.error("convlab: Node 24 is missing. Run `npm install` here: it brings its own.");
  process.exit(1);
}
const source = join(root, "autograder", "cli", "main.ts");
const script = existsSync(source)
  ? ["--conditions=development", source]
  : [join(root, "dist", "cli.js")];
const child = spawn(node, [...script, ...process.argv.slice(2)], { stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
