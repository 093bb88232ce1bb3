import { newLab } from "../../authoring/index.ts";
import type { RunCommand } from "../command.ts";
import { courseFolder } from "./course-folder.ts";

/** `convlab lab new SLUG` */
export const labNew: RunCommand = async (input) => {
  const course = courseFolder(input);
  const slug = input.positionals[0] ?? "";
  const written = await newLab(slug, course);
  for (const file of written) input.output.out(`wrote ${file}`);
  input.output.note(
    [
      "",
      "What comes next:",
      `  1. open solutions/${slug}/${slug}.ipynb in JupyterLab and make it yours`,
      `  2. convlab lab check ${slug}      proves that its tests tell right from wrong`,
      `  3. convlab lab release ${slug}    writes what students get`,
    ].join("\n"),
  );
  return 0;
};
