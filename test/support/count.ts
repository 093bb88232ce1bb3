// The true count of a run: a suite that crashed before its tests, or an error outside all tests, counts as a failure.

/** The part of vitest's JSON report that the count needs. */
export interface TestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message?: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly title?: string;
      readonly ancestorTitles?: readonly string[];
    }[];
  }[];
}

/** What `npm test` prints last, and how it exits. */
export interface TestCount {
  readonly line: string;
  readonly notes: readonly string[];
  readonly exitCode: 0 | 1;
}

/**
 * Counts a run. A skipped test is a failure unless a tool is missing that this machine may not install: with every tool
 * there, nothing has a reason to be skipped.
 */
export function countTests(
  report: TestReport | undefined,
  run: { readonly exitCode: number; readonly missingTools: readonly string[] },
): TestCount {
  const notes: string[] = [];
  const count = { passed: 0, failed: 0, skipped: 0 };
  for (const suite of report?.testResults ?? []) {
    for (const { status, fullName } of suite.assertionResults) {
      if (status === "passed") count.passed += 1;
      else if (status === "failed") count.failed += 1;
      else if (run.missingTools.length > 0) count.skipped += 1;
      else {
        count.failed += 1;
        notes.push(`skipped without a reason, counted as failed: ${fullName}`);
      }
    }
    const failedInside = suite.assertionResults.some(({ status }) => status === "failed");
    if (suite.status === "failed" && !failedInside) {
      count.failed += 1;
      notes.push(`the file failed outside its tests, counted as failed: ${suite.name}`);
    }
  }
  if (report === undefined) {
    count.failed += 1;
    notes.push("vitest ended without a report, counted as failed");
  } else if (run.exitCode !== 0 && count.failed === 0) {
    count.failed += 1;
    notes.push("an error outside all tests (above), counted as failed");
  } else if (count.passed + count.failed === 0) {
    count.failed += 1;
    notes.push("no test ran, counted as failed");
  }
  if (count.skipped > 0) {
    notes.push(`skipped for want of: sudo apt-get install ${run.missingTools.join(" ")}`);
  }
  const line = `${count.passed} passed, ${count.failed} failed`;
  return {
    line: count.skipped > 0 ? `${line}, ${count.skipped} skipped` : line,
    notes,
    exitCode: count.failed === 0 ? 0 : 1,
  };
}
