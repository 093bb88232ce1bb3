import { resolve } from "node:path";
import { findPlaces } from "../../../kernel/install/home.mjs";
import { exportCourse } from "../../authoring/index.ts";
import type { RunCommand } from "../command.ts";
import { courseFolder } from "./course-folder.ts";

/** `convlab course export DIR` */
export const courseExport: RunCommand = async (input) => {
  const folder = resolve(input.positionals[0] ?? "");
  const report = await exportCourse(courseFolder(input), folder, {
    version: findPlaces().version,
    force: input.values["force"] === true,
  });
  const { scanned, labs, files, bytes, strangers } = report;
  input.output.out(
    `wrote ${folder}: ${labs.length} lab${labs.length === 1 ? "" : "s"}, ${files.length} files, ${(bytes / 2 ** 20).toFixed(1)} MB`,
  );
  input.output.out(
    `leak scan: none of ${scanned.passages} secret passages in ${scanned.files} files, those of the package included`,
  );
  for (const path of strangers) input.output.note(`not of this export, left as it is: ${path}`);
  input.output.note("students unpack it and run: npm start");
  return 0;
};
