// oxc's parser and transformer, loaded when first needed and not with the program.
import { createRequire } from "node:module";

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
  return (parser ??= require("oxc-parser") as Parser);
}

function loadTransformer(): Transformer {
  return (transformer ??= require("oxc-transform") as Transformer);
}
