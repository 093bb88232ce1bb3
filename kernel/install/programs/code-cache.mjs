// Compiled code beside the bundles of dist/, for boot.cjs: with it the server starts 15 ms sooner. It fits one version of Node
// on one kind of processor; elsewhere it is left aside, and the set-up writes it anew.
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { Script } from "node:vm";

/** The programs that boot.cjs starts. */
const bootedPrograms = ["server", "engine-child"];

/** What stands around a bundle: boot.cjs calls it. */
export const bundleWrapper = {
  banner: `(function (require, __filename) { "use strict"; const bundleUrl = require("node:url").pathToFileURL(__filename).href;`,
  footer: "})",
};

/**
 * Writes the compiled code of the programs in a folder, for the Node that runs this.
 * @returns names of the programs whose code was missing or did not fit
 */
export async function writeCodeCaches(dist, names = bootedPrograms) {
  const written = [];
  for (const name of names) {
    const filename = join(dist, `${name}.bundle.cjs`);
    const source = await readFile(filename, "latin1");
    const cache = `${filename}.cache`;
    const cachedData = await readFile(cache).catch(() => undefined); // none yet
    if (cachedData && !new Script(source, { filename, cachedData }).cachedDataRejected) continue;
    // a kernel that starts meanwhile must not read half of it
    const draft = `${cache}-${process.pid}`;
    await writeFile(draft, compile(source, filename));
    await rename(draft, cache);
    written.push(name);
  }
  return written;
}

/** Functions are compiled too that V8 would leave until they are called: nearly all of them are, at a start. */
function compile(source, filename) {
  setFlagsFromString("--no-lazy");
  try {
    const script = new Script(source, { filename });
    setFlagsFromString("--lazy"); // the flags are written into the code, which then fits no other
    return script.createCachedData();
  } finally {
    setFlagsFromString("--lazy");
  }
}
