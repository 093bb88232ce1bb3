import type { BuildOptions } from "esbuild";

/** How programs are made; tests build single ones in the same way. */
export const programOptions: BuildOptions;
/** Builds everything into `dist/`. */
export function buildAll(): Promise<void>;
