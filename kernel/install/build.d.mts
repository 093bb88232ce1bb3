import type { BuildOptions } from "esbuild";

/** How programs are made; tests build single ones in the same way. */
export const programOptions: BuildOptions;
/** Bundles programs that boot.cjs starts into a folder. */
export function buildBooted(
  names: readonly ("server" | "engine-child")[],
  outdir: string,
): Promise<void>;
/** Builds everything into `dist/`. */
export function buildAll(): Promise<void>;
