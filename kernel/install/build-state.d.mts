/** Time of the newest source file, in ms since the epoch. */
export declare function newestSource(): number;
/** True when dist/ was built from the sources as they are now, or comes prebuilt in a package. */
export declare function isBuilt(): boolean;
