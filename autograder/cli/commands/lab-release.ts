import { loadLab, writeRelease } from "../../authoring/index.ts";
import type { RunCommand } from "../command.ts";
import { courseFolder } from "./course-folder.ts";

/** `convlab lab release LAB` */
export const labRelease: RunCommand = async (input) => {
  const course = courseFolder(input);
  const lab = await loadLab(input.positionals[0] ?? "", course);
  const { written, unchanged, strangers } = await writeRelease(lab, course);
  for (const file of written) input.output.out(`wrote ${file}`);
  if (written.length === 0) input.output.out(`unchanged: ${unchanged.join(", ")}`);
  for (const file of strangers) {
    input.output.note(`${file} does not come from the master: delete it, or move it to files/`);
  }
  return 0;
};
