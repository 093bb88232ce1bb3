import { expect, test } from "vitest";
import { closeCheckers } from "../../../../autograder/checker/index.ts";
import { gradeOne, readCollected } from "../../../../autograder/grading/batch/grade-one.ts";
import { gradeSubmission } from "../../../../autograder/grading/submission/index.ts";
import { createSandbox } from "../../../../autograder/sandbox/index.ts";
import { openSqliteStore } from "../../../../autograder/store/index.ts";
import { rmSync } from "node:fs";
import { smallCourse } from "../../../support/small-course.ts";
import { solved } from "../../../support/small-lab.ts";

test("a failure of ours is tried again, left open, never scored, and graded by the next run", async () => {
  const course = smallCourse();
  const store = openSqliteStore(":memory:");
  const { slug } = course.lab.settings;
  const collected = {
    student: "alice",
    lab: slug,
    path: course.handIn("alice", solved(course.lab)),
    fault: undefined,
    submittedAt: undefined,
  };
  const broken = await createSandbox({ mode: "full" });
  await broken.close(); // nothing can be started in it any more
  let attempts = 0;
  const submission = await readCollected(collected);
  const options = {
    grade: (request: Parameters<typeof gradeSubmission>[0]) => {
      attempts += 1;
      return gradeSubmission(request);
    },
    lab: course.lab,
    courseKey: "key",
    gradingHash: "hash",
    signal: new AbortController().signal,
  };
  const whole = await createSandbox({ mode: "full" });
  try {
    const run = await store.beginRun({});
    const open = await store.save(run, await gradeOne(submission, { ...options, sandbox: broken }));
    expect(attempts).toBe(4); // once, and three times again
    expect(open.result).toMatchObject({ status: "infrastructure", automaticPoints: undefined });
    expect(open.result.reason).toBeTruthy();
    expect(await store.findFinished(open.key)).toBeUndefined();

    const later = await gradeOne(submission, { ...options, sandbox: whole });
    await store.save(run, later);
    expect(later.result).toMatchObject({ status: "graded", automaticPoints: 18 });
    expect((await store.latest()).map(({ result }) => result.status)).toEqual(["graded"]);
  } finally {
    closeCheckers();
    await whole.close();
    await store.close();
    rmSync(course.folder, { recursive: true });
  }
});
