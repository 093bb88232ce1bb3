// ZeroMQ's addon, found without the loader that the package brings: that one takes 6 ms. The build puts this in its place.
"use strict";
const { existsSync, readFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const { dirname, join } = require("node:path");

const ask = createRequire(__filename);
const folder = join(dirname(ask.resolve("zeromq/package.json")), "build");

/** The addons for this system, newest first. The manifest's keys are JSON, too. */
function candidates() {
  const { platform, arch } = process;
  if (existsSync("/etc/alpine-release")) return []; // its C library needs addons of their own
  const manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
  return Object.entries(manifest)
    .map(([key, path]) => ({ ...JSON.parse(key), path }))
    .filter((each) => each.os === platform && each.arch === arch && each.libc !== "musl")
    .toSorted((one, other) => (other.abi ?? 0) - (one.abi ?? 0));
}

function load() {
  try {
    for (const { path } of candidates()) {
      try {
        return ask(join(folder, path));
      } catch {
        // of another C library, or of another Node: the next
      }
    }
  } catch {
    // no manifest, or another form of it
  }
  return ask("zeromq/lib/load-addon.js").default; // knows more, and says what is missing
}

module.exports = load();
