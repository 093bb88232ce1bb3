import { join } from "node:path";
import type { Lab } from "../contract.ts";
import { loadNotebook } from "../notebook/index.ts";
import { findLab } from "./find-lab.ts";
import { prepareMaster, releaseNotebook } from "./release.ts";
import { readSettings } from "./master/settings.ts";

/**
 * Loads a lab: its master, checked and with points filled in, and the release made from this very master.
 *
 * @param lab full slug or unique number
 * @param courseRoot folder that holds `solutions/`
 * @throws NotebookError, OptionError LAB_UNKNOWN
 */
export async function loadLab(lab: string, courseRoot: string): Promise<Lab> {
  const slug = await findLab(lab, courseRoot);
  const folder = join(courseRoot, "solutions", slug);
  const file = `solutions/${slug}/${slug}.ipynb`;
  const read = await loadNotebook(join(folder, `${slug}.ipynb`), { file });
  const settings = readSettings(read, slug, file);
  return {
    settings,
    folder,
    master: prepareMaster(read, settings, file),
    release: releaseNotebook(read, settings, file),
  };
}
