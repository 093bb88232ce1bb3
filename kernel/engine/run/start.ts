import { constants, Script as VmScript } from "node:vm";
import type { CellRecord } from "./cells.ts";
import { unremembered } from "./compile.ts";
import type { Script } from "./job.ts";

/** Runs a script on the real global object; its value, or the promise of it. */
export function start(script: Script, cell: CellRecord): unknown {
  const text = script.isWatched === true ? script.script + watchMark : script.script;
  const compiled = unremembered(
    () =>
      new VmScript(text, {
        filename: cell.file,
        importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
      }),
  );
  return compiled.runInThisContext({ displayErrors: false });
}

/**
 * A debugger lets V8 pause before scripts that name a source map, to set their breakpoints. Not before every script: V8
 * never optimises the top of one that it has paused before, and a loop there runs ten times slower.
 */
export const watchMark = "\n//# sourceMappingURL=convlab";
