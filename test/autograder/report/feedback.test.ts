import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { feedbackPage } from "../../../autograder/report/feedback.ts";
import { escapeHtml } from "../../../autograder/report/html.ts";
import { safeName, writeFeedback } from "../../../autograder/report/write.ts";
import { smallLab } from "../../support/small-lab.ts";
import { anyLab, grading, testResult } from "../../support/gradings.ts";

const attack = `<img src=x onerror=alert(1)><script>alert(2)</script>"'&</pre>`;

/** Names of all elements in a page, by a reader that knows only tags. */
const tagsOf = (page: string): ReadonlySet<string> =>
  new Set([...page.matchAll(/<([a-z!][a-z0-9]*)/gi)].map(([, name]) => name?.toLowerCase() ?? ""));

test("markup of a student appears as text wherever it can come from", () => {
  const page = feedbackPage(
    { ...anyLab, settings: { ...anyLab.settings, title: attack } },
    grading({
      student: attack,
      reason: attack,
      status: "unreadable",
      tests: [
        testResult({
          verdict: "error",
          title: attack,
          question: attack,
          studentMessage: `${attack}\nHint: ${attack}`,
        }),
      ],
      manual: [{ gradeId: attack, maxPoints: 1, answered: true }],
      pendingManualMax: 1,
    }),
  );
  expect(page).not.toContain("<img");
  expect(page).not.toContain("<script");
  expect(page.split("&lt;img src=x onerror=alert(1)&gt;").length).toBeGreaterThan(6);
  expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
});

test("no text makes an element or ends an attribute", () => {
  const plain = tagsOf(
    feedbackPage(
      anyLab,
      grading({ tests: [testResult({ verdict: "failed", studentMessage: "m\nHint: h" })] }),
    ),
  );
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
      const message = `${text}\nHint: ${text}`;
      const tests = [testResult({ verdict: "failed", title: text, studentMessage: message })];
      const page = feedbackPage(anyLab, grading({ tests, student: text || "x" }));
      expect([...tagsOf(page)].filter((tag) => !plain.has(tag))).toEqual([]);
      expect(escapeHtml(text)).not.toMatch(/[<>"'\0]/);
    }),
    { seed: 20261121, numRuns: 200 },
  );
});

test("a public test shows its message, a hidden one neither title nor staff's words", () => {
  const page = feedbackPage(
    anyLab,
    grading({
      tests: [
        testResult({
          verdict: "failed",
          points: 0,
          studentMessage:
            "given [1, 2, 3]\nexpected [2, 3]\ngot [3, 2]\nfirst difference at [0]\nHint: flip the filter",
        }),
        testResult({
          hidden: true,
          title: "CANARY-TITLE",
          verdict: "error",
          points: 0,
          maxPoints: 6,
          studentMessage: "Your code stopped with an error. (RangeError)\nHint: try an even length",
          staffMessage: "CANARY-STAFF input [7, 7]",
        }),
      ],
      cells: [{ gradeId: "q1", cellId: "a", flags: ["restored"], staffMessage: "CANARY-CELL" }],
    }),
  );
  expect(page).toContain("first difference at [0]");
  expect(page).toContain('<p class="hint">Hint: flip the filter</p>');
  expect(page).toContain("Hidden test 1");
  expect(page).toContain("(RangeError)");
  expect(page).toContain('<p class="hint">Hint: try an even length</p>');
  expect(page).not.toContain("CANARY");
  expect(page).toContain("was missing and was put back");
  expect(page).toContain("0 / 10");
});

test("pending points, an unreadable notebook and a missing sandbox are said", () => {
  const manual = [{ gradeId: "q9-explain", maxPoints: 5, answered: true }];
  const pending = feedbackPage(anyLab, grading({ manual, pendingManualMax: 5 }));
  expect(pending).toContain("5 more points are given by hand and pending");
  expect(pending).toContain("q9-explain");
  const unreadable = feedbackPage(
    anyLab,
    grading(
      { status: "unreadable", reason: "line 3: a comma is missing", tests: [] },
      { sandbox: "none" },
    ),
  );
  expect(unreadable).toContain("line 3: a comma is missing");
  expect(unreadable).toContain("UNSANDBOXED");
  expect(unreadable).not.toContain("0 / 0");
});

test("a question carries the heading under which it stands", () => {
  const lab = smallLab();
  const cells = lab.release.cells.map((cell) =>
    cell.id === "title"
      ? { ...cell, source: "# Lab\n## Slide a `filter` **by hand**\ntext" }
      : cell,
  );
  const page = feedbackPage(
    { ...lab, release: { ...lab.release, cells } },
    grading({ tests: [testResult({ question: "slide", gradeId: "slide-tests" })] }),
  );
  expect(page).toContain("<h2>slide · Slide a filter by hand</h2>");
  const bare = feedbackPage(anyLab, grading({ tests: [testResult({ question: "slide" })] }));
  expect(bare).toContain("<h2>slide</h2>");
});

test("no student's name leads out of the feedback folder, and no two meet", async () => {
  const folder = mkdtempSync(join(tmpdir(), "convlab-feedback-"));
  try {
    const names = [
      "../x",
      "..",
      ".",
      "",
      "a/b",
      "a\\b",
      "a\0b",
      "C:",
      "..%2Fx",
      "öä",
      "x".repeat(300),
    ];
    const paths = await Promise.all(
      names.map((student) => writeFeedback(folder, anyLab, grading({ student }))),
    );
    expect(paths.map((path) => dirname(dirname(resolve(path))))).toEqual(names.map(() => folder));
    expect(new Set(paths).size).toBe(names.length);
    expect(readdirSync(folder)).toHaveLength(names.length);
    expect(readFileSync(paths[0] ?? "", "utf8")).toContain("../x · ");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("two names never share a file", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 20 }), fc.string({ maxLength: 20 }), (one, other) => {
      fc.pre(one.toWellFormed() !== other.toWellFormed());
      expect(safeName(one)).not.toBe(safeName(other));
    }),
    { seed: 7 },
  );
});
