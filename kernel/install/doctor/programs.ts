// The doctor's look at Node, the npm packages and the build.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { isBuilt } from "../build-state.mjs";
import { run } from "../command.mjs";
import type { Places } from "../home.mjs";
import { findNode24, node24Package } from "../node24.mjs";
import { hasPackages } from "../packages.mjs";
import { lacks, stands, type Finding } from "./finding.ts";

/** Node 24, npm's packages, dist/. */
export async function examinePrograms(places: Places): Promise<readonly Finding[]> {
  return [await examineNode(), ...examinePackages(places), examineBuild(places)];
}

async function examineNode(): Promise<Finding> {
  const path = findNode24();
  if (!path) {
    const mend = node24Package
      ? "npm ci --include=optional"
      : "install Node 24 from https://nodejs.org";
    return lacks("Node 24", "labs", `not there; this is Node ${process.versions.node}`, mend);
  }
  const { code, output } = await run(path, ["--version"]);
  return code === 0
    ? stands("Node 24", "labs", `${output.trim()} (${path})`)
    : lacks(
        "Node 24",
        "labs",
        `${path} does not run: ${output.trim()}`,
        "rm -rf node_modules && npm start",
      );
}

function examinePackages({ home }: Places): readonly Finding[] {
  if (!existsSync(join(home, "package-lock.json"))) return []; // installed by npm elsewhere: npm keeps them
  return [
    hasPackages(home)
      ? stands("npm packages", "labs", "all that the lock file names")
      : lacks(
          "npm packages",
          "labs",
          "some are missing or of another version",
          "npm start (it runs npm ci)",
        ),
  ];
}

function examineBuild({ root, isClone }: Places): Finding {
  if (isBuilt()) return stands("build", "labs", join(root, "dist"));
  return existsSync(join(root, "dist", "stamp"))
    ? lacks("build", "labs", "older than the sources", "npm run build (npm start does it too)")
    : lacks(
        "build",
        "labs",
        "not there",
        isClone ? "npm run build" : "unpack the course again, then npm start",
      );
}
