// Labs may say which modules their cells may import: see `EngineOptions.allowedImports`.
import { packageOf } from "./packages.ts";

/** True where a list allows a module; without a list everything is allowed. */
export function isAllowedImport(
  specifier: string,
  allowed: readonly string[] | undefined,
): boolean {
  if (allowed === undefined) return true;
  const name = packageOf(specifier);
  if (name === "convlab") return allowed.includes(specifier);
  return name !== undefined && allowed.includes(name);
}
