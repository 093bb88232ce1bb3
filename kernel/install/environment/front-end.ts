// What we add to JupyterLab's environment: the kernel, our labextension, settings, and the template for exported pages.
import { existsSync } from "node:fs";
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Places } from "../home.mjs";
import { installKernelspec } from "../kernelspec.ts";
import { findNode24 } from "../node24.mjs";
import { labSettings, nbconvertConfig, serverConfig } from "./jupyter-settings.ts";
import { installTranslator, sitePackagesOf } from "./papermill.ts";

/** Everything of ours in `.venv`, up to date; quick when nothing has changed. */
export async function prepareFrontEnd(places: Places): Promise<undefined> {
  const stamp = join(places.venv, "convlab-front-end.stamp");
  const state = JSON.stringify([
    places.root,
    findNode24(),
    await buildStamp(places),
    places.version,
  ]);
  if (existsSync(stamp) && (await readFile(stamp, "utf8")) === state) return undefined;
  const share = join(places.venv, "share", "jupyter");
  const etc = join(places.venv, "etc", "jupyter");
  const built = join(places.root, "dist");
  const template = join(share, "nbconvert", "templates", "convlab");
  await Promise.all([
    replaceFolder(join(built, "labextension"), join(share, "labextensions", "convlab")),
    replaceFolder(join(built, "nbconvert"), template, {
      "static/plotly.js": await builtPlotly(built),
    }),
    installKernelspec({ prefix: places.venv }),
    installTranslator(places.root, await sitePackagesOf(places)),
    // ends the reach of our package.json, whose "type" would turn JupyterLab's own scripts into modules
    writeJson(join(places.venv, "package.json"), { private: true }),
    writeJson(join(share, "lab", "settings", "overrides.json"), labSettings),
    writeJson(join(etc, "jupyter_server_config.json"), serverConfig),
    writeJson(join(etc, "jupyter_nbconvert_config.json"), nbconvertConfig),
  ]);
  await writeFile(stamp, state);
  return undefined;
}

async function buildStamp({ root }: Places): Promise<string> {
  const file = join(root, "dist", "stamp");
  return existsSync(file) ? readFile(file, "utf8") : "";
}

async function writeJson(path: string, value: unknown): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${JSON.stringify(value, null, 2)}\n`);
}

/** The minified plotly.js, which dist/ holds once: in the labextension, with its hash in its name. */
async function builtPlotly(dist: string): Promise<string> {
  const folder = join(dist, "labextension", "static");
  const name = (await readdir(folder)).find((file) => /^plotly\..*\.js$/.test(file));
  if (name === undefined) throw new Error(`no plotly.js in ${folder}: run npm run build`);
  return join(folder, name);
}

/** Puts a copy, with more files in it, in place of a folder; a running JupyterLab never sees half of it. */
async function replaceFolder(
  from: string,
  to: string,
  more: Readonly<Record<string, string>> = {},
): Promise<void> {
  const fresh = `${to}-${process.pid}`;
  await mkdir(dirname(to), { recursive: true });
  await cp(from, fresh, { recursive: true });
  for (const [path, file] of Object.entries(more)) await cp(file, join(fresh, path));
  await rm(to, { recursive: true, force: true });
  await rename(fresh, to);
}
