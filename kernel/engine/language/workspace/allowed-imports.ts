// Labs may say which modules their cells may import: see `EngineOptions.allowedImports`.
import { isBuiltin } from "node:module";
import { isAllowed } from "../../run/modules/allow.ts";

/** True where a list allows a module, as the engine's resolver will see it; without a list everything is allowed. */
export function isAllowedImport(
  specifier: string,
  allowed: readonly string[] | undefined,
): boolean {
  if (allowed === undefined || /^\.{0,2}\//.test(specifier)) return true;
  return !isBuiltin(specifier) && isAllowed(specifier, allowed);
}
