// Starts a program of dist/: `server.cjs` and `engine-child.cjs` are copies of this file and run the bundle of their name, with
// the compiled code that code-cache.mjs has left beside it. V8 compares versions and flags, and compiles where they differ.
"use strict";
const { readFileSync } = require("node:fs");
const { pathToFileURL } = require("node:url");
const { Script } = require("node:vm");

const filename = __filename.replace(/cjs$/, "bundle.cjs");
let cachedData;
try {
  cachedData = readFileSync(`${filename}.cache`);
} catch {
  // none was written: V8 compiles the bundle
}
// esbuild writes ASCII alone
const url = pathToFileURL(filename).href; // as modules go by, in stack traces and debuggers
const script = new Script(readFileSync(filename, "latin1"), { filename: url, cachedData });
// Node shows a CommonJS program to all modules, and with it a `require` that no list of allowed imports binds.
delete process.mainModule;
delete require.cache[__filename];
script.runInThisContext()(require, filename);
