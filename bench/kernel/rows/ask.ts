// Questions about code: completion and inspection, of an idle kernel and of one that runs a cell.
import { KernelUnderTest } from "../process.ts";
import { atMost, type Findings, medianOr, type Row, type Value } from "../row.ts";

const questions = 30;

/** Median time of a completion at the end of `text`, with a line before it that no cache has seen. */
async function completion(kernel: KernelUnderTest, text: string, from: number): Promise<Value> {
  const times: (number | undefined)[] = [];
  for (let n = from; n < from + questions; n++) {
    const code = kernel.contender.snippets.line(n) + text;
    const content = { code, cursor_pos: code.length };
    times.push(await kernel.client.ask("shell", "complete_request", content, 10_000));
  }
  return medianOr(times, "no answer");
}

export const ask: Row = {
  id: "ask",
  rounds: 3,
  figures: [
    { id: "global", title: "complete `Math.` (`str.`)", unit: "ms", target: atMost(1.6) },
    {
      id: "member",
      title: "complete a member of a user's object",
      unit: "ms",
      target: atMost(1.5),
    },
    // ours keeps the members of an object that it was asked about
    { id: "memberFirst", title: "the same, another object each time", unit: "ms" },
    { id: "prefix", title: "complete a prefix among 500 names", unit: "ms", target: atMost(5) },
    { id: "inspect", title: "inspect a user's object", unit: "ms", target: atMost(1) },
  ],
  async measure(contender): Promise<Findings> {
    await using kernel = await KernelUnderTest.ready(contender);
    const { snippets } = contender;
    await kernel.run(snippets.object);
    const global = await completion(kernel, snippets.globalPrefix, 0);
    const member = await completion(kernel, snippets.memberPrefix, 100);
    const firsts: (number | undefined)[] = [];
    for (let n = 0; n < questions; n++) {
      await kernel.run(snippets.object.replaceAll("userObj", `userObj${n}`));
      const code = snippets.line(n) + snippets.memberPrefix.replace("userObj", `userObj${n}`);
      const content = { code, cursor_pos: code.length };
      firsts.push(await kernel.client.ask("shell", "complete_request", content, 10_000));
    }
    const inspections: (number | undefined)[] = [];
    for (let n = 200; n < 200 + questions; n++) {
      const line = snippets.line(n);
      const content = { code: `${line}userObj`, cursor_pos: line.length + 3, detail_level: 0 };
      inspections.push(await kernel.client.ask("shell", "inspect_request", content, 10_000));
    }
    for (let from = 0; from < 500; from += 50) {
      const names = Array.from({ length: 50 }, (_, index) => snippets.variable(from + index));
      await kernel.run(names.join("\n"));
    }
    const prefix = await completion(kernel, snippets.variablePrefix, 300);
    const memberFirst = medianOr(firsts, "no answer");
    return { global, member, memberFirst, prefix, inspect: medianOr(inspections, "no answer") };
  },
};

export const busy: Row = {
  id: "busy",
  rounds: 1,
  figures: [
    { id: "busyLoop", title: "complete while a cell loops", unit: "ms", target: atMost(3) },
    { id: "busyAwait", title: "complete while a cell awaits", unit: "ms", target: atMost(3) },
    {
      id: "busyControl",
      title: "kernel_info on control while a cell loops",
      unit: "ms",
      target: atMost(1),
    },
  ],
  async measure(contender): Promise<Findings> {
    const { snippets } = contender;
    const code = snippets.line(1) + snippets.memberPrefix;
    const completing = {
      channel: "shell",
      type: "complete_request",
      content: { code, cursor_pos: code.length },
    } as const;
    const info = { channel: "control", type: "kernel_info_request", content: {} } as const;
    return {
      busyLoop: await whileBusy(contender, snippets.busy, completing),
      busyAwait: await whileBusy(contender, snippets.idle, completing),
      busyControl: await whileBusy(contender, snippets.busy, info),
    };
  },
};

/** Median time of a request while a cell of 3 s runs. */
async function whileBusy(
  contender: KernelUnderTest["contender"],
  cell: string,
  {
    channel,
    type,
    content,
  }: { channel: "shell" | "control"; type: string; content: Record<string, unknown> },
): Promise<Value> {
  await using kernel = await KernelUnderTest.ready(contender);
  await kernel.run(contender.snippets.object);
  // one before, as in a notebook: not the first completion of the kernel's life is measured
  await kernel.client.ask(channel, type, content);
  const running = kernel.client.cell(cell);
  await kernel.client.until(running, (all) => all.some((it) => it.type === "status"), 3000);
  const times: (number | undefined)[] = [];
  for (let count = 0; count < 20; count++) {
    const time = await kernel.client.ask(channel, type, content, 6000);
    if (running.arrivals.some((it) => it.type === "execute_reply"))
      return count === 0 ? "waits for the cell" : medianOr(times, "no answer");
    times.push(time);
    if (time === undefined) return "no answer";
  }
  return medianOr(times, "no answer");
}
