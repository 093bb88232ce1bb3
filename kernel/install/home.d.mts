/** Where set-up puts things, and which labs it opens. */
export interface Places {
  /** Folder of the package: dist/ is in it. */
  readonly root: string;
  /** Folder that holds .venv and .cache. */
  readonly home: string;
  /** Folder that JupyterLab opens when none is named. */
  readonly labs: string;
  readonly venv: string;
  readonly cache: string;
  /** True in a clone of the repository, which builds dist/ itself. */
  readonly isClone: boolean;
  readonly version: string;
}
/** Finds the places of this installation. */
export declare function findPlaces(): Places;
