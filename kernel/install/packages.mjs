// The npm packages of the folder that holds package-lock.json: are they all there, and `npm ci` when not.
import { existsSync, lstatSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { run } from "./command.mjs";
import { explain } from "./trouble.mjs";

const readJson = (path) => JSON.parse(readFileSync(path, "utf8"));

/** True when every package that the lock file asks of this machine is there in its version. */
export function hasPackages(folder, { dev = false, alsoNeeded = [] } = {}) {
  const modules = join(folder, "node_modules");
  if (!existsSync(modules)) return false;
  if (lstatSync(modules).isSymbolicLink()) return true; // shared by several working trees: its owner keeps it
  const installed = join(modules, ".package-lock.json");
  if (!existsSync(installed)) return false;
  const there = readJson(installed).packages ?? {};
  return Object.entries(readJson(join(folder, "package-lock.json")).packages ?? {}).every(
    ([path, wanted]) => {
      if (path === "" || wanted.link || (wanted.dev && !dev)) return true;
      const optional = wanted.optional || wanted.devOptional || wanted.peer;
      if (optional && !alsoNeeded.includes(path)) return true;
      return there[path]?.version === wanted.version && existsSync(join(folder, path));
    },
  );
}

/** True when development dependencies are installed in the folder: an install then keeps them. */
function hasDevPackages(folder) {
  const installed = join(folder, "node_modules", ".package-lock.json");
  return (
    existsSync(installed) &&
    Object.values(readJson(installed).packages ?? {}).some((entry) => entry.dev)
  );
}

/** Command and first arguments of the npm that started us, or of the one on the PATH. */
function npmCommand() {
  const script = process.env.npm_execpath;
  if (script && /npm-cli\.[cm]?js$/.test(script) && existsSync(script))
    return [process.execPath, [script]];
  const beside = join(dirname(process.execPath), "node_modules", "npm", "bin", "npm-cli.js"); // Windows
  if (existsSync(beside)) return [process.execPath, [beside]];
  return ["npm", []];
}

/** npm's own waits between tries (10 s, then 60 s) leave a person without a network staring for a minute. */
const patience = ["--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=8000"];

/** Installs what the lock file says, without development dependencies unless `dev` or they are there already. */
export async function installPackages(folder, { dev = false } = {}) {
  const omit = dev || hasDevPackages(folder) ? ["--include=dev"] : ["--omit=dev"];
  const [command, first] = npmCommand();
  const npm = (...words) => {
    const args = [...words, ...omit, "--no-audit", "--no-fund", "--loglevel=error", ...patience];
    return run(command, [...first, ...args], {
      cwd: folder,
      env: { ...process.env, NODE_ENV: "" },
    });
  };
  const strict = await npm("ci");
  // A lock file made where the registry lacked a platform's optional package stops `npm ci` where it has it. The pinned
  // versions hold for `npm install` too, and --no-save leaves the lock file as it is.
  const incomplete = strict.code !== 0 && /Missing: .* from lock file/.test(strict.output);
  const { code, output } = incomplete ? await npm("install", "--no-save") : strict;
  if (code !== 0) throw explain("npm ci", output, folder);
}
