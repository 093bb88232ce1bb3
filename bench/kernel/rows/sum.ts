// What beginners write: a loop that sums into a variable of the notebook.
import { idleOf } from "../arrivals.ts";
import { KernelUnderTest } from "../process.ts";
import type { Findings, Row } from "../row.ts";

export const sum: Row = {
  id: "sum",
  rounds: 2,
  figures: [{ id: "sum", title: "`let s = 0; for (let i = 0; i < 1e8; i++) s += i`", unit: "ms" }],
  async measure(contender): Promise<Findings> {
    await using kernel = await KernelUnderTest.ready(contender);
    const sent = await kernel.run(contender.snippets.sum, 60_000);
    const idle = idleOf(sent.arrivals);
    return { sum: idle === undefined ? "over 60 s" : idle.at - sent.at };
  },
};
