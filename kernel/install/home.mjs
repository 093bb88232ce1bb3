// Where set-up puts things, and which labs it opens. Dependency-free.
//
//   a clone            everything inside the clone; labs/
//   an exported course everything inside the course folder (its package.json has a "convlab" object); its labs folder
//   installed else     a folder of this version in the user's data folder; the folder that the user stands in
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { root } from "./node24.mjs";

const readJson = (path) => JSON.parse(readFileSync(path, "utf8"));

/** The user's own data folder of this system. */
function dataFolder() {
  if (process.platform === "win32") {
    return process.env.LOCALAPPDATA ?? join(homedir(), "AppData", "Local");
  }
  if (process.platform === "darwin") return join(homedir(), "Library", "Application Support");
  return process.env.XDG_DATA_HOME || join(homedir(), ".local", "share");
}

/** The exported course that this package is installed in, or undefined. */
function courseFolder() {
  const modules = dirname(root);
  if (basename(modules) !== "node_modules") return undefined;
  const folder = dirname(modules);
  const manifest = join(folder, "package.json");
  return existsSync(manifest) && readJson(manifest).convlab ? folder : undefined;
}

/** Finds the places of this installation. */
export function findPlaces() {
  const version = readJson(join(root, "package.json")).version;
  const isClone = existsSync(join(root, "kernel", "core"));
  const course = isClone ? undefined : courseFolder();
  const home = isClone ? root : (course ?? join(dataFolder(), "convlab", version));
  const labs = course
    ? resolve(course, readJson(join(course, "package.json")).convlab.labs ?? "labs")
    : isClone
      ? join(root, "labs")
      : process.cwd();
  return {
    root,
    home,
    labs,
    venv: join(home, ".venv"),
    cache: join(home, ".cache"),
    isClone,
    version,
  };
}
