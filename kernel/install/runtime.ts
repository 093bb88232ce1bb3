// Which installation of Convlab a kernelspec may point to: one that is still there next month.
import { existsSync } from "node:fs";
import { cp, mkdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join, relative, sep } from "node:path";
import { OptionError } from "../core/index.ts";
import { findPlaces, type Places } from "./home.mjs";
import { findNode24 } from "./node24.mjs";

/** What starts the kernel; absolute paths. */
export interface Runtime {
  readonly node: string;
  readonly server: string;
}

/**
 * This installation, or, when it lies in npx's cache, which npm empties as it likes, a copy in the user's data folder.
 * @throws OptionError KERNEL_NOT_BUILT, NO_NODE24
 */
export async function findRuntime(
  { root, home }: Pick<Places, "root" | "home"> = findPlaces(),
  node: string | undefined = findNode24(),
): Promise<Runtime> {
  if (!node) {
    throw new OptionError({
      code: "NO_NODE24",
      summary: "Node 24 is missing, and the kernel runs on it.",
      fix: "run npm install where Convlab is installed: it brings its own",
    });
  }
  const server = join(root, "dist", "server.cjs");
  if (!existsSync(server)) {
    throw new OptionError({
      code: "KERNEL_NOT_BUILT",
      summary: "The kernel is not built.",
      given: `no file ${server}`,
      fix: "run npm run build (npm start does it too)",
    });
  }
  return isPassing(root) ? await keep({ node, server }, dirname(root), home) : { node, server };
}

/** True for a folder in npx's cache. */
function isPassing(root: string): boolean {
  return root.split(sep).includes("_npx");
}

/** Copies the packages of a passing installation to `home`, once, and gives the paths there. */
async function keep(runtime: Runtime, modules: string, home: string): Promise<Runtime> {
  if (basename(modules) !== "node_modules") return runtime; // not installed by npm: nothing that npm could empty
  const kept = join(home, "node_modules");
  if (!existsSync(kept)) {
    const draft = join(home, `.node_modules-${process.pid}`);
    await mkdir(home, { recursive: true });
    await cp(modules, draft, { recursive: true, verbatimSymlinks: true });
    try {
      await rename(draft, kept);
    } catch (error) {
      await rm(draft, { recursive: true, force: true });
      if (!existsSync(kept)) throw error; // else another process was faster
    }
  }
  const moved = (path: string) =>
    path.startsWith(modules + sep) ? join(kept, relative(modules, path)) : path;
  return { node: moved(runtime.node), server: moved(runtime.server) };
}
