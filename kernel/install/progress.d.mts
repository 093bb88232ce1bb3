/** Runs one step of the set-up and shows it; `work` returns what to print behind the title when done. */
export declare function step(
  title: string,
  work: (say: (text: string) => void) => Promise<string | undefined> | string | undefined,
): Promise<void>;
