// Stop: by signal and by message; a loop, a loop after an `await`, a cell that waits.
import { replyOf, textOf } from "../arrivals.ts";
import type { Contender } from "../contenders.ts";
import { KernelUnderTest } from "../process.ts";
import { atMost, type Figure, type Findings, median, type Row, type Value } from "../row.ts";

const ways = ["signal", "message"] as const;
const cells = {
  loop: "`while (true) {}`",
  loopAfterAwait: "a loop after an `await`",
  waiting: "a waiting cell",
} as const;
type Cell = keyof typeof cells;
const kinds = Object.keys(cells) as Cell[];

const figureId = (way: string, cell: Cell): string => `stop-${way}-${cell}`;

export const stop: Row = {
  id: "stop",
  rounds: 1,
  figures: ways.flatMap((way) =>
    kinds.map((cell): Figure => ({
      id: figureId(way, cell),
      title: `Stop by ${way}, ${cells[cell]}; state kept`,
      unit: "ms",
      target: atMost(5),
    })),
  ),
  async measure(contender): Promise<Findings> {
    const found: Record<string, Value> = {};
    for (const way of ways)
      for (const cell of kinds) found[figureId(way, cell)] = await stopped(contender, way, cell);
    return found;
  },
};

/** Median time from the interrupt to the cell's reply, of six; or what went wrong. */
async function stopped(
  contender: Contender,
  way: "signal" | "message",
  cell: Cell,
): Promise<Value> {
  await using kernel = await KernelUnderTest.ready(contender);
  const { client } = kernel;
  const { snippets } = contender;
  await kernel.run(snippets.object);
  const times: number[] = [];
  for (let count = 0; count < 6; count++) {
    const sent = client.cell(snippets[cell]);
    await client.until(sent, (all) => all.some(({ type }) => type === "status"), 3000);
    await pause(250); // the cell is then in its loop
    if (replyOf(sent.arrivals) !== undefined) return "the cell does not run";
    const asked = performance.now();
    if (way === "signal") kernel.signal();
    else client.send("control", "interrupt_request", {});
    await client.until(sent, (all) => replyOf(all) !== undefined, 4000);
    const reply = replyOf(sent.arrivals);
    if (reply === undefined) return kernel.isAlive ? "never" : "dies";
    times.push(reply.at - asked);
    await pause(300); // tslab refuses cells for 200 ms after an error
    if (!kernel.isAlive) return "stops, then dies";
    const check = await kernel.run(snippets.check, 4000);
    const status = replyOf(check.arrivals)?.content["status"];
    if (status === undefined) return "stops, then hangs";
    if (status !== "ok" || !textOf(check.arrivals).includes("1")) return "stops, state lost";
  }
  return median(times) ?? "never";
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
