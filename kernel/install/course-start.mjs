// start.mjs of an exported course, bundled into dist/course-start.mjs: it must stand alone, since nothing is installed yet.
//
// What a course needs beside it: package.json with `"scripts": {"start": "node start.mjs"}`, an object `convlab` (its
// `labs` names the folder to open) and the packed convlab among `dependencies`; package-lock.json; that tarball.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { node24Package } from "./node24.mjs";
import { hasPackages, installPackages } from "./packages.mjs";
import { checkFolder } from "./preflight.mjs";
import { step } from "./progress.mjs";
import { report, SetupError } from "./trouble.mjs";

const course = dirname(fileURLToPath(import.meta.url));
const start = join(course, "node_modules", "convlab", "kernel", "start.mjs");

/** True when the packages are there, and convlab comes from the very tarball that package.json names. */
function isInstalled() {
  const wanted = JSON.parse(readFileSync(join(course, "package.json"), "utf8")).dependencies
    .convlab;
  const installed = join(course, "node_modules", ".package-lock.json");
  const needed = { alsoNeeded: [`node_modules/${node24Package}`] };
  if (!hasPackages(course, needed) || !existsSync(start)) return false;
  const { packages } = JSON.parse(readFileSync(installed, "utf8"));
  return packages["node_modules/convlab"]?.resolved === wanted;
}

async function main() {
  const oldestNode = 20;
  if (Number(process.versions.node.split(".")[0]) < oldestNode) {
    throw new SetupError({
      code: "NODE_TOO_OLD",
      summary: `Node ${process.versions.node} is too old for this course.`,
      expected: `Node ${oldestNode} or newer with npm`,
      fix: "install Node from https://nodejs.org, open a new terminal, then: npm start",
    });
  }
  if (!isInstalled()) {
    checkFolder(course, { isFirstStart: !existsSync(join(course, ".venv")) });
    await step("the course's packages", async (say) => {
      say("npm ci, about 100 MB");
      await installPackages(course);
    });
  }
  await import(pathToFileURL(start).href);
}

main().catch((error) => {
  report(error);
  process.exitCode = 1;
});
