// Much output: many lines, one large write, many updates of a display.
import { type Arrival, idleOf, lateOf, outputsOf, replyOf } from "../arrivals.ts";
import { KernelUnderTest } from "../process.ts";
import { atMost, atMostOf, exactly, type Findings, median, type Row, type Target } from "../row.ts";

const lineCount = 10_000;

export const lines: Row = {
  id: "lines",
  rounds: 3,
  figures: [
    {
      id: "lines",
      title: "10,000 lines of stdout, all received",
      unit: "ms",
      target: atMostOf(0.25, "ipykernel", "lines"),
    },
    { id: "linesMessages", title: "in messages", unit: "messages", target: atMost(50) },
    { id: "linesLost", title: "lost", unit: "lines", target: exactly(0) },
    { id: "linesLate", title: "late, messages", unit: "messages", target: exactly(0) },
  ],
  async measure(contender): Promise<Findings> {
    await using kernel = await KernelUnderTest.ready(contender);
    const sent = kernel.client.cell(contender.snippets.lines(lineCount));
    const count = counter((text) => text.split("\n").length - 1);
    const isAll = (all: readonly Arrival[]): boolean => count(all) >= lineCount && isOver(all);
    await kernel.client.until(sent, isAll, 8000);
    const outputs = outputsOf(sent.arrivals);
    const lost = lineCount - count(sent.arrivals);
    return {
      lines: lost > 0 ? `never: ${lineCount - lost} came` : (outputs.at(-1)?.at ?? 0) - sent.at,
      linesMessages: outputs.length,
      linesLost: lost,
      linesLate: lateOf(sent.arrivals).length,
    };
  },
};

/** One write of so many MB, three times, and the memory that is left. */
function huge(megabytes: number, target: Target, memory: Target): Row {
  const id = `huge${megabytes}`;
  return {
    id,
    rounds: 2,
    figures: [
      { id, title: `${megabytes} MB in one write`, unit: "ms", target },
      { id: `${id}Late`, title: "late, messages", unit: "messages", target: exactly(0) },
      { id: `${id}Kept`, title: "memory kept 2 s after three of them", unit: "MB", target: memory },
    ],
    async measure(contender): Promise<Findings> {
      await using kernel = await KernelUnderTest.ready(contender);
      const before = kernel.memory();
      const length = megabytes * 2 ** 20;
      const times: number[] = [];
      let late = 0;
      for (let count = 0; count < 3; count++) {
        const sent = kernel.client.cell(contender.snippets.megabytes(megabytes));
        const size = counter((text) => text.length);
        const isAll = (all: readonly Arrival[]): boolean => size(all) >= length && isOver(all);
        if (!(await kernel.client.until(sent, isAll, 20_000)))
          return { [id]: `never: ${(size(sent.arrivals) / 2 ** 20).toFixed(0)} MB came` };
        times.push((outputsOf(sent.arrivals).at(-1)?.at ?? 0) - sent.at);
        late += lateOf(sent.arrivals).length;
        sent.arrivals.length = 0;
      }
      await new Promise((resolve) => setTimeout(resolve, 2000));
      const after = kernel.memory();
      const kept = before === undefined || after === undefined ? undefined : after - before;
      return { [id]: median(times), [`${id}Late`]: late, [`${id}Kept`]: kept ?? "cannot be read" };
    },
  };
}

export const huge10: Row = huge(10, atMost(65), atMost(60));
export const huge100: Row = huge(100, atMost(850), atMost(60));

const displays = 1001;

export const updates: Row = {
  id: "updates",
  rounds: 3,
  figures: [
    { id: "updates", title: "1,000 update_display_data", unit: "ms", target: atMost(150) },
    { id: "updatesLost", title: "lost", unit: "outputs", target: exactly(0) },
    { id: "updatesLate", title: "late", unit: "outputs", target: exactly(0) },
  ],
  async measure(contender): Promise<Findings> {
    const code = contender.snippets.updates;
    if (code === undefined) return { updates: "cannot" };
    await using kernel = await KernelUnderTest.ready(contender);
    const times: number[] = [];
    let lost = 0;
    let late = 0;
    for (let count = 0; count < 3; count++) {
      const sent = kernel.client.cell(code);
      const isAll = (all: readonly Arrival[]): boolean =>
        outputsOf(all).length >= displays && isOver(all);
      await kernel.client.until(sent, isAll, 4000);
      lost = Math.max(lost, displays - outputsOf(sent.arrivals).length);
      late = Math.max(late, lateOf(sent.arrivals).length);
      times.push((sent.arrivals.at(-1)?.at ?? 0) - sent.at);
    }
    return {
      updates: lost > 0 ? `never: ${displays - lost} came` : median(times),
      updatesLost: lost,
      updatesLate: late,
    };
  },
};

function isOver(all: readonly Arrival[]): boolean {
  return replyOf(all) !== undefined && idleOf(all) !== undefined;
}

/** Measures printed text, each message once. */
function counter(measure: (text: string) => number): (all: readonly Arrival[]) => number {
  let counted = 0;
  let sum = 0;
  return (all) => {
    for (; counted < all.length; counted++) {
      const message = all[counted];
      if (message?.type === "stream") sum += measure(String(message.content["text"]));
    }
    return sum;
  };
}
