// What a cell's `import` means: our own helpers first, packages of the notebook's folder, then ours, local files.
import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { isBuiltin, registerHooks } from "node:module";
import type { LoadHookSync, ResolveHookSync } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { CourseError } from "../../../core/index.ts";
import { installation, isBuilt, isOwnFile } from "../../installation.ts";
import type { Cells } from "../cells.ts";
import { watchMark } from "../start.ts";
import { isAllowed, isInPackage, notAllowed } from "./allow.ts";
import { findLocal, LocalFiles } from "./local-files.ts";
import { Offered, type OfferedModules } from "./offered.ts";
import { transpileFile } from "./transpile-file.ts";

interface ResolverOptions {
  readonly directory: string;
  readonly allowedImports: readonly string[] | undefined;
  readonly cells: Cells;
  /** Modules that are no files. */
  readonly offered: OfferedModules;
}

/** Puts the resolver in front of Node's own; returns what takes it away again. */
export function installResolver(options: ResolverOptions): () => void {
  const { directory, allowedImports, cells } = options;
  const files = new LocalFiles();
  const offered = new Offered(options.offered);
  const notebook = pathToFileURL(join(directory, "notebook.ts")).href;
  // From here our own code looks up its packages, the compiler among them; no cell can name it as its parent.
  const manifest = pathToFileURL(join(installation, "package.json")).href;

  const resolve: ResolveHookSync = (specifier, context, next) => {
    const parent = context.parentURL ?? notebook;
    const isCell = !parent.startsWith("file:") || cells.has(parent) || parent === notebook;
    const isOwn = isOwnFile(parent) || parent === manifest || parent.includes("/node_modules/");
    if (!isCell && isOwn) return next(specifier, context);
    const base = parent.startsWith("file:") ? parent : notebook;
    if (allowedImports !== undefined) checkAllowed(specifier, base, allowedImports);
    if (isCell) files.refresh();
    if (specifier === "convlab" || specifier.startsWith("convlab/"))
      return { url: helperUrl(specifier), format: "module", shortCircuit: true };
    const url = offered.url(specifier);
    if (url !== undefined) return { url, format: "module", shortCircuit: true };
    if (isLocal(specifier)) {
      const importer = isCell ? undefined : fileURLToPath(parent);
      return localResult(specifier, base, importer, files);
    }
    if (isBuiltin(specifier) || /^(data|node|blob):/u.test(specifier))
      return next(specifier, context);
    return resolvePackage(specifier, base, directory, (from) =>
      next(specifier, { ...context, parentURL: from }),
    );
  };

  const load: LoadHookSync = (url, context, next) => {
    const made = offered.source(url);
    if (made !== undefined) return { format: "module", source: made, shortCircuit: true };
    const path = url.startsWith("file:") ? fileURLToPath(url.replace(/\?convlab=\d+$/u, "")) : "";
    if (!/\.[cm]?[jt]sx?$/u.test(path) || !files.has(path)) return next(url, context);
    if (!/\.([cm]?ts|tsx|jsx)$/u.test(path)) return next(url, context);
    const source = readFileSync(path, "utf8");
    const { script, anchors } = transpileFile(path, source);
    cells.addFile({ file: url, label: path, source, script, anchors });
    return { format: "module", source: script + watchMark, shortCircuit: true };
  };

  const hooks = registerHooks({ resolve, load });
  return () => {
    hooks.deregister();
    offered.dispose();
  };
}

function checkAllowed(specifier: string, base: string, allowed: readonly string[]): void {
  if (isLocal(specifier)) {
    const path = fileURLToPath(new URL(specifier, base));
    const real = existsSync(path) ? realpathSync(path) : path;
    // a path into the installation or into a package is an import of it by another name
    if (!isOwnFile(path) && !isOwnFile(real) && !isInPackage(real)) return;
  } else if (!isBuiltin(specifier) && isAllowed(specifier, allowed)) return;
  throw notAllowed(specifier, allowed);
}

function isLocal(specifier: string): boolean {
  return /^(\.{0,2}\/|\.{1,2}$|file:)/u.test(specifier);
}

function localResult(
  specifier: string,
  base: string,
  importer: string | undefined,
  files: LocalFiles,
): ReturnType<ResolveHookSync> {
  const path = findLocal(specifier, base);
  if (path === undefined)
    throw new CourseError({
      code: "FILE_NOT_FOUND",
      summary: `There is no file ${JSON.stringify(specifier)} to import.`,
      given: `import ${JSON.stringify(specifier)}`,
      expected: `a file ${fileURLToPath(new URL(specifier, base))}, or with .ts, .js or .json`,
      fix: "write the path from the notebook's folder, as ./name",
    });
  const url = files.url(path, importer);
  if (path.endsWith(".json"))
    return { url, format: "json", importAttributes: { type: "json" }, shortCircuit: true };
  if (path.endsWith(".cjs")) return { url, format: "commonjs", shortCircuit: true };
  return { url, shortCircuit: true };
}

/** Doors of the helper library, as they stand in this installation. */
function helperUrl(specifier: string): string {
  const door = specifier === "convlab" ? "index" : specifier.slice("convlab/".length);
  const built = join(installation, "dist", "convlab");
  const sources = join(installation, "kernel", "helpers");
  const candidates = [
    join(built, `${door}.js`),
    ...(isBuilt ? [] : [join(sources, door === "index" ? "index.ts" : join(door, "index.ts"))]),
  ];
  const found = /^[\w-]+$/u.test(door) && door !== "core" ? candidates.find(existsSync) : undefined;
  if (found !== undefined) return pathToFileURL(found).href;
  const known = (existsSync(built) ? readdirSync(built) : [])
    .filter((name) => name.endsWith(".js") && name !== "core.js" && name !== "index.js")
    .map((name) => `"convlab/${name.slice(0, -3)}"`);
  throw new CourseError({
    code: "HELPER_NOT_FOUND",
    summary: `${JSON.stringify(specifier)} is not part of Convlab.`,
    given: `import ${JSON.stringify(specifier)}`,
    expected: `one of ${known.join(", ")}`,
    fix: "check the spelling",
  });
}

function resolvePackage<T>(
  specifier: string,
  base: string,
  directory: string,
  resolveFrom: (parent: string) => T,
): T {
  try {
    return resolveFrom(base);
  } catch (error) {
    if (!isMissing(error)) throw error;
    try {
      return resolveFrom(pathToFileURL(join(installation, "package.json")).href);
    } catch (second) {
      if (!isMissing(second)) throw second;
      const name = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
      throw new CourseError({
        code: "PACKAGE_NOT_FOUND",
        summary: `The package ${JSON.stringify(name)} is not installed.`,
        given: `import ${JSON.stringify(specifier)}`,
        expected: `the package in a node_modules folder at or above ${directory}`,
        fix: `run \`npm install ${name}\` in that folder; a file of your own is imported as "./${name}"`,
        cause: undefined,
      });
    }
  }
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND";
}
