import { resolve } from "node:path";
import { OptionError } from "../../../kernel/core/index.ts";
import { closeCheckers } from "../../checker/index.ts";
import { gradeCourse } from "../../grading/grade.ts";
import { gradeSubmission } from "../../grading/submission/index.ts";
import type { RunCommand } from "../command.ts";
import { interruptible, readJobs, readMode } from "./choices.ts";
import { courseFolder } from "./course-folder.ts";

/** `convlab grade SUBMITTED --out OUT`: 0 when everything is graded, 1 when something waits for a person. */
export const grade: RunCommand = async (input) => {
  const { output, values, positionals } = input;
  const out = values["out"];
  if (typeof out !== "string") {
    throw new OptionError({
      code: "ARGUMENT_MISSING",
      summary: "convlab grade needs a folder for gradebook, table and feedback.",
      expected: "convlab grade SUBMITTED --out OUT",
      fix: "for example: --out graded",
    });
  }
  const { signal, done } = interruptible();
  try {
    const complete = await gradeCourse({
      submitted: resolve(positionals[0] ?? ""),
      out: resolve(out),
      course: courseFolder(input),
      jobs: readJobs(values["jobs"]),
      sandbox: readMode(values["sandbox"]) ?? "full",
      grade: gradeSubmission,
      signal,
      progress: {
        terminal: process.stderr.isTTY,
        write: (text) => process.stderr.write(text),
        now: () => performance.now(),
      },
      print: (line) => output.out(line),
      note: (line) => output.note(line),
    });
    return complete ? 0 : 1;
  } finally {
    done();
    closeCheckers();
  }
};
