// oxc's parser and transformer, loaded when first needed and not with the program. What the packages load beside their
// addons takes four times as long as these, so the addons are asked for by name.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

type Parser = Pick<typeof import("oxc-parser"), "parseSync" | "visitorKeys">;
type Transformer = Pick<typeof import("oxc-transform"), "transformSync">;

const require = createRequire(import.meta.url);
let parser: Parser | undefined;
let transformer: Transformer | undefined;

export const parseSync: Parser["parseSync"] = (...args) => loadParser().parseSync(...args);

export const transformSync: Transformer["transformSync"] = (...args) =>
  loadTransformer().transformSync(...args);

/**
 * Names of the fields of a node that hold nodes. Nobody imports oxc-parser beside this file: an import that is under
 * way when `require` asks for the same module ends the process (ERR_REQUIRE_ESM_RACE_CONDITION).
 */
export function childKeys(type: string): readonly string[] {
  return loadParser().visitorKeys[type] ?? [];
}

/**
 * Loads the parser in a later turn of the event loop, so that the first cell finds it ready. The transformer waits for that
 * cell: an idle kernel stays below 150 MB, and the cell is 3 ms later.
 */
export function loadSoon(): void {
  setImmediate(loadParser);
}

function loadParser(): Parser {
  return (parser ??= leanParser() ?? (require("oxc-parser") as Parser));
}

function loadTransformer(): Transformer {
  return (transformer ??= (addon("oxc-transform", "@oxc-transform/binding") ??
    require("oxc-transform")) as Transformer);
}

/** The parser of its addon and two of its files. */
function leanParser(): Parser | undefined {
  const native = addon("oxc-parser", "@oxc-parser/binding");
  if (native === undefined) return undefined;
  const folder = dirname(require.resolve("oxc-parser"));
  try {
    const { wrap } = require(join(folder, "wrap.js")) as { wrap: (result: unknown) => unknown };
    const { default: visitorKeys } = require(join(folder, "generated", "visit", "keys.js")) as {
      default: Parser["visitorKeys"];
    };
    const { parseSync } = native as Parser;
    return {
      parseSync: (...args) => wrap(parseSync(...args)) as ReturnType<typeof parseSync>,
      visitorKeys,
    };
  } catch {
    return undefined; // another version keeps them elsewhere: its own entry knows
  }
}

const systems: Readonly<Record<string, readonly string[]>> = {
  linux: ["-gnu", "-musl"],
  win32: ["-msvc"],
};

/** The addon of a package for this system, undefined where it is not found by that name. */
function addon(name: string, prefix: string): object | undefined {
  const ask = createRequire(require.resolve(name));
  for (const end of systems[process.platform] ?? [""]) {
    try {
      return ask(`${prefix}-${process.platform}-${process.arch}${end}`) as object;
    } catch {
      // the next one, or the package's own search, which also knows WebAssembly
    }
  }
  return undefined;
}
