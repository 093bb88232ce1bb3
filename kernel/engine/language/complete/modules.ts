// What may stand between the quotes of an import: the compiler's modules, Node's, and files beside the notebook.
import { readdirSync } from "node:fs";
import { builtinModules } from "node:module";
import { join } from "node:path";
import type { CompletionItem } from "../../contract.ts";
import { isAllowedImport } from "../workspace/allowed-imports.ts";

/** An import whose quotes are being filled. */
export interface ModulePlace {
  /** What stands between the opening quote and the cursor. */
  readonly typed: string;
  /** Its last part, behind the last `/`: what a completion replaces. */
  readonly part: string;
}

const place = /(?:\bfrom|\bimport|\brequire)\s*\(?\s*["']([^"'\n]*)$/;

/** The import around the cursor, if there is one. */
export function modulePlace(before: string): ModulePlace | undefined {
  const typed = place.exec(before)?.[1];
  return typed === undefined ? undefined : { typed, part: typed.slice(typed.lastIndexOf("/") + 1) };
}

/**
 * The modules to offer.
 *
 * @param known whole specifiers, and what the compiler knows there
 * @param directory the notebook's folder, from where `./` is read
 */
export function modulesAt(
  { typed, part }: ModulePlace,
  known: readonly string[],
  directory: string,
  allowed: readonly string[] | undefined,
): CompletionItem[] {
  const before = typed.slice(0, typed.length - part.length);
  const found = /^\.{1,2}(?:\/|$)/.test(typed)
    ? filesIn(join(directory, before))
    : [...known.map((name) => behind(before, name)), ...(allowed || before ? [] : nodeModules())];
  const leads = (specifier: string): boolean =>
    isAllowedImport(specifier, allowed) ||
    (allowed ?? []).some((entry) => entry.startsWith(`${specifier}/`));
  return [...new Set(found)]
    .filter((name) => name.startsWith(part) && name !== "package.json" && leads(before + name))
    .toSorted((one, other) => rank(one) - rank(other) || one.localeCompare(other))
    .map((text) => ({ text, kind: "module" }));
}

/** A whole specifier as it goes on behind what is there; a name without a slash stands there already. */
function behind(before: string, name: string): string {
  return before !== "" && name.startsWith(before) ? name.slice(before.length) : name;
}

/** The course's own modules come first, Node's last. */
function rank(name: string): number {
  return name.startsWith("convlab/") ? 0 : name.startsWith("node:") ? 2 : 1;
}

function nodeModules(): string[] {
  return builtinModules
    .filter((name) => !name.startsWith("_"))
    .map((name) => (name.startsWith("node:") ? name : `node:${name}`));
}

/** Files that a cell can import, TypeScript's without their ending, and folders that may hold some. */
function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter(({ name }) => !name.startsWith(".") && name !== "node_modules")
      .flatMap((entry) =>
        entry.isDirectory() || /\.(?:[cm]?[jt]s|[jt]sx|json)$/.test(entry.name)
          ? [entry.name.replace(/(?:\.d)?\.tsx?$/, "")]
          : [],
      )
      .toSorted();
  } catch {
    return []; // no such folder yet: nothing to offer
  }
}
