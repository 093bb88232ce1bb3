// From the start of the process to the first result, and a restart to the next result.
import { KernelUnderTest } from "../process.ts";
import { atMost, atMostOf, type Findings, type Row } from "../row.ts";

export const start: Row = {
  id: "start",
  rounds: 9,
  figures: [
    {
      id: "start",
      title: "process start → first `1+1` result",
      unit: "ms",
      target: atMostOf(0.6, "deno", "start"),
    },
  ],
  async measure(contender): Promise<Findings> {
    await using kernel = await KernelUnderTest.launch(contender);
    const info = await kernel.client.ask("shell", "kernel_info_request", {}, 60_000);
    if (info === undefined) return { start: "no answer" };
    const sent = kernel.client.cell(contender.snippets.trivial);
    if (!(await kernel.client.over(sent))) return { start: "no result" };
    return { start: performance.now() - kernel.startedAt };
  },
};

export const restart: Row = {
  id: "restart",
  rounds: 3,
  figures: [{ id: "restart", title: "restart → next result", unit: "ms", target: atMost(250) }],
  async measure(contender): Promise<Findings> {
    await using kernel = await KernelUnderTest.ready(contender);
    await kernel.run(contender.snippets.object);
    const begun = performance.now();
    await kernel.restart();
    const info = await kernel.client.ask("shell", "kernel_info_request", {}, 30_000);
    if (info === undefined) return { restart: "no answer" };
    const sent = kernel.client.cell(contender.snippets.trivial);
    if (!(await kernel.client.over(sent))) return { restart: "no result" };
    return { restart: performance.now() - begun };
  },
};
