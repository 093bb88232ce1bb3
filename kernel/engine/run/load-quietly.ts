import { constants, Script as VmScript } from "node:vm";
import { replaceProperty } from "./replace.ts";

/** Node warns at the first script that may import; the notebook's reader can do nothing about it. */
export function loadQuietly(): void {
  const restore = replaceProperty(process, "emitWarning", () => undefined);
  try {
    new VmScript("0", { importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER });
  } finally {
    restore();
  }
}
