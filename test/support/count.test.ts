import { expect, test } from "vitest";
import { countTests, type TestReport } from "./count.ts";

const suite = (
  statuses: readonly string[],
  status = "passed",
): TestReport["testResults"][number] => ({
  name: "a.test.ts",
  status,
  assertionResults: statuses.map((state, index) => ({ status: state, fullName: `test ${index}` })),
});
const clean = { exitCode: 0, missingTools: [] };

test("a run without failures ends with 0 failed and exit code 0", () => {
  const count = countTests({ testResults: [suite(["passed", "passed"])] }, clean);
  expect(count).toMatchObject({ line: "2 passed, 0 failed", exitCode: 0 });
});

test("a file that crashes before its tests counts as one failure", () => {
  const count = countTests({ testResults: [suite(["passed"]), suite([], "failed")] }, clean);
  expect(count).toMatchObject({ line: "1 passed, 1 failed", exitCode: 1 });
});

test("an error outside all tests counts as one failure", () => {
  const report = { testResults: [suite(["passed"])] };
  expect(countTests(report, { ...clean, exitCode: 1 }).line).toBe("1 passed, 1 failed");
});

test("a failing test makes one failure, not two", () => {
  const report = { testResults: [suite(["passed", "failed"], "failed")] };
  expect(countTests(report, { ...clean, exitCode: 1 }).line).toBe("1 passed, 1 failed");
});

test("a skipped test is a failure where every tool is there, and skipped where one is missing", () => {
  const report = { testResults: [suite(["passed", "skipped"])] };
  expect(countTests(report, clean).line).toBe("1 passed, 1 failed");
  const without = countTests(report, { ...clean, missingTools: ["chromium"] });
  expect(without).toMatchObject({ line: "1 passed, 0 failed, 1 skipped", exitCode: 0 });
  expect(without.notes.join()).toContain("apt-get install chromium");
});

test("a run in which nothing ran, or that left no report, has failed", () => {
  expect(countTests({ testResults: [] }, clean).line).toBe("0 passed, 1 failed");
  expect(countTests(undefined, clean)).toMatchObject({ line: "0 passed, 1 failed", exitCode: 1 });
});
