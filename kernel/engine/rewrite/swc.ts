import { createRequire } from "node:module";

type Swc = Pick<typeof import("@swc/core"), "transformSync">;
let swc: Swc | undefined;

/** swc, loaded at its first use: most notebooks never need its 47 MB. */
export function loadSwc(): Swc {
  swc ??= createRequire(import.meta.url)("@swc/core") as Swc;
  return swc;
}
