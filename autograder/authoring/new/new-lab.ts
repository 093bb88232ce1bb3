import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { OptionError } from "../../../kernel/core/index.ts";
import { saveNotebook } from "../../notebook/index.ts";
import { noCourse } from "../find-lab.ts";
import { slugPattern } from "../master/settings.ts";
import { mutantsReadme, templateMaster, templateMutants } from "./template.ts";

/**
 * Writes `solutions/<slug>/`: a master with one exercise, public and hidden tests and a question in words, and two mutants.
 *
 * @returns the files written, from the course's root
 * @throws OptionError LAB_SLUG, LAB_EXISTS, COURSE_MISSING
 */
export async function newLab(slug: string, courseRoot: string): Promise<readonly string[]> {
  if (!existsSync(join(courseRoot, "solutions"))) throw noCourse(courseRoot);
  if (!slugPattern.test(slug)) {
    throw new OptionError({
      code: "LAB_SLUG",
      summary: "this cannot be the name of a lab.",
      given: slug,
      expected: "a number of two digits and words in small letters, joined by -: 02-pooling",
      fix: `for example: convlab lab new ${suggestion(slug)}`,
    });
  }
  const folder = join(courseRoot, "solutions", slug);
  if (existsSync(folder)) {
    throw new OptionError({
      code: "LAB_EXISTS",
      summary: "there is a lab of this name already; nothing was changed.",
      given: folder,
      fix: "take another name, or move the old folder away first",
    });
  }
  await mkdir(join(folder, "mutants"), { recursive: true });
  await saveNotebook(join(folder, `${slug}.ipynb`), templateMaster(slug));
  const mutants = Object.entries(templateMutants);
  for (const [name, mutant] of mutants) {
    const text = `${JSON.stringify(mutant, undefined, 2)}\n`;
    await writeFile(join(folder, "mutants", `${name}.json`), text);
  }
  await writeFile(join(folder, "mutants", "README.md"), mutantsReadme);
  return [
    `${slug}.ipynb`,
    ...mutants.map(([name]) => `mutants/${name}.json`),
    "mutants/README.md",
  ].map((path) => `solutions/${slug}/${path}`);
}

function suggestion(slug: string): string {
  const words = slug.toLowerCase().match(/[a-z][a-z0-9]*/g) ?? ["my", "lab"];
  const number = (/\d+/.exec(slug)?.[0] ?? "2").padStart(2, "0");
  return `${number}-${words.join("-")}`;
}
