/** Folder of the package. */
export declare const root: string;
/** Name of the npm package that holds Node 24 for this machine, or undefined where there is none. */
export declare const node24Package: string | undefined;
/** Path of a Node 24 binary: the project's own, else this process if it is new enough, else undefined. */
export declare function findNode24(): string | undefined;
