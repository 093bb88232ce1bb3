// A student's feedback: one page of its own, readable without a script, a network or an account.
import type { Lab, TestResult, Verdict } from "../contract.ts";
import type { Grading } from "../store/index.ts";
import { headingAbove } from "./heading.ts";
import { html, type Html } from "./html.ts";
import { style } from "./style.ts";

/** Words and colour for a verdict; never blame. */
const verdicts: Readonly<Record<Verdict, readonly [words: string, kind: "good" | "bad" | "wait"]>> =
  {
    passed: ["✓ passed", "good"],
    failed: ["✗ not yet right", "bad"],
    error: ["✗ error", "bad"],
    timeout: ["✗ too slow", "bad"],
    memory: ["✗ too much memory", "bad"],
    crashed: ["✗ process ended", "bad"],
    missing: ["– not written yet", "bad"],
    tampered: ["✗ not plain data", "bad"],
    infrastructure: ["… open", "wait"],
  };

/** The page. Of hidden tests it shows verdict, the error's class and the author's hint; staff messages nowhere. */
export function feedbackPage(lab: Lab, grading: Grading): string {
  const { result, submittedAt, gradedAt, key } = grading;
  const title = `${lab.settings.title}: feedback for ${key.student}`;
  const handedIn = submittedAt === undefined ? undefined : html`handed in ${time(submittedAt)} · `;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'"
        />
        <title>${title}</title>
        <style>
          ${{ markup: style }}
        </style>
      </head>
      <body>
        <main>
          <h1>${lab.settings.title}</h1>
          <p class="meta">${key.student} · ${handedIn}graded ${time(gradedAt)}</p>
          ${result.status === "graded" ? score(grading) : undefined} ${notices(grading)}
          ${questions(lab, result.tests)} ${result.manual.map((manual) => manualCard(lab, manual))}
          <footer>
            Submission ${key.submissionHash.slice(0, 12)}. Each test is scored alone: one that fails
            never stops the next. Hidden tests use inputs that are not shown, so that code is
            written for every input.
          </footer>
        </main>
      </body>
    </html> `;
  return page.markup;
}

function score({ result }: Grading): Html {
  const { automaticPoints, automaticMax, pendingManualMax } = result;
  const open = automaticPoints === undefined;
  const reached = automaticPoints ?? result.tests.reduce((sum, test) => sum + test.points, 0);
  const percent = automaticMax > 0 ? (100 * reached) / automaticMax : 0;
  const passed = result.tests.filter(({ verdict }) => verdict === "passed").length;
  const width: Html = { markup: percent.toFixed(1) };
  return html`<section class="card">
    <div class="score">
      <strong>${points(reached)} / ${points(automaticMax)}</strong>
      <span>${passed} of ${result.tests.length} tests passed</span>
    </div>
    <div class="bar" role="img" aria-label="${Math.round(percent)} percent of the automatic points">
      <i style="width: ${width}%"></i>
    </div>
    ${pendingManualMax > 0 ? html`<span class="more">${points(pendingManualMax)} more points are given by hand and pending.</span>` : undefined}
    ${open ? html`<span class="more">Some tests are still open: they will be run again.</span>` : undefined}
  </section> `;
}

function notices({ result, sandbox }: Grading): Html | undefined {
  const flags = new Set(result.cells.flatMap((cell) => cell.flags));
  const lines = [
    ...(result.status === "unreadable"
      ? ["Your notebook could not be read, so nothing was graded yet.", result.reason ?? ""]
      : []),
    ...(result.status === "infrastructure"
      ? ["The grader failed, not your code. It will be graded again."]
      : []),
    ...(flags.has("restored") ? ["A cell of the lab was missing and was put back."] : []),
    ...(flags.has("changed-locked")
      ? ["A locked cell had been changed; the lab's own text was used."]
      : []),
    ...(flags.has("duplicate") ? ["A cell of the lab stood there more than once."] : []),
    ...(sandbox === "none" ? ["Graded without a sandbox (UNSANDBOXED)."] : []),
  ].filter(Boolean);
  if (lines.length === 0) return undefined;
  return html`<section class="card notice">${lines.map((line) => html`<p>${line}</p>`)}</section> `;
}

function questions(lab: Lab, tests: readonly TestResult[]): readonly Html[] {
  const names = [...new Set(tests.map(({ question }) => question))];
  return names.map((name) => {
    const own = tests.filter(({ question }) => question === name);
    let hidden = 0;
    const items = own.map((test) =>
      testItem(test, test.hidden ? `Hidden test ${(hidden += 1)}` : test.title),
    );
    const reached = own.reduce((sum, test) => sum + test.points, 0);
    const most = own.reduce((sum, test) => sum + test.maxPoints, 0);
    return html`<section class="card">
      <div class="head">
        <h2>${titled(name, headingAbove(lab, own[0]?.gradeId))}</h2>
        <span class="points">${points(reached)} / ${points(most)} points</span>
      </div>
      <ul class="tests">
        ${items}
      </ul>
    </section> `;
  });
}

const titled = (name: string, heading: string | undefined): string =>
  heading === undefined ? name : `${name} · ${heading}`;

function testItem(test: TestResult, title: string): Html {
  const [words, kind] = verdicts[test.verdict];
  const lines = test.verdict === "passed" ? [] : test.studentMessage.split("\n");
  const hints = lines.filter((line) => line.startsWith("Hint: "));
  const message = lines
    .filter((line) => !line.startsWith("Hint: "))
    .join("\n")
    .trimEnd();
  return html`<li>
    <div class="test">
      <span class="verdict ${kind}">${words}</span><span class="title">${title}</span>
      <span class="points">${points(test.points)} / ${points(test.maxPoints)}</span>
    </div>
    ${said(message)} ${hints.map((hint) => html`<p class="hint">${hint}</p>`)}
  </li>`;
}

/** Values stand in columns; one sentence is a sentence. */
function said(message: string): Html | undefined {
  if (message === "") return undefined;
  return message.includes("\n")
    ? html`<pre>${message}</pre>`
    : html`<p class="said">${message}</p>`;
}

function manualCard(lab: Lab, manual: Grading["result"]["manual"][number]): Html {
  const text = manual.answered
    ? "A person reads your answer; these points are pending."
    : "No answer was found in this cell.";
  return html`<section class="card">
    <div class="head">
      <h2>${titled(manual.gradeId, headingAbove(lab, manual.gradeId))}</h2>
      <span class="points">${points(manual.maxPoints)} points by hand</span>
    </div>
    <ul class="tests">
      <li>
        <div class="test">
          <span class="verdict wait">… pending</span><span class="title">${text}</span>
        </div>
      </li>
    </ul>
  </section> `;
}

const points = (value: number): string => String(Math.round(value * 1000) / 1000);

/** `2026-11-21 12:00 UTC` */
const time = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
