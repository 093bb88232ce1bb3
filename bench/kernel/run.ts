// Runs rows: each round measures every kernel once, by turns, so that a busy minute of the machine hits all alike.
import type { Contender } from "./contenders.ts";
import type { Findings, Row } from "./row.ts";
import type { Measured } from "./table.ts";
import { ask, busy } from "./rows/ask.ts";
import { burst, idle, thousand, trivial } from "./rows/cells.ts";
import { conformance } from "./rows/conformance.ts";
import { features } from "./rows/features.ts";
import { nbclient } from "./rows/nbclient.ts";
import { huge10, huge100, lines, updates } from "./rows/output.ts";
import { restart, start } from "./rows/start.ts";
import { stop } from "./rows/stop.ts";
import { sum } from "./rows/sum.ts";

/** Every row, in the order of the table. */
export const rows: readonly Row[] = [
  start,
  trivial,
  thousand,
  burst,
  ask,
  lines,
  huge10,
  huge100,
  updates,
  stop,
  busy,
  restart,
  nbclient,
  idle,
  sum,
  conformance,
  features,
];

/**
 * Measures one row.
 * @param say hears what is being done
 */
export async function measureRow(
  row: Row,
  kernels: readonly Contender[],
  rounds: number,
  say: (text: string) => void,
): Promise<Measured> {
  const found = new Map<string, Findings[]>(kernels.map(({ id }) => [id, []]));
  for (let round = 0; round < rounds; round++) {
    for (const kernel of kernels) {
      say(`${row.id}, round ${round + 1} of ${rounds}: ${kernel.id}`);
      found.get(kernel.id)?.push(await measureOnce(row, kernel));
    }
  }
  return found;
}

/** A kernel that breaks the protocol so that its client fails is a finding, not the end of the run. */
async function measureOnce(row: Row, kernel: Contender): Promise<Findings> {
  try {
    return await row.measure(kernel);
  } catch (error) {
    const reason = `broke: ${error instanceof Error ? error.message : String(error)}`.slice(0, 80);
    return Object.fromEntries(row.figures.map(({ id }) => [id, reason]));
  }
}
