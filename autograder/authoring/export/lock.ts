import { isJsonObject, type Json, type JsonObject } from "../../../kernel/core/index.ts";
import type { PackedPackage } from "./pack.ts";

/**
 * The lock file of an exported course: the versions that the repository's own lock file pins, without its development
 * packages, and the packed convlab.
 *
 * @param repositoryLock the repository's package-lock.json, lockfileVersion 3
 * @param course name and dependencies as in the export's package.json
 */
export function courseLock(
  repositoryLock: JsonObject,
  course: { readonly name: string; readonly version: string; readonly dependencies: JsonObject },
  packed: PackedPackage,
): JsonObject {
  const packages = isJsonObject(repositoryLock["packages"]) ? repositoryLock["packages"] : {};
  const own = isJsonObject(packages[""]) ? packages[""] : {};
  const { name: _n, devDependencies: _d, ...convlab } = own;
  const kept = Object.entries(packages).filter(
    ([path, entry]) => path !== "" && isJsonObject(entry) && !isDevelopment(entry),
  );
  const { name, version, dependencies } = course;
  return {
    name,
    version,
    lockfileVersion: 3,
    requires: true,
    packages: {
      "": { name, version, dependencies },
      ...Object.fromEntries(kept),
      "node_modules/convlab": {
        ...convlab,
        resolved: `file:${packed.name}`,
        integrity: packed.integrity,
      },
    },
  };
}

function isDevelopment(entry: Json): boolean {
  return isJsonObject(entry) && (entry["dev"] === true || entry["devOptional"] === true);
}
