// `npm run lock`: writes the lock files of the project and of bench/ anew and makes them whole. A mirror that lacks another system's binaries leaves
// them out of the lock file, and npm 11 and 12 then refuse `npm ci` on every machine.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./node24.mjs";

const systems = [
  "darwin",
  "linux",
  "win32",
  "android",
  "freebsd",
  "openharmony",
  "openbsd",
  "netbsd",
  "sunos",
  "aix",
];
const processors = [
  "arm64",
  "x64",
  "ia32",
  "arm",
  "ppc64",
  "s390x",
  "riscv64",
  "loong64",
  "mips64el",
  "wasm32",
];

/** What a platform package runs on, read from its name: `@swc/core-linux-x64-musl`. */
function platformOf(name) {
  const words = name.split(/[/-]/);
  const os = systems.find((word) => words.includes(word));
  const cpu = processors.find((word) => words.includes(word));
  if (!os && !cpu) return undefined;
  const libc = words.includes("musl")
    ? "musl"
    : /gnu/.test(name) && os === "linux"
      ? "glibc"
      : undefined;
  return {
    ...(cpu ? { cpu: [cpu] } : {}),
    ...(libc ? { libc: [libc] } : {}),
    optional: true,
    ...(os ? { os: [os] } : {}),
  };
}

/** Path in the lock file that a package at `from` finds `name` at, or undefined: Node's own lookup. */
function lookUp(packages, from, name) {
  for (
    let folder = from;
    ;
    folder = folder.slice(0, Math.max(0, folder.lastIndexOf("node_modules/") - 1))
  ) {
    const path = `${folder ? `${folder}/` : ""}node_modules/${name}`;
    if (packages[path]) return path;
    if (!folder) return undefined;
  }
}

/** Optional dependencies that the lock file does not name in the version that is asked for: [path, entry] of each. */
export function missingFromLock(lock) {
  const packages = { ...lock.packages };
  const missing = [];
  for (const [from, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (!/^\d/.test(version)) continue; // a range: npm chose a version itself
      const found = lookUp(packages, from, name);
      if (found && packages[found].version === version) continue;
      const platform = platformOf(name);
      if (!platform)
        throw new Error(`${from} wants ${name}@${version}, which is not in the lock file`);
      const path = found ? `${from}/node_modules/${name}` : `node_modules/${name}`;
      packages[path] = { version, ...platform, ...(entry.dev ? { dev: true } : {}) };
      missing.push([path, packages[path]]);
    }
  }
  return missing;
}

/** Makes the lock file of a folder whole. */
function complete(folder) {
  const file = join(root, folder, "package-lock.json");
  const lock = JSON.parse(readFileSync(file, "utf8"));
  const missing = missingFromLock(lock);
  const [top, ...rest] = Object.entries(lock.packages);
  const all = [...rest, ...missing].sort(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(
    file,
    `${JSON.stringify({ ...lock, packages: Object.fromEntries([top, ...all]) }, null, 2)}\n`,
  );
  console.log(
    `${folder}/package-lock.json: ${all.length} packages, ${missing.length} of them for other machines added`,
  );
}

if (process.argv[1] === import.meta.filename)
  for (const folder of process.argv.slice(2)) complete(folder);
