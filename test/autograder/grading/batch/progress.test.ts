import { expect, test } from "vitest";
import {
  Progress,
  describe as describeResult,
  duration,
  points,
} from "../../../../autograder/grading/batch/progress.ts";
import { runQueue } from "../../../../autograder/grading/batch/queue.ts";
import { openGradings, summaryLines } from "../../../../autograder/grading/batch/summary.ts";
import { grading, submissionResult, testResult } from "../../../support/gradings.ts";

function shown(terminal: boolean): {
  written: string[];
  progress: Progress;
  clock: { now: number };
} {
  const written: string[] = [];
  const clock = { now: 0 };
  const output = { terminal, write: (text: string) => written.push(text), now: () => clock.now };
  return { written, progress: new Progress(10, output), clock };
}

test("without a terminal there is one line per submission, with the time left", () => {
  const { written, progress, clock } = shown(false);
  progress.step(submissionResult({ student: "zoe" }), true);
  clock.now = 4000;
  progress.step(submissionResult({ pendingManualMax: 5 }), false);
  // 4 s for one graded; 8 are left: 32 s
  expect(written).toEqual([
    " 1/10 zoe 01-convolution-by-hand: 4/4, as before\n",
    " 2/10 alice 01-convolution-by-hand: 4/4 and 5 by hand, about 32 s left\n",
  ]);
});

test("on a terminal one line is written over, and a name cannot move the cursor", () => {
  const { written, progress } = shown(true);
  progress.step(submissionResult({ student: "eve\u001b[2J" }), true);
  progress.finish();
  expect(written).toEqual([
    `\r\u001b[K 1/10 "eve\\u001b[2J" 01-convolution-by-hand: 4/4, as before`,
    "\r\u001b[K",
  ]);
});

test("durations and points read well", () => {
  expect([900, 61_000, 150_000, 7_200_000].map(duration)).toEqual([
    "1 s",
    "61 s",
    "3 min",
    "2 h 0 min",
  ]);
  expect([0.1 + 0.2, 2.5, 1 / 3].map(points)).toEqual(["0.3", "2.5", "0.333"]);
});

test("the table at the end has a row per lab and names what a person must look at", () => {
  const lines = summaryLines([
    grading(),
    grading({ student: "bob", tests: [testResult({ points: 1, verdict: "failed" })] }),
    grading({
      student: "eve",
      status: "unreadable",
      reason: "not JSON\nline 2",
      automaticPoints: undefined,
    }),
    grading({
      student: "mallory",
      cells: [{ gradeId: "q1", cellId: "a", flags: ["duplicate"], staffMessage: "" }],
    }),
  ]);
  expect(lines).toEqual([
    "lab                     graded  mean  lowest  highest  of  by hand  open",
    "01-convolution-by-hand       3   3.0       1        4   4        0     1",
    "",
    "not graded, to be looked at:",
    "  eve 01-convolution-by-hand: cannot be read (not JSON)",
    "",
    "cells put back, doubled or changed:",
    "  mallory 01-convolution-by-hand: duplicate",
  ]);
});

test("a test that the grader failed to run keeps its submission open", () => {
  const failed = grading({
    status: "infrastructure",
    automaticPoints: undefined,
    tests: [testResult({ verdict: "infrastructure", points: 0 })],
  });
  expect(openGradings([grading(), failed])).toEqual([failed]);
  expect(describeResult(failed.result)).toBe("open: the grader failed");
});

test("a queue does all items, so many at once and no more, and stops at a signal", async () => {
  let [running, most] = [0, 0];
  const done: number[] = [];
  const stop = new AbortController();
  const work = async (item: number): Promise<void> => {
    most = Math.max(most, (running += 1));
    await Promise.resolve();
    running -= 1;
    done.push(item);
    if (item === 6) stop.abort();
  };
  await runQueue([1, 2, 3, 4], 3, work);
  expect({ most, done: done.length }).toEqual({ most: 3, done: 4 });
  await runQueue([5, 6, 7, 8], 1, work, stop.signal);
  expect(done.slice(4)).toEqual([5, 6]);
  await expect(runQueue([9], 2, () => Promise.reject(new Error("ours")))).rejects.toThrow("ours");
});
