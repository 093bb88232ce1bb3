/** True when every package that the lock file asks of this machine is there in its version. */
export declare function hasPackages(
  folder: string,
  options?: { readonly dev?: boolean; readonly alsoNeeded?: readonly string[] },
): boolean;
/** Installs what the lock file says, without development dependencies unless `dev` or they are there already. */
export declare function installPackages(
  folder: string,
  options?: { readonly dev?: boolean },
): Promise<void>;
