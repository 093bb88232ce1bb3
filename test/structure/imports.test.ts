import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { parseSync } from "oxc-parser";
import { expect, test } from "vitest";
import { doorMayImport, mayImport, nodeDoors, packageOwners, places } from "./import-rules.ts";

const root = resolve(import.meta.dirname, "../..");
const sourceFolders = ["kernel", "autograder", "datasets", "docs", "test", "bench"];

interface Import {
  readonly file: string;
  readonly specifier: string;
  /** Path from the root, for a relative import. */
  readonly target: string | undefined;
}

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(ts|mjs)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((file) => !/(^|\/)(fixtures|node_modules)\//.test(file) && !file.endsWith(".d.ts"));
}

function importsOf(file: string): Import[] {
  const parsed = parseSync(file, readFileSync(join(root, file), "utf8"));
  const specifiers = [
    ...parsed.module.staticImports.map((item) => item.moduleRequest.value),
    ...parsed.module.staticExports.flatMap((item) =>
      item.entries.flatMap((entry) => (entry.moduleRequest ? [entry.moduleRequest.value] : [])),
    ),
  ];
  return [...new Set(specifiers)].map((specifier) => ({
    file,
    specifier,
    target: specifier.startsWith(".")
      ? relative(root, resolve(root, dirname(file), specifier))
      : undefined,
  }));
}

const placeOf = (path: string): string =>
  places.find(([, prefix]) => path.startsWith(prefix))?.[0] ?? "top";
const doorOf = (path: string): string | undefined => /^kernel\/helpers\/([^/]+)\//.exec(path)?.[1];
const packageOf = (specifier: string): string =>
  specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");

const files = sourceFolders.filter((folder) => readdirSync(root).includes(folder)).flatMap(sources);
const imports = files.flatMap(importsOf);
const free = new Set(["test", "bench", "top"]);

test("the rules are about real files", () => {
  expect(files.length).toBeGreaterThan(10);
  expect(imports.length).toBeGreaterThan(10);
});

test("a place imports only the places that the map allows", () => {
  const broken = imports.filter(({ file, target }) => {
    const from = placeOf(file);
    if (target === undefined || free.has(from)) return false;
    const to = placeOf(target);
    return to !== from && to !== "top" && !(mayImport[from] ?? []).includes(to);
  });
  expect(broken.map(({ file, target }) => `${file} → ${target}`)).toEqual([]);
});

test("nobody imports tests, labs or solutions", () => {
  const broken = imports.filter(
    ({ file, target }) =>
      target !== undefined &&
      ["labs", "solutions", "test"].includes(placeOf(target)) &&
      !free.has(placeOf(file)),
  );
  expect(broken.map(({ file, target }) => `${file} → ${target}`)).toEqual([]);
});

test("a helper imports another helper only through its door, and only those below it", () => {
  const broken = imports.filter(({ file, target }) => {
    const from = doorOf(file);
    const to = target === undefined ? undefined : doorOf(target);
    if (from === undefined || to === undefined || from === to) return false;
    return !target?.endsWith(`/${to}/index.ts`) || !(doorMayImport[from] ?? []).includes(to);
  });
  expect(broken.map(({ file, target }) => `${file} → ${target}`)).toEqual([]);
});

test("helpers run in a browser: no node:* but behind the doors data and train", () => {
  const broken = imports.filter(({ file, specifier }) => {
    const door = doorOf(file);
    return door !== undefined && !nodeDoors.includes(door) && specifier.startsWith("node:");
  });
  expect(broken.map(({ file, specifier }) => `${file} → ${specifier}`)).toEqual([]);
});

test("a package with owners is imported by its owners alone", () => {
  const broken = imports.filter(({ file, specifier, target }) => {
    if (target !== undefined) return false;
    const owners = packageOwners[packageOf(specifier)];
    return owners !== undefined && !free.has(placeOf(file)) && !owners.includes(placeOf(file));
  });
  expect(broken.map(({ file, specifier }) => `${file} → ${specifier}`)).toEqual([]);
});

test("no file imports itself in a circle", () => {
  const graph = Map.groupBy(
    imports.filter(({ target }) => target !== undefined),
    ({ file }) => file,
  );
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) {
      circles.push([...path.slice(path.indexOf(file)), file].join(" → "));
      return;
    }
    if (done.has(file)) return;
    for (const { target } of graph.get(file) ?? []) if (target) visit(target, [...path, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  expect(circles).toEqual([]);
});
