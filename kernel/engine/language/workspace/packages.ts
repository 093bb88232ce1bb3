// The npm packages that a notebook can import.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder of a package as Node would find it from `directory`, or undefined. */
export function findPackage(directory: string, name: string): string | undefined {
  for (let folder = directory; ; folder = dirname(folder)) {
    const found = join(folder, "node_modules", name);
    if (existsSync(found)) return found;
    if (dirname(folder) === folder) return undefined;
  }
}

/** The package of an import specifier: `a/b` → `a`, `@s/a/b` → `@s/a`; undefined for files, URLs and `node:`. */
export function packageOf(specifier: string): string | undefined {
  return /^(?:@[^/:]+\/)?[^./:@][^/:]*(?=\/|$)/.exec(specifier)?.[0];
}

/**
 * The packages that the nearest package.json names, without `convlab` itself. Our own package.json does not count: what
 * builds the project is not what a notebook in its folder wants to be offered.
 */
export function declaredPackages(directory: string, installation: string): string[] {
  for (let folder = directory; folder !== installation; folder = dirname(folder)) {
    const manifest = join(folder, "package.json");
    if (existsSync(manifest)) return namedIn(manifest);
    if (dirname(folder) === folder) return [];
  }
  return [];
}

function namedIn(manifest: string): string[] {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(manifest, "utf8"));
  } catch {
    return []; // a broken package.json costs the offers of auto-import, nothing else
  }
  const groups = content as Readonly<Record<string, Readonly<Record<string, string>> | undefined>>;
  const names = ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"]
    .flatMap((group) => Object.keys(groups[group] ?? {}))
    .filter((name) => name !== "convlab");
  return [...new Set(names)];
}
