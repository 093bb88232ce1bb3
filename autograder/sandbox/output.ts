import { Readable } from "node:stream";

/** What is left of the bytes that stdout and stderr may keep together, and what was thrown away. */
export interface OutputBudget {
  left: number;
  dropped: number;
}

/**
 * A stream that holds the first bytes of `source`, as long as the budget lasts. The source is always read to its end, so
 * that a guest that prints without end is never blocked and never fills our memory.
 */
export function boundedOutput(source: Readable, budget: OutputBudget): Readable {
  const kept = new Readable({ read() {} }); // pushed to as bytes come: the budget bounds what can wait here
  source.on("data", (chunk: Buffer) => {
    const take = Math.min(budget.left, chunk.length);
    budget.left -= take;
    budget.dropped += chunk.length - take;
    if (take > 0) kept.push(chunk.subarray(0, take));
  });
  source.once("close", () => kept.push(null));
  return kept;
}
