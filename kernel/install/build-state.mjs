// Whether dist/ is as new as the sources. Dependency-free, so that `npm start` can ask before anything is installed.
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { root } from "./node24.mjs";

export const stampPath = join(root, "dist", "stamp");

/** Time of the newest source file, in ms since the epoch; 0 in an installed package, which has no sources. */
export function newestSource() {
  let newest = 0;
  const visit = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.name === "node_modules" || entry.name.startsWith(".")) continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) visit(path);
      else newest = Math.max(newest, statSync(path).mtimeMs);
    }
  };
  for (const folder of ["kernel", "autograder"]) {
    if (existsSync(join(root, folder, "core")) || existsSync(join(root, folder, "cli"))) {
      visit(join(root, folder));
    }
  }
  return Math.max(
    newest,
    existsSync(join(root, "package.json")) ? statSync(join(root, "package.json")).mtimeMs : 0,
  );
}

/** True when dist/ was built from the sources as they are now, or comes prebuilt in a package. */
export function isBuilt() {
  if (!existsSync(stampPath)) return false;
  if (!existsSync(join(root, "kernel", "core"))) return true; // an installed package: dist/ came with it
  return Number(readFileSync(stampPath, "utf8")) === newestSource();
}
