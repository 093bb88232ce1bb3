// Which modules a notebook may import; the resolver asks, so no way of writing the name gets past it.
import { isBuiltin } from "node:module";
import { CourseError } from "../../../core/index.ts";
import { replaceProperty } from "../replace.ts";

/** True where the specifier is on the list: `convlab/*` exactly, a package with everything in it. */
export function isAllowed(specifier: string, allowed: readonly string[]): boolean {
  return allowed.some(
    (entry) =>
      specifier === entry || (!entry.startsWith("convlab") && specifier.startsWith(`${entry}/`)),
  );
}

/** True for a file of an npm package, by its path on any system. */
export function isInPackage(path: string): boolean {
  return /[\\/]node_modules[\\/]/u.test(path);
}

/** The error for a module that is not on the list. */
export function notAllowed(specifier: string, allowed: readonly string[]): CourseError {
  const names = allowed.map((name) => JSON.stringify(name)).join(", ");
  const isParts = specifier.startsWith("convlab/") || isBuiltin(specifier);
  return new CourseError({
    code: "IMPORT_NOT_ALLOWED",
    summary: `This notebook may not use ${JSON.stringify(specifier)}.`,
    given: `import ${JSON.stringify(specifier)}`,
    expected: names === "" ? "no import at all" : `one of ${names}`,
    fix: isParts
      ? "write this part by hand with what is listed: that is what the lab is about"
      : "use what is listed, or write the part by hand",
    details: { specifier, allowed },
  });
}

/** Takes away the other doors to Node's modules; returns what puts them back. */
export function closeOtherDoors(allowed: readonly string[]): () => void {
  const refuse = (name: string): unknown =>
    Object.assign(
      (specifier?: unknown) => {
        throw notAllowed(typeof specifier === "string" ? specifier : name, allowed);
      },
      { toString: () => `function ${name}() { [not allowed in this notebook] }` },
    );
  const doors: readonly (readonly [object, string])[] = [
    [process, "getBuiltinModule"],
    [process, "binding"],
    [process, "_linkedBinding"],
    [globalThis, "require"],
  ];
  const undo = doors.map(([owner, key]) => replaceProperty(owner, key, refuse(key)));
  return () => undo.forEach((put) => put());
}
