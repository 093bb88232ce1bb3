/** What is known of a process that has ended. */
interface Death {
  readonly code: number | null;
  readonly signal: string | null;
  /** The code that a cell gave to `process.exit()`. */
  readonly exitCode: number | undefined;
  readonly verdict: string | undefined;
  readonly lastWords: string;
}

/** One sentence for the user: why the process that ran the cells is gone. */
export function deathReason({ code, signal, exitCode, verdict, lastWords }: Death): string {
  if (verdict !== undefined) return verdict;
  if (/heap out of memory|Reached heap limit|Array buffer allocation failed/u.test(lastWords))
    return "The engine ran out of memory: a cell holds more data than fits";
  if (exitCode !== undefined)
    return `A cell called process.exit(${exitCode}), which ended the engine`;
  if (signal === "SIGKILL")
    return "The engine was killed by the system (SIGKILL), most often because memory ran out";
  if (signal !== null) return `The engine was ended by signal ${signal}`;
  const words = lastWords.split("\n").find((line) => line.trim() !== "");
  return `The engine ended by itself with code ${code ?? "unknown"}${words === undefined ? "" : ` (${words.trim()})`}`;
}
