/** Bundles programs that boot.cjs starts into a folder, with what starts them. */
export declare function buildBooted(
  outdir: string,
  names?: readonly ("server" | "engine-child")[],
): Promise<void>;
