import { join } from "node:path";
import { checkLab, isReleased, loadLab, loadMutants, reportText } from "../../authoring/index.ts";
import { closeCheckers } from "../../checker/index.ts";
import type { Sandbox } from "../../contract.ts";
import { gradeSubmission } from "../../grading/submission/index.ts";
import { createSandbox, SandboxError } from "../../sandbox/index.ts";
import type { CommandInput, Output, RunCommand } from "../command.ts";
import { interruptible, readJobs, readMode } from "./choices.ts";
import { courseFolder } from "./course-folder.ts";

/** `convlab lab check LAB`: 0 when every claim holds, else 1. */
export const labCheck: RunCommand = async (input) => {
  const { output, values } = input;
  const jobs = readJobs(values["jobs"]);
  const course = courseFolder(input);
  const lab = await loadLab(input.positionals[0] ?? "", course);
  const mutants = await loadMutants(lab);
  const sandbox = await openSandbox(input, join(lab.folder, `${lab.settings.slug}.ipynb`));
  const { signal, done } = interruptible();
  try {
    const check = await checkLab(lab, mutants, {
      grade: gradeSubmission,
      sandbox,
      signal,
      onProgress: progress,
      ...(jobs === undefined ? {} : { jobs }),
    });
    output.out(values["json"] === true ? JSON.stringify(check, undefined, 2) : reportText(check));
    if (!(await isReleased(lab, course))) tellStale(output, lab.settings.slug);
    return check.holds ? 0 : 1;
  } finally {
    done();
    closeCheckers();
    await sandbox.close();
  }
};

function tellStale(output: Output, slug: string): void {
  output.note(`labs/${slug} is not what the master makes now: convlab lab release ${slug}`);
}

/** The walls that were asked for; without a wish the full ones, or none where they do not hold: the code is the author's. */
async function openSandbox({ values, output }: CommandInput, secret: string): Promise<Sandbox> {
  const wish = readMode(values["sandbox"]);
  if (wish) return createSandbox({ mode: wish, secrets: [secret] });
  try {
    return await createSandbox({ mode: "full", secrets: [secret] });
  } catch (error) {
    if (!(error instanceof SandboxError) || error.code !== "WALL_MISSING") throw error;
    output.note(
      "the sandbox's walls do not hold here (convlab doctor shows why): checking without",
    );
    return createSandbox({ mode: "none" });
  }
}

/** On a terminal one line that is written over; nothing in a file or pipe. */
function progress(done: number, of: number, what: string): void {
  if (!process.stderr.isTTY) return;
  process.stderr.write(`\r\x1b[K${done === of ? "" : `graded ${done} of ${of}: ${what}`}`);
}
