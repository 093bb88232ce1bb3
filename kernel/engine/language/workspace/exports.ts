// What the modules of the course and of the notebook's packages export, read from their declaration files. The compiler
// has such an index of its own; it takes 100 MB and a second for what a few files tell.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A name that an import would bring in. */
export interface ExportedName {
  readonly name: string;
  /** TypeScript's word: function, class, const, interface, … */
  readonly kind: string;
  /** What to write behind `from`. */
  readonly specifier: string;
}

/** A module that can be imported, with the file that declares what it exports. */
export interface ImportableModule {
  readonly specifier: string;
  readonly types: string;
}

type Json = { readonly [key: string]: Json } | string | undefined;

/** The most files read for one module: a package with more is used by namespace anyway. */
const mostFiles = 200;

/** The modules of a package, by its package.json; patterns and modules without types are left out. */
export function modulesOf(name: string, folder: string, isBuilt: boolean): ImportableModule[] {
  const manifest = join(folder, "package.json");
  if (!existsSync(manifest)) return [];
  let content: Readonly<Record<string, Json>>;
  try {
    content = JSON.parse(readFileSync(manifest, "utf8")) as Readonly<Record<string, Json>>;
  } catch {
    return []; // a broken package.json: whoever imports the package hears of it
  }
  const { exports = ".", types = content["typings"] } = content;
  const isMap = typeof exports === "object" && "." in exports;
  const entries = isMap ? Object.entries(exports) : [[".", exports] as const];
  return entries.flatMap(([path, target]) => {
    const file =
      typesIn(target, isBuilt) ?? (path === "." && typeof types === "string" ? types : undefined);
    if (file === undefined || file.includes("*") || !/\.[cm]?ts$/.test(file)) return [];
    return [{ specifier: join(name, path).replaceAll("\\", "/"), types: join(folder, file) }];
  });
}

/** The declaration file that an entry of `exports` names: for our own package before it is built, the source. */
function typesIn(target: Json, isBuilt: boolean): string | undefined {
  if (typeof target !== "object") return undefined;
  const { types, development } = target;
  if (!isBuilt && typeof development === "string") return development;
  if (typeof types === "string") return types;
  for (const condition of ["types", "import", "node", "default", "require"]) {
    const found = typesIn(target[condition], isBuilt);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Every name that a module exports, with those it passes on from other files. */
export function exportedNames({ specifier, types }: ImportableModule): ExportedName[] {
  return [...kindsIn(types, new Map())].map(([name, kind]) => ({ name, kind, specifier }));
}

const unknownKind = "alias";
const declared =
  /^export\s+(?:declare\s+)?(?:abstract\s+|async\s+)?(function|class|interface|type|enum|const|let|var|namespace)\b\s*\*?\s*([\p{ID_Start}$_][\p{ID_Continue}$]*)/gmu;
const listed = /^export\s+(?:type\s+)?\{([^}]*)\}(?:\s*from\s*["']([^"']+)["'])?/gm;
const passedOn = /^export\s+\*\s+from\s*["']([^"']+)["']/gm;

type Kinds = Map<string, string>;

/** The names that a file exports and their kinds; `known` holds the files read so far and ends circles. */
function kindsIn(file: string, known: Map<string, Kinds>): Kinds {
  const before = known.get(file);
  if (before) return before;
  const kinds: Kinds = new Map();
  known.set(file, kinds);
  if (known.size > mostFiles || !existsSync(file)) return kinds;
  const text = readFileSync(file, "utf8");
  const kindsBeside = (source: string | undefined): Kinds => {
    const other = source === undefined ? undefined : fileBeside(file, source);
    return other === undefined ? new Map() : kindsIn(other, known);
  };
  for (const [, source] of text.matchAll(passedOn)) {
    for (const [name, kind] of kindsBeside(source)) kinds.set(name, kind);
  }
  for (const [, list = "", source] of text.matchAll(listed)) {
    const others = kindsBeside(source);
    for (const [from, name] of namesInList(list)) kinds.set(name, others.get(from) ?? unknownKind);
  }
  for (const [, kind = "", name = ""] of text.matchAll(declared)) kinds.set(name, kind);
  return kinds;
}

/** `a, b as c, type D` → [a, a], [b, c], [D, D]; a default export has no name of its own. */
function namesInList(list: string): [string, string][] {
  return list
    .replace(/\/\/.*|\/\*[^]*?\*\//g, "")
    .split(",")
    .map((item): [string, string] => {
      const words = item
        .trim()
        .split(/\s+/)
        .filter((word) => word !== "type");
      return [words[0] ?? "", words.at(-1) ?? ""];
    })
    .filter(([, name]) => name !== "" && name !== "default");
}

function fileBeside(from: string, source: string): string | undefined {
  if (!source.startsWith(".")) return undefined;
  const base = join(dirname(from), source);
  const stem = base.replace(/\.[cm]?[jt]s$/, "");
  const candidates = [base, ...[".d.ts", ".ts", ".d.mts", ".d.cts"].map((end) => stem + end)];
  return [...candidates, join(base, "index.d.ts"), join(base, "index.ts")].find(
    (file) => /\.[cm]?ts$/.test(file) && existsSync(file),
  );
}
