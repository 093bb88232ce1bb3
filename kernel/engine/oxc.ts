// oxc's parser and transformer, loaded when first needed: 15 ms that the kernel spends while its child starts.
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

/** Loads both in a later turn of the event loop, so that the first cell finds them ready. */
export function loadSoon(): void {
  setImmediate(() => {
    loadParser();
    loadTransformer();
  });
}

function loadParser(): Parser {
  return (parser ??= require("oxc-parser") as Parser);
}

function loadTransformer(): Transformer {
  return (transformer ??= require("oxc-transform") as Transformer);
}
