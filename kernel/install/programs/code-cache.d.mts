/** What stands around a bundle: boot.cjs calls it. */
export declare const bundleWrapper: { readonly banner: string; readonly footer: string };
/**
 * Writes the compiled code of the programs in a folder, for the Node that runs this.
 * @returns names of the programs whose code was missing or did not fit
 */
export declare function writeCodeCaches(dist: string, names?: readonly string[]): Promise<string[]>;
