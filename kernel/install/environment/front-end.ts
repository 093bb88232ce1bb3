// What we add to JupyterLab's environment: the kernel, our labextension, settings, and the template for exported pages.
import { existsSync } from "node:fs";
import { cp, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { JsonObject } from "../../core/index.ts";
import type { Places } from "../home.mjs";
import { findNode24 } from "../node24.mjs";
import { labSettings, nbconvertConfig, serverConfig } from "./jupyter-settings.ts";

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
  await Promise.all([
    replaceFolder(
      join(places.root, "dist", "labextension"),
      join(share, "labextensions", "convlab"),
    ),
    replaceFolder(
      join(places.root, "dist", "nbconvert"),
      join(share, "nbconvert", "templates", "convlab"),
    ),
    writeJson(join(share, "kernels", "convlab", "kernel.json"), kernelSpec(places)),
    writeJson(join(share, "lab", "settings", "overrides.json"), labSettings),
    writeJson(join(etc, "jupyter_server_config.json"), serverConfig),
    writeJson(join(etc, "jupyter_nbconvert_config.json"), nbconvertConfig),
  ]);
  await writeFile(stamp, state);
  return undefined;
}

function kernelSpec({ root }: Places): JsonObject {
  return {
    argv: [findNode24() ?? process.execPath, join(root, "dist", "server.js"), "{connection_file}"],
    display_name: "TypeScript (Convlab)",
    language: "typescript",
    interrupt_mode: "message",
  };
}

async function buildStamp({ root }: Places): Promise<string> {
  const file = join(root, "dist", "stamp");
  return existsSync(file) ? readFile(file, "utf8") : "";
}

async function writeJson(path: string, value: unknown): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${JSON.stringify(value, null, 2)}\n`);
}

/** Puts a copy in place of a folder; a running JupyterLab never sees half of it. */
async function replaceFolder(from: string, to: string): Promise<void> {
  const fresh = `${to}-${process.pid}`;
  await mkdir(dirname(to), { recursive: true });
  await cp(from, fresh, { recursive: true });
  await rm(to, { recursive: true, force: true });
  await rename(fresh, to);
}
