// What a question shows in the notebook: plain text, a table that is safe in untrusted notebooks, and data for programs.
import { CourseError } from "../../core/index.ts";
import { checkMime } from "./report.ts";
import type { TestReport, Verdict } from "./report.ts";

const displaySymbol: symbol = Symbol.for("Jupyter.display");

/** The result of a question; shows itself as the cell's result. */
export class QuestionReport {
  readonly question: string;
  readonly tests: readonly TestReport[];

  constructor(question: string, tests: readonly TestReport[]) {
    this.question = question;
    this.tests = tests;
    Object.defineProperty(this, displaySymbol, { value: () => this.bundle() });
  }

  /** Representations by MIME type, for the notebook. */
  bundle(): Record<string, unknown> {
    return {
      "text/plain": this.toString(),
      "text/html": asHtml(this),
      [checkMime]: {
        version: 1,
        question: this.question,
        tests: this.tests,
        ...totals(this.tests),
      },
    };
  }

  toString(): string {
    const rows = this.tests.map(
      (test) =>
        `${signs[test.verdict]} ${test.title} (${test.points} of ${count(test.maxPoints, "point")})` +
        indent([wording(test), test.hint && `hint: ${test.hint}`]),
    );
    return [`${this.question} · ${summary(this.tests)}`, ...rows].join("\n");
  }

  /** With CONVLAB_STRICT=1 a question that is not passed stops the run, for `lab check` and for continuous integration. */
  throwIfStrict(): void {
    if (!isStrict() || this.tests.every(({ verdict }) => verdict === "passed")) return;
    throw new CourseError({
      code: "CHECK_NOT_PASSED",
      summary: this.toString(),
      fix: "mend the failing tests above, or unset CONVLAB_STRICT to go on regardless",
    });
  }
}

const signs: Readonly<Record<Verdict, string>> = {
  passed: "✓",
  failed: "✗",
  error: "✗",
  timeout: "✗",
  memory: "✗",
  crashed: "✗",
  missing: "○",
  tampered: "✗",
  infrastructure: "?",
};

const words: Readonly<Record<Verdict, string>> = {
  passed: "passed",
  failed: "not yet",
  error: "error",
  timeout: "too slow",
  memory: "too much memory",
  crashed: "crashed",
  missing: "to do",
  tampered: "not plain data",
  infrastructure: "check failed",
};

function totals(tests: readonly TestReport[]) {
  const sum = (pick: (test: TestReport) => number): number =>
    tests.reduce((total, test) => total + pick(test), 0);
  return {
    passed: tests.filter(({ verdict }) => verdict === "passed").length,
    points: sum(({ points }) => points),
    maxPoints: sum(({ maxPoints }) => maxPoints),
  };
}

function summary(tests: readonly TestReport[]): string {
  const { passed, points, maxPoints } = totals(tests);
  return (
    `public tests passed: ${passed} of ${tests.length} (${points} of ${count(maxPoints, "point")}); ` +
    "hidden tests run when you submit"
  );
}

/** What to tell the student below the title. */
function wording({ verdict, message }: TestReport): string {
  if (verdict !== "missing") return message;
  return `${message}\n  Nothing is wrong: write it, run its cell, then run this one again.`;
}

const count = (amount: number, word: string): string =>
  `${amount} ${word}${amount === 1 ? "" : "s"}`;

const indent = (texts: readonly (string | undefined)[]): string =>
  texts
    .filter((text) => text !== undefined && text !== "")
    .map((text) => `\n    ${text?.replaceAll("\n", "\n    ")}`)
    .join("");

/** No script, no svg, no id, no class, no link: what JupyterLab keeps of an untrusted notebook's output. */
function asHtml({ question, tests }: QuestionReport): string {
  const rows = tests.map((test) => {
    const color =
      test.verdict === "passed" ? "#2e7d32" : test.verdict === "missing" ? "#8a6d00" : "#c62828";
    const details = [
      test.verdict === "passed" ? "" : `<pre style="margin:4px 0 0">${escape(wording(test))}</pre>`,
      test.hint ? `<p style="margin:4px 0 0"><b>Hint:</b> ${escape(test.hint)}</p>` : "",
    ].join("");
    return (
      `<tr><td style="color:${color};white-space:nowrap;vertical-align:top;text-align:left">` +
      `<b>${signs[test.verdict]} ${words[test.verdict]}</b></td>` +
      `<td style="text-align:left;vertical-align:top">${escape(test.title)}${details}</td>` +
      `<td style="white-space:nowrap;vertical-align:top">${test.points} / ${test.maxPoints}</td></tr>`
    );
  });
  return (
    `<table><caption style="text-align:left"><b>${escape(question)}</b> · ${escape(summary(tests))}</caption>` +
    '<thead><tr><th style="text-align:left">result</th><th style="text-align:left">test</th><th>points</th></tr></thead>' +
    `<tbody>${rows.join("")}</tbody></table>`
  );
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escape = (text: string): string =>
  text.replace(/[&<>"']/g, (letter) => entities[letter] ?? letter);

/** Reads the environment where there is one; a browser has none. */
function isStrict(): boolean {
  const { process } = globalThis as {
    process?: { env?: Readonly<Record<string, string | undefined>> };
  };
  return process?.env?.["CONVLAB_STRICT"] === "1";
}
