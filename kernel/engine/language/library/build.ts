// Writes the library of library.ts into dist/.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { installation } from "../../installation.ts";
import { findCompiler } from "../lsp/executable.ts";
import { defaultOptions } from "../workspace/compiler-options.ts";
import { libraryFolder, type LibraryManifest, manifestName } from "./library.ts";

const reference = /^\/\/\/ <reference [^\n]*\blib="([^"]+)"[^\n]*$/gmu;
const anyReference = /^\/\/\/ <reference [^\n]*\n/gmu;
/** A module's declarations are not global: it stays a file of its own. */
const isModule = /^export\b/mu;

/**
 * Writes `DIST/library/VERSION`: one file in the place of `lib.es5.d.ts`, and empty ones in the places of all others that the
 * cells' library is made of. Types of Node and of packages ask for some of these, and must not read the same once more.
 */
export async function buildLibrary(dist: string): Promise<void> {
  const compiler = findCompiler(installation);
  if (compiler === undefined) return; // cells run unchecked here, and doctor says so
  const texts = await readLibraries(dirname(compiler), defaultOptions["lib"] as string[]);
  const modules = [...texts].filter(([, text]) => isModule.test(text));
  const global = [...texts].filter(([, text]) => !isModule.test(text));
  const folder = libraryFolder(dist);
  const put = async (name: string, text: string): Promise<void> => {
    const place = join(folder, packagePath(name));
    await mkdir(place, { recursive: true });
    await writeFile(join(place, "index.d.ts"), text);
  };
  for (const name of texts.keys()) await put(name, "");
  for (const [name, text] of modules) await put(name, text);
  await put("es5", global.map(([, text]) => text).join("\n"));
  const packages = new Set([...texts.keys()].map((name) => packagePath(name).split("/")[0] ?? ""));
  const lib = ["es5", ...modules.map(([name]) => name)];
  const manifest: LibraryManifest = { lib, packages: [...packages] };
  await writeFile(join(folder, manifestName), JSON.stringify(manifest));
}

/** The texts of libraries and of all that they are made of, what is asked for before what asks for it. */
async function readLibraries(
  folder: string,
  names: readonly string[],
): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  const visit = async (name: string): Promise<void> => {
    if (texts.has(name)) return;
    const text = await readFile(join(folder, `lib.${name}.d.ts`), "utf8");
    for (const [, asked = ""] of text.matchAll(reference)) await visit(asked);
    texts.set(name, text.replaceAll(anyReference, ""));
  };
  for (const name of names) await visit(name);
  return texts;
}

/**
 * Where the compiler looks for the place of a library, below `@typescript`.
 * @example packagePath("es2015.symbol.wellknown") // "lib-es2015/symbol-wellknown"
 */
function packagePath(name: string): string {
  const [first = "", ...rest] = name.split(".");
  return rest.length === 0 ? `lib-${first}` : `lib-${first}/${rest.join("-")}`;
}
