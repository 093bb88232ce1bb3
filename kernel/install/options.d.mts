/** What `npm start` was told. */
export interface StartOptions {
  readonly port: number;
  /** Open a browser. */
  readonly browser: boolean;
  readonly ip: string;
  readonly allowRoot: boolean;
  readonly setupOnly: boolean;
  /** Show JupyterLab's log instead of keeping it in a file. */
  readonly verbose: boolean;
  readonly help: boolean;
  /** Folder to open; undefined: the labs. */
  readonly folder: string | undefined;
  /** `--Class.trait=…`, for JupyterLab. */
  readonly handedOn: readonly string[];
}
/** Text of --help. */
export declare const help: string;
/** Reads the command line; throws a SetupError for the first word that does not fit. */
export declare function parseOptions(args: readonly string[]): StartOptions;
