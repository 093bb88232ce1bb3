// First half of `npm start`, on the user's own Node (20 or newer) and nothing else: npm packages, Node 24, the build.
// The second half (start/main.ts) then runs on the project's own Node 24.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { isBuilt } from "./build-state.mjs";
import { run } from "./command.mjs";
import { findPlaces } from "./home.mjs";
import { findNode24, node24Package } from "./node24.mjs";
import { help, parseOptions } from "./options.mjs";
import { endWithParent } from "./orphan.mjs";
import { hasPackages, installPackages } from "./packages.mjs";
import { checkFolder } from "./preflight.mjs";
import { alone } from "./setup-lock.mjs";
import { step } from "./progress.mjs";
import { explain, SetupError } from "./trouble.mjs";

/** Sets up what Node 24 needs, then goes on there; resolves to the exit code. */
export async function bootstrap(args) {
  if (parseOptions(args).help) {
    process.stdout.write(help);
    return 0;
  }
  const places = findPlaces();
  checkFolder(places.home, { isFirstStart: !existsSync(places.venv) });
  process.stderr.write(`Convlab ${places.version}: setting up in ${places.home}\n`);
  const node = await alone(places.cache, () => prepare(places), sayWaiting);
  const source = join(places.root, "kernel", "install", "start", "main.ts");
  const main = existsSync(source) ? source : join(places.root, "dist", "start.js");
  return goOn(node, [main, ...args]);
}

async function prepare(places) {
  if (places.isClone) await step("npm packages", (say) => preparePackages(places.root, say));
  const node = await requireNode24(places);
  if (places.isClone) await step("build", () => prepareBuild(places.root, node));
  return node;
}

const sayWaiting = () =>
  process.stderr.write("  … another start is setting this folder up: waiting for it\n");

async function preparePackages(root, say) {
  if (hasPackages(root, { alsoNeeded: [`node_modules/${node24Package}`] })) return undefined;
  say("npm ci, about 100 MB");
  await installPackages(root);
  return undefined;
}

async function requireNode24(places) {
  const node = findNode24();
  if (node) return node;
  throw new SetupError({
    code: "NODE24_MISSING",
    summary: "Node 24 did not come with the npm packages.",
    given: `${process.platform} ${process.arch}, Node ${process.versions.node}`,
    expected: node24Package
      ? `the optional package ${node24Package}`
      : "a machine with Node 24 of its own",
    fix: node24Package
      ? `npm was told to leave out optional packages? Run: npm ci --include=optional --prefix "${places.home}"`
      : "install Node 24 (nodejs.org), then start again",
  });
}

async function prepareBuild(root, node) {
  if (isBuilt()) return undefined;
  const { code, output } = await run(node, [join(root, "kernel", "install", "build.mjs")]);
  if (code !== 0) throw explain("The build", output, root);
  return undefined;
}

/** Runs the second half in our place: it hears our signals and its exit code is ours. */
function goOn(node, args) {
  const child = spawn(node, args, { stdio: "inherit" });
  // a terminal tells the child too: it takes the same signal twice as once
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
    process.on(signal, () => child.kill(signal));
  if (process.env.npm_lifecycle_event) endWithParent(2); // npm, and the shell that it starts us in
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code, signal) => resolve(signal ? 1 : (code ?? 1)));
  });
}
