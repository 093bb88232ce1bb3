/** Optional dependencies that the lock file does not name in the version that is asked for: [path, entry] of each. */
export declare function missingFromLock(lock: {
  readonly packages: Readonly<Record<string, object>>;
}): readonly (readonly [path: string, entry: object])[];
