/** Runs `work` while no other process sets up the same folder; `waiting` is called once when it has to wait. */
export declare function alone<Result>(
  cache: string,
  work: () => Promise<Result>,
  waiting: () => void,
): Promise<Result>;
