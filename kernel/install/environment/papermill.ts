// papermill runs notebooks with other parameters; our translator writes them as TypeScript.
import { cp, mkdir, readdir, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Places } from "../home.mjs";

const name = "convlab_papermill";
const version = "0.1.0";

/** Puts the translator where that Python looks for modules; without papermill it does nothing. */
export async function installTranslator(root: string, sitePackages: string): Promise<void> {
  const info = join(sitePackages, `${name}-${version}.dist-info`);
  await mkdir(info, { recursive: true });
  const source = join(root, "kernel", "install", "python", "papermill", `${name}.py`);
  await cp(source, join(sitePackages, `${name}.py`));
  const files = {
    METADATA: `Metadata-Version: 2.1\nName: convlab-papermill\nVersion: ${version}\n`,
    "entry_points.txt": `[papermill.engine]\nconvlab = ${name}:Engine\n`,
    INSTALLER: "convlab\n",
  };
  for (const [file, text] of Object.entries(files)) await writeFile(join(info, file), text);
}

/** The folder of modules in `.venv`. */
export async function sitePackagesOf({ venv }: Places): Promise<string> {
  if (process.platform === "win32") return join(venv, "Lib", "site-packages");
  const versions = await readdir(join(venv, "lib"));
  const found = versions
    .map((each) => join(venv, "lib", each, "site-packages"))
    .find((folder) => existsSync(folder));
  if (found === undefined) throw new Error(`no site-packages in ${venv}: run npm start again`);
  return found;
}
