import { afterAll, beforeAll, expect, test } from "vitest";
import type { Sandbox, SubmissionResult } from "../../../autograder/contract.ts";
import { closeCheckers } from "../../../autograder/checker/index.ts";
import { createSandbox } from "../../../autograder/sandbox/index.ts";
import { gradeNotebook, verdictsOf } from "../../support/grading.ts";
import { smallLab } from "../../support/small-lab.ts";
import { solvedBut } from "../../support/solved.ts";

const lab = smallLab();
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await createSandbox({ mode: "none" });
});
afterAll(async () => {
  closeCheckers();
  await sandbox.close();
});

const slideCell = (body: string, before = ""): Record<string, string> => ({
  "slide-answer": `${before}function slide(x: Tensor, w: Tensor): any {\n${body}\n}`,
});
const honestSlide = `  const out: number[] = [];
  for (let i = 0; i + w.shape[0] <= x.shape[0]; i++) {
    let sum = 0;
    for (let k = 0; k < w.shape[0]; k++) sum += x.data[i + k] * w.data[k];
    out.push(sum);
  }`;
const testOf = ({ tests }: SubmissionResult, title: string) => {
  const found = tests.find((each) => each.title === title);
  if (!found) throw new Error(`no test "${title}"`);
  return found;
};

test("the master's own answers earn everything, the untouched release nothing", async () => {
  const full = await gradeNotebook(lab, solvedBut(lab), sandbox);
  expect([full.status, full.automaticPoints, full.automaticMax]).toEqual(["graded", 18, 18]);
  expect(full.manual).toEqual([{ gradeId: "why", maxPoints: 4, answered: true }]);
  expect(full.audit).toMatchObject({ sandbox: "none", unsandboxed: true, guestStarts: 1 });
  const nothing = await gradeNotebook(lab, lab.release, sandbox);
  expect([nothing.automaticPoints, nothing.pendingManualMax]).toEqual([0, 4]);
  expect(nothing.manual).toMatchObject([{ answered: false }]);
  expect(new Set(Object.values(verdictsOf(nothing)))).toEqual(new Set(["missing"]));
});

test("grading again gives the same, and another student's hidden inputs differ", async () => {
  const wrong = solvedBut(lab, slideCell("  return [x.data[0]];"));
  const [one, again, other] = [
    await gradeNotebook(lab, wrong, sandbox),
    await gradeNotebook(lab, wrong, sandbox),
    await gradeNotebook(lab, wrong, sandbox, { student: "grace" }),
  ];
  const hidden = (result: SubmissionResult): string =>
    testOf(result, "agrees with the sum on random signals").staffMessage;
  expect(hidden(again)).toBe(hidden(one));
  expect(hidden(other)).not.toBe(hidden(one));
  expect(testOf(one, "slides a filter over a short signal").studentMessage).toMatch(
    /slide\(\[1, 2, 3\], \[1, 0\]\)/,
  );
});

test("a refusal counts only beside a right value", async () => {
  const refuses = slideCell('  throw new RangeError("3 does not fit 2");');
  const verdicts = verdictsOf(await gradeNotebook(lab, solvedBut(lab, refuses), sandbox));
  expect(verdicts["slides a filter over a short signal"]).toBe("error");
  expect(verdicts["refuses a filter longer than the signal"]).toBe("failed");
});

test("after a loop that never ends the later tests go on in a fresh engine, with earlier cells run again", async () => {
  const loops = slideCell(`  if (x.shape[0] === 8) while (true) {}\n${honestSlide}\n  return out;`);
  const result = await gradeNotebook(lab, solvedBut(lab, loops), sandbox);
  expect(verdictsOf(result)).toMatchObject({
    "slides a filter over a short signal": "passed",
    "agrees with the sum on random signals": "timeout",
    "knows the canary": "passed",
    "keeps a running mean": "passed",
    "finds the slope of a sine": "passed",
  });
  expect(result.audit["guestStarts"]).toBe(2);
});

test("a cell that never ends costs what it declares, and nothing else", async () => {
  const tight = smallLab({ cellMs: 1500 });
  const loops = slideCell(`${honestSlide}\n  return out;`, "while (true) {}\n");
  const result = await gradeNotebook(tight, solvedBut(tight, loops), sandbox);
  const verdicts = verdictsOf(result);
  expect(verdicts["slides a filter over a short signal"]).toBe("timeout");
  expect(verdicts["keeps a running mean"]).toBe("passed");
  const cell = result.cells.find(({ gradeId }) => gradeId === "slide-answer");
  expect(cell?.flags).toEqual(["not-run"]);
});

test("the time for the whole notebook ends everything that is left", async () => {
  const short = smallLab({ runMs: 3000, callMs: 2500 });
  const loops = slideCell("  while (true) {}");
  const result = await gradeNotebook(short, solvedBut(short, loops), sandbox);
  expect(testOf(result, "finds the slope of a sine").verdict).toBe("timeout");
  expect(result.automaticPoints).toBe(0);
});

test("a type error fails the tests of its cell with the compiler's text", async () => {
  const wrong = slideCell("  const size: string = 3;\n  return [size];");
  const result = await gradeNotebook(lab, solvedBut(lab, wrong), sandbox);
  const { verdict, studentMessage } = testOf(result, "slides a filter over a short signal");
  expect(verdict).toBe("failed");
  expect(studentMessage).toContain("has a type error");
  expect(studentMessage).toContain("'number' is not assignable to type 'string'");
  expect(result.cells.find(({ gradeId }) => gradeId === "slide-answer")?.flags).toEqual([
    "type-error",
  ]);
});

test("a hidden input that was kept and given back to a later public test is not in its feedback", async () => {
  const keeps = slideCell(
    `  kept.push(...Array.from(x.data));\n${honestSlide}\n  return out;`,
    "var kept: number[] = [];\n",
  );
  const gives: Record<string, string> = {
    ...keeps,
    "slope-answer": `function slope(f: (x: number) => number, x: number): any {\n  console.log("GAVE");\n  return "CARRIED " + kept.filter((value) => value > 1e8).join(" ");\n}`,
  };
  const result = await gradeNotebook(lab, solvedBut(lab, gives), sandbox);
  expect(testOf(result, "knows the canary")).toMatchObject({ verdict: "passed", staffMessage: "" });
  const { verdict, studentMessage, staffMessage } = testOf(result, "finds the slope of a square");
  expect(verdict).toBe("failed");
  expect(staffMessage).toContain("987654321.125");
  // it shows what comes back when no hidden test ran before, so that the student can mend it
  expect(studentMessage).toContain("CARRIED");
  expect(studentMessage).not.toContain("987654321");
});

test("promises are awaited, and one that never settles is a timeout", async () => {
  const later = {
    "slide-answer": `async function slide(x: Tensor, w: Tensor): Promise<any> {\n${honestSlide}\n  await new Promise((go) => setTimeout(go, 5));\n  return out;\n}`,
  };
  const verdicts = verdictsOf(await gradeNotebook(lab, solvedBut(lab, later), sandbox));
  expect(verdicts["agrees with the sum on random signals"]).toBe("passed");
  const never = slideCell("  return new Promise(() => {});");
  const hung = await gradeNotebook(lab, solvedBut(lab, never), sandbox);
  expect(testOf(hung, "knows the canary").verdict).toBe("timeout");
});

test("arguments that were changed are seen from the other process", async () => {
  const spoils = slideCell(`${honestSlide}\n  x.data[0] = 99;\n  return out;`);
  const result = await gradeNotebook(lab, solvedBut(lab, spoils), sandbox);
  const { verdict, studentMessage } = testOf(result, "leaves its arguments as they were");
  expect(verdict).toBe("failed");
  expect(studentMessage).toContain("changed its argument 1 at [0]");
});

test("what is no notebook is unreadable, with the reason and no points", async () => {
  for (const bytes of [
    "",
    "{",
    "[]",
    '{"nbformat": 3}',
    "\0\0\0",
    '{"cells": [{"cell_type": "code"}]}',
  ]) {
    const result = await gradeNotebook(lab, Buffer.from(bytes), sandbox);
    expect([result.status, result.automaticPoints, result.automaticMax], bytes).toEqual([
      "unreadable",
      0,
      18,
    ]);
    expect(result.reason, bytes).toBeTruthy();
  }
});

test("a guest that cannot start is our failure: no score, and it says why", async () => {
  const broken: Sandbox = {
    ...sandbox,
    launch: () => sandbox.launch({ allowedImports: [], memoryMb: 0, cpuSeconds: 60 }),
  };
  const result = await gradeNotebook(lab, solvedBut(lab), broken);
  expect([result.status, result.automaticPoints]).toEqual(["infrastructure", undefined]);
  expect(result.tests).toHaveLength(10);
});

test("grading stops between two cells when it is aborted", async () => {
  const signal = AbortSignal.abort(new Error("Ctrl-C"));
  await expect(gradeNotebook(lab, solvedBut(lab), sandbox, { signal })).rejects.toThrow("Ctrl-C");
});
