// Small cells one after the other, a thousand that build on each other, and many at once.
import { idleOf, lateOf, outputsOf, replyOf } from "../arrivals.ts";
import type { Sent } from "../client.ts";
import { KernelUnderTest } from "../process.ts";
import {
  atMost,
  atMostOf,
  atMostOurs,
  exactly,
  type Findings,
  medianOr,
  type Row,
} from "../row.ts";

/** ms from the sending of a cell to its idle. */
function untilIdle(sent: Sent): number | undefined {
  const idle = idleOf(sent.arrivals);
  return idle === undefined ? undefined : idle.at - sent.at;
}

function failed({ arrivals }: Sent): boolean {
  return replyOf(arrivals)?.content["status"] !== "ok";
}

export const trivial: Row = {
  id: "trivial",
  rounds: 3,
  figures: [
    {
      id: "trivial",
      title: "`1+1` to idle",
      unit: "ms",
      target: atMostOf(0.85, "ijavascript", "trivial"),
    },
    // ours does not check a cell again that runs again
    { id: "trivialNew", title: "`1+n` to idle, another n each time", unit: "ms" },
  ],
  async measure(contender): Promise<Findings> {
    await using kernel = await KernelUnderTest.ready(contender);
    const times: (number | undefined)[] = [];
    const timesOfNew: (number | undefined)[] = [];
    for (let count = 0; count < 205; count++)
      times.push(untilIdle(await kernel.run(contender.snippets.trivial, 5000)));
    for (let count = 0; count < 200; count++)
      timesOfNew.push(untilIdle(await kernel.run(`1+${100 + count}`, 5000)));
    return {
      trivial: medianOr(times.slice(5), "no idle"),
      trivialNew: medianOr(timesOfNew, "no idle"),
    };
  },
};

const cellCount = 1000;

export const thousand: Row = {
  id: "thousand",
  rounds: 1,
  figures: [
    {
      id: "declare200",
      title: "typed function + call of the previous cell's, cells 1–200",
      unit: "ms",
      target: atMost(10),
    },
    { id: "declare50", title: "the same, cells 1–50", unit: "ms" },
    {
      id: "declareLast",
      title: "the same, cells 951–1000",
      unit: "ms",
      target: atMostOurs(1.2, "declare50", "the first 50"),
    },
    {
      id: "rssFirst",
      title: "RSS after a first cell, all processes",
      unit: "MB",
      target: atMost(150),
    },
    {
      id: "rssLast",
      title: "RSS after 1,000 cells, all processes",
      unit: "MB",
      target: atMost(150),
    },
  ],
  async measure(contender): Promise<Findings> {
    await using kernel = await KernelUnderTest.ready(contender);
    const { declare } = contender.snippets;
    await settle();
    const rssFirst = kernel.memory() ?? "cannot be read";
    await kernel.run(declare(0));
    const times: (number | undefined)[] = [];
    for (let n = 1; n <= cellCount; n++) {
      const sent = await kernel.run(declare(n, n - 1), 20_000);
      if (failed(sent)) {
        const why = `cell ${n} failed`;
        return { rssFirst, declare200: why, declare50: why, declareLast: why, rssLast: why };
      }
      times.push(untilIdle(sent));
    }
    await settle();
    return {
      rssFirst,
      declare200: medianOr(times.slice(0, 200), "no idle"),
      declare50: medianOr(times.slice(0, 50), "no idle"),
      declareLast: medianOr(times.slice(-50), "no idle"),
      rssLast: kernel.memory() ?? "cannot be read",
    };
  },
};

/** Memory is read when a kernel has come to rest. */
function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1000));
}

export const idle: Row = {
  id: "idle",
  rounds: 3,
  figures: [
    {
      id: "rssIdle",
      title: "RSS of a started kernel, all processes",
      unit: "MB",
      target: atMost(150),
    },
  ],
  async measure(contender): Promise<Findings> {
    await using kernel = await KernelUnderTest.launch(contender);
    await kernel.client.ask("shell", "kernel_info_request", {}, 60_000);
    await settle();
    return { rssIdle: kernel.memory() ?? "cannot be read" };
  },
};

const burstSize = 200;

export const burst: Row = {
  id: "burst",
  rounds: 5,
  figures: [
    { id: "burst", title: "200 `1+1` sent at once, total", unit: "ms", target: atMost(200) },
    { id: "burstLost", title: "of these 200 results: lost", unit: "outputs", target: exactly(0) },
    { id: "burstLate", title: "after their idle", unit: "outputs", target: exactly(0) },
    { id: "burstOrder", title: "out of order", unit: "outputs", target: exactly(0) },
  ],
  async measure(contender): Promise<Findings> {
    await using kernel = await KernelUnderTest.ready(contender);
    const { client } = kernel;
    const { trivial: code } = contender.snippets;
    for (let count = 0; count < 5; count++) await kernel.run(code);
    const begun = performance.now();
    const all = Array.from({ length: burstSize }, () => client.cell(code));
    const isWhole = ({ arrivals }: Sent): boolean =>
      replyOf(arrivals) !== undefined &&
      idleOf(arrivals) !== undefined &&
      outputsOf(arrivals).length > 0;
    const deadline = begun + 10_000;
    for (const sent of all) {
      const left = Math.max(deadline - performance.now(), 1);
      await client.until(sent, () => isWhole(sent), Math.min(left, 3000));
    }
    const last = Math.max(...all.flatMap(({ arrivals }) => arrivals.map(({ at }) => at)));
    const firsts = all.map(({ arrivals }) => outputsOf(arrivals)[0]?.at);
    return {
      burst: last - begun,
      burstLost: firsts.filter((at) => at === undefined).length,
      burstLate: all.filter(({ arrivals }) => lateOf(arrivals).length > 0).length,
      burstOrder: firsts.filter((at, index) => (at ?? 0) < (firsts[index - 1] ?? 0)).length,
    };
  },
};
