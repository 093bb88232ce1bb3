import type { BuildOptions } from "esbuild";

/** How every bundle is made. */
export declare const common: BuildOptions;
/** How programs are made; tests build single ones in the same way. */
export declare const programOptions: BuildOptions;
