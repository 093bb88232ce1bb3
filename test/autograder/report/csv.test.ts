import { expect, test } from "vitest";
import { csvField, gradesCsv } from "../../../autograder/report/csv.ts";
import { grading, testResult } from "../../support/gradings.ts";

/** Reads RFC 4180 text: the oracle for what we write. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g,
  )) {
    if (end === "" && quoted === undefined && plain === "") break;
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? "");
    if (end === "\r\n") rows.push([]);
  }
  return rows.filter((row) => row.length > 0);
}

function records(text: string): Record<string, string>[] {
  const [header = [], ...rows] = parseCsv(text);
  return rows.map((row) =>
    Object.fromEntries(header.map((name, index) => [name, row[index] ?? ""])),
  );
}

test("the first columns are nbgrader's, in its order", () => {
  const [header] = parseCsv(gradesCsv([]));
  expect(header?.slice(0, 11)).toEqual([
    "assignment",
    "duedate",
    "timestamp",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
  ]);
});

test("a row holds the automatic points, each question's, and what is pending by hand", () => {
  const text = gradesCsv([
    grading({
      tests: [
        testResult({ points: 4 }),
        testResult({ points: 0, maxPoints: 6, verdict: "failed", hidden: true }),
        testResult({ question: "q2", points: 2.5, maxPoints: 2.5 }),
      ],
      pendingManualMax: 5,
      cells: [{ gradeId: "q1", cellId: "a", flags: ["restored", "not-run"], staffMessage: "" }],
    }),
  ]);
  expect(records(text)).toEqual([
    {
      assignment: "01-convolution-by-hand",
      duedate: "",
      timestamp: "2026-11-20T09:00:00.000Z",
      student_id: "alice",
      last_name: "",
      first_name: "",
      email: "",
      raw_score: "6.5",
      late_submission_penalty: "0",
      score: "6.5",
      max_score: "12.5",
      status: "graded",
      manual_pending: "5",
      flags: "restored",
      sandbox: "full",
      submission: "555555555555",
      q1: "4",
      q2: "2.5",
    },
  ]);
});

test("what could not be graded has an empty score and says so, never a 0", () => {
  const open = testResult({ verdict: "infrastructure", points: 0 });
  const rows = records(
    gradesCsv([
      grading({ status: "unreadable", automaticPoints: 0, tests: [] }),
      grading({ status: "infrastructure", automaticPoints: undefined, tests: [open] }),
    ]),
  );
  expect(rows.map(({ score, status, q1 }) => ({ score, status, q1 }))).toEqual([
    { score: "", status: "unreadable", q1: "" },
    { score: "", status: "infrastructure", q1: "" },
  ]);
});

test("grading without a sandbox is stamped into every row", () => {
  const [row] = records(gradesCsv([grading({}, { sandbox: "none" })]));
  expect(row?.["sandbox"]).toBe("UNSANDBOXED");
});

test.each(["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "|calc"])(
  "a spreadsheet does not run %j",
  (attack) => {
    const field = csvField(attack);
    expect(field.startsWith(`"'`)).toBe(true);
    expect(parseCsv(`${field}\r\n`)).toEqual([[`'${attack}`]]);
  },
);

test("quotes, commas and line ends stay inside of their field", () => {
  const name = 'a "b", c\r\nroot,100';
  const [row] = records(gradesCsv([grading({ student: name })]));
  expect(row?.["student_id"]).toBe(name);
});

test("numbers are no texts: a negative one is not guarded, a fraction has no noise", () => {
  expect(csvField(-1)).toBe("-1");
  expect(csvField(0.1 + 0.2)).toBe("0.3");
});
