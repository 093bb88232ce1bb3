// What is wrong with the tsconfig.json near a notebook: the language server leaves out what it cannot read, and says nothing.
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fixedOptions } from "./compiler-options.ts";

const limit = 10_000; // ms; reading settings takes 40
const most = 3;

/**
 * The compiler's complaints about a settings file.
 *
 * @param folder the private folder, where an empty program is made that extends the file
 * @returns a notice for the user, or undefined when all is well or nothing is known
 */
export async function configProblems(
  executable: string,
  folder: string,
  config: string,
): Promise<string | undefined> {
  const project = join(folder, "settings.json");
  writeFileSync(join(folder, "settings.d.ts"), "");
  // Without libraries and checks: only the settings are read.
  const compilerOptions = { ...fixedOptions, noLib: true, noCheck: true, types: [] };
  const content = { extends: [config], compilerOptions, files: ["settings.d.ts"], include: [] };
  writeFileSync(project, JSON.stringify({ ...content, references: [] }));
  const printed = await new Promise<string>((resolve) => {
    execFile(
      executable,
      ["-p", project, "--pretty", "false"],
      { cwd: dirname(config), timeout: limit, windowsHide: true },
      (_error, stdout) => resolve(stdout), // it ends with 1 when there is something to say
    );
  });
  const complaints = printed
    .split("\n")
    .flatMap((line) => {
      const [, file = "", row = "", text = ""] =
        /^(?:(.+?)\((\d+),\d+\): )?error (TS\d+: .*)$/.exec(line) ?? [];
      const isOwn = file.endsWith(basename(project)) || text.startsWith(missingLibrary);
      if (text === "" || isOwn) return [];
      return [file === "" ? text : `${basename(file)}, line ${row}: ${text}`];
    })
    .slice(0, most);
  if (complaints.length === 0) return undefined;
  return [`${config} has mistakes, and what they touch is left out:`, ...complaints].join("\n  ");
}

/** There is no library here on purpose. */
const missingLibrary = "TS2318:";
