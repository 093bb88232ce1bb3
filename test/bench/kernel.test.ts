// The bench itself: its table, and one row measured on our own kernel. The peers are not installed for tests.
import { expect, test } from "vitest";
import { findContenders, type Contender } from "../../bench/kernel/contenders.ts";
import { atMost, atMostOf, exactly, median, type Row } from "../../bench/kernel/row.ts";
import { measureRow, rows } from "../../bench/kernel/run.ts";
import { burst } from "../../bench/kernel/rows/cells.ts";
import { makeLines, summary, toMarkdown } from "../../bench/kernel/table.ts";

const contender = (id: string): Contender => ({ ...ours(), id, title: id });

function ours(): Contender {
  const [found] = findContenders(["convlab"]);
  if (found === undefined || !("argv" in found)) throw new Error("run npm run build");
  return found;
}

const row: Row = {
  id: "made-up",
  rounds: 3,
  figures: [
    { id: "time", title: "a time", unit: "ms", target: atMostOf(0.5, "peer", "time") },
    { id: "lost", title: "lost", unit: "outputs", target: exactly(0) },
    { id: "alone", title: "without a target", unit: "MB" },
  ],
  measure: () => Promise.resolve({}),
};
const kernels = [contender("convlab"), contender("peer"), contender("other")];

test("the table shows the median of the rounds, ratios to ours, and losses like wins", () => {
  const measured = new Map([
    [
      "made-up",
      new Map([
        [
          "convlab",
          [
            { time: 9, lost: 1, alone: 12 },
            { time: 2, lost: 1 },
            { time: 4, lost: 1 },
          ],
        ],
        [
          "peer",
          [
            { time: 10, lost: 0 },
            { time: 6, lost: 0 },
            { time: 8, lost: 0 },
          ],
        ],
        ["other", [{ time: "dies" }, { time: "dies" }, { time: 1 }]],
      ]),
    ],
  ]);
  const lines = makeLines([row], kernels, measured);
  // ours 4 = 0.5 × 8: met; 1 output lost: missed; two of three rounds died: so it says
  expect(toMarkdown(lines, kernels).split("\n")).toEqual([
    "|  | convlab | peer | other | ours must reach | verdict |",
    "| --- | --- | --- | --- | --- | --- |",
    "| a time, ms | **4.00** | 8.00 (2.00×) | dies | ≤ 0.5 × peer | met |",
    "| lost | **1** | 0 | – | 0 | **missed** |",
    "| without a target, MB | **12** | – | – | – | – |",
  ]);
  expect(summary(lines)).toBe("1 of 2 targets met. Missed: lost.");
});

test("a target that compares with a kernel that was not measured has no verdict, a failure of ours misses it", () => {
  const one = makeLines(
    [row],
    kernels,
    new Map([["made-up", new Map([["convlab", [{ time: 4 }]]])]]),
  );
  expect(one.map(({ verdict }) => verdict)).toEqual([undefined, undefined, undefined]);
  const dead = new Map([["made-up", new Map([["convlab", [{ lost: "dies" }]]])]]);
  expect(makeLines([row], kernels, dead)[1]?.verdict).toBe("missed");
});

test("medians of odd and even numbers of values", () => {
  expect([median([3, 1, 2]), median([4, 1, 2, 3]), median([])]).toEqual([2, 2.5, undefined]);
});

test("no two figures share a name, and every row has a target or says so by having none", () => {
  const figures = rows.flatMap((it) => it.figures.map(({ id }) => id));
  expect(new Set(figures).size).toBe(figures.length);
  expect(rows.length).toBeGreaterThan(15);
});

test("a kernel that is not installed is left out with a reason", () => {
  expect(findContenders(["no-such-kernel"])).toEqual([
    {
      id: "no-such-kernel",
      reason: expect.stringContaining("there are convlab, ipykernel") as string,
    },
  ]);
});

test("two hundred cells sent at once are measured on our kernel: none lost, none late, all in order", async () => {
  const said: string[] = [];
  const measured = await measureRow(burst, [ours()], 1, (text) => said.push(text));
  const [findings] = measured.get("convlab") ?? [];
  expect(findings).toMatchObject({ burstLost: 0, burstLate: 0, burstOrder: 0 });
  expect(findings?.["burst"]).toBeGreaterThan(0);
  expect(said).toEqual(["burst, round 1 of 1: convlab"]);
});

test("atMost counts the limit itself as reached", () => {
  expect([atMost(5).holds(5, () => undefined), atMost(5).holds(5.1, () => undefined)]).toEqual([
    true,
    false,
  ]);
});
