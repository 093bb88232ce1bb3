// What a program needs beside itself: the files that it imports and the npm packages that those name.
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

/** A file and everything that it reaches through relative imports, and the bare specifiers met on the way. */
export interface ModuleClosure {
  readonly files: ReadonlySet<string>;
  readonly packages: ReadonlySet<string>;
}

/** `from "x"`, `import "x"`, `import("x")`: a text that only looks like one costs a look-up that finds nothing. */
const specifierPattern = /(?:\bfrom|\bimport)\s*\(?\s*["']([^"'\n]+)["']/g;

/** Follows relative imports from the entries; `.js` of a declaration file means its `.d.ts`. */
export function moduleClosure(entries: readonly string[]): ModuleClosure {
  const files = new Set<string>();
  const packages = new Set<string>();
  const queue = [...entries];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (files.has(file) || !existsSync(file) || !statSync(file).isFile()) continue;
    files.add(file);
    for (const [, specifier = ""] of readFileSync(file, "utf8").matchAll(specifierPattern)) {
      if (specifier.startsWith(".")) {
        const target = join(dirname(file), specifier);
        queue.push(file.endsWith(".d.ts") ? target.replace(/\.[jt]s$/, ".d.ts") : target);
      } else if (!specifier.startsWith("node:")) {
        packages.add(packageOf(specifier));
      }
    }
  }
  return { files, packages };
}

/** `@swc/core/x` → `@swc/core`, `ajv/dist/2020` → `ajv`. */
export function packageOf(specifier: string): string {
  const parts = specifier.split("/");
  return parts.slice(0, specifier.startsWith("@") ? 2 : 1).join("/");
}

/** A package's folder and where it belongs below the runtime's `node_modules`. */
export interface PackageFolder {
  readonly folder: string;
  readonly place: string;
}

/** The packages of these names and all that they depend on, as far as installed, looked up from `root`. */
export function packageClosure(names: Iterable<string>, root: string): readonly PackageFolder[] {
  const found = new Map<string, PackageFolder>();
  const queue = [...names].map((name) => ({ name, from: root }));
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const home = findPackage(next.name, next.from, root);
    if (home === undefined || found.has(home.folder)) continue;
    found.set(home.folder, home);
    queue.push(...dependencies(home.folder).map((name) => ({ name, from: home.folder })));
  }
  return [...found.values()];
}

function findPackage(name: string, from: string, root: string): PackageFolder | undefined {
  if (!/^(@[\w.-]+\/)?[\w.-]+$/.test(name) || name === "." || name === "..") return undefined;
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, "node_modules", name);
    if (existsSync(join(candidate, "package.json"))) {
      // a package that is nested in another one stays nested: two versions of one name may stand in a tree
      const inside = candidate.startsWith(root + sep);
      const above = candidate.slice(0, candidate.indexOf(`${sep}node_modules${sep}`));
      return { folder: candidate, place: relative(inside ? root : above, candidate) };
    }
    if (folder === dirname(folder)) return undefined;
  }
}

function dependencies(folder: string): readonly string[] {
  const manifest: unknown = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  if (typeof manifest !== "object" || manifest === null) return [];
  return ["dependencies", "optionalDependencies", "peerDependencies"].flatMap((key) => {
    const table = Object.getOwnPropertyDescriptor(manifest, key)?.value as unknown;
    return typeof table === "object" && table !== null ? Object.keys(table) : [];
  });
}

/** Every file below a folder, relative to it; nested `node_modules` and links are left out. */
export function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((path) => !path.split(sep).includes("node_modules"));
}
