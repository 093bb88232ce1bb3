import { constants, Script as VmScript } from "node:vm";
import type { CellRecord } from "./cells.ts";
import type { Script } from "./job.ts";

/** Runs a script on the real global object; its value, or the promise of it. */
export function start(script: Script, cell: CellRecord): unknown {
  const compiled = new VmScript(script.script, {
    filename: cell.file,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  return compiled.runInThisContext({ displayErrors: false });
}
