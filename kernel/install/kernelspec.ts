// The kernelspec: a folder `kernels/convlab` that tells Jupyter how to start the kernel.
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { writeCodeCaches } from "./programs/code-cache.mjs";
import { isJsonObject, type JsonObject, OptionError } from "../core/index.ts";
import { kernelsFolder, type KernelspecTarget, knownKernelsFolders } from "./kernels-folder.ts";
import { logoFiles } from "./logo.ts";
import { findRuntime, type Runtime } from "./runtime.ts";

/** The name by which notebooks and Jupyter's commands know the kernel. */
export const KERNEL_NAME = "convlab";
const DISPLAY_NAME = "TypeScript (Convlab)";

/**
 * The server's young generation, in MB: with V8's 16 a session of 1,000 cells keeps 24 MB more and is no faster.
 */
const YOUNG = 2;

/** The command that starts a kernel; Jupyter puts the file's path in. */
export function kernelCommand({ node, server }: Runtime): readonly string[] {
  return [node, `--max-semi-space-size=${YOUNG}`, server, "{connection_file}"];
}

/**
 * What the server's process is started with beside its command: glibc gives blocks of this many bytes and more back to the
 * system when they are freed. By itself it soon keeps those of up to 32 MB, and with them most of what outputs needed.
 */
export const kernelEnvironment: Readonly<Record<string, string>> = {
  MALLOC_MMAP_THRESHOLD_: String(256 * 1024),
};

/** Content of kernel.json for a kernel that lives in `runtime`. */
function makeKernelspec(runtime: Runtime): JsonObject {
  return {
    argv: [...kernelCommand(runtime)],
    display_name: DISPLAY_NAME,
    language: "typescript",
    // A message reaches the server on every system; a signal would reach Windows' processes not at all.
    interrupt_mode: "message",
    kernel_protocol_version: "5.5",
    env: { ...kernelEnvironment },
    // What Jupyter reads here: its debugger panel works, and encrypted sockets where its administrator wants them.
    metadata: { debugger: true, supported_encryption: ["curve"] },
  };
}

/**
 * Writes the kernelspec; one that is there already is replaced when the new one is complete.
 * @returns its folder
 * @throws OptionError KERNELSPEC_NOT_BUILT, KERNELSPEC_NOT_WRITABLE and those of the target
 */
export async function installKernelspec(target: KernelspecTarget): Promise<string> {
  const runtime = await findRuntime();
  // in a folder that is not ours to write to, kernels start 15 ms later
  await writeCodeCaches(dirname(runtime.server)).catch(() => undefined);
  const folder = join(await kernelsFolder(target), KERNEL_NAME);
  try {
    await mkdir(dirname(folder), { recursive: true });
    const draft = await mkdtemp(join(dirname(folder), `.${KERNEL_NAME}-`));
    try {
      const spec = `${JSON.stringify(makeKernelspec(runtime), undefined, 2)}\n`;
      await writeFile(join(draft, "kernel.json"), spec);
      for (const [name, bytes] of Object.entries(logoFiles)) {
        await writeFile(join(draft, name), bytes);
      }
      await chmod(draft, 0o755); // mkdtemp's folder is its owner's alone; a prefix may serve several users
      await replaceFolder(draft, folder);
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
  } catch (cause) {
    throw notWritable("installed", folder, cause);
  }
  return folder;
}

/**
 * Removes the kernelspec.
 * @returns its folder, or undefined when there was none
 * @throws OptionError KERNELSPEC_NOT_OURS, KERNELSPEC_NOT_WRITABLE
 */
export async function uninstallKernelspec(target: KernelspecTarget): Promise<string | undefined> {
  const folder = join(await kernelsFolder(target), KERNEL_NAME);
  if (!existsSync(folder)) return undefined;
  const found = await readKernelspec(folder);
  if (found?.displayName !== DISPLAY_NAME) {
    throw new OptionError({
      code: "KERNELSPEC_NOT_OURS",
      summary: `The kernelspec in ${folder} is not Convlab's; it stays.`,
      given: found?.displayName ?? "a folder without a readable kernel.json",
      expected: DISPLAY_NAME,
      fix: "remove that folder by hand if nobody needs it",
    });
  }
  try {
    await rm(folder, { recursive: true });
  } catch (cause) {
    throw notWritable("removed", folder, cause);
  }
  return folder;
}

/** A kernelspec of ours that Jupyter may find. */
export interface InstalledKernelspec {
  readonly folder: string;
  readonly displayName: string;
  /** The command that starts the kernel. */
  readonly argv: readonly string[];
  /** Files of the command that are gone: the kernel cannot start. Empty when all is well. */
  readonly missing: readonly string[];
}

/** All kernelspecs named `convlab` in the places where Jupyter looks; Jupyter takes the first. */
export async function listKernelspecs(): Promise<readonly InstalledKernelspec[]> {
  const folders = (await knownKernelsFolders()).map((folder) => join(folder, KERNEL_NAME));
  const found = await Promise.all(folders.map(readKernelspec));
  return found.filter((spec) => spec !== undefined);
}

/** Puts `draft` in the place of `folder`, also when another process does the same at the same time. */
async function replaceFolder(draft: string, folder: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      // the other one may fill the folder while it is emptied: that counts as an attempt, too
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
      return await rename(draft, folder);
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      const isThereAgain = code === "ENOTEMPTY" || code === "EEXIST" || code === "EPERM";
      if (!isThereAgain || attempt === 20) throw error;
    }
  }
}

async function readKernelspec(folder: string): Promise<InstalledKernelspec | undefined> {
  let spec: unknown;
  try {
    spec = JSON.parse(await readFile(join(folder, "kernel.json"), "utf8"));
  } catch {
    return undefined; // no kernelspec here, or one that Jupyter cannot read either
  }
  if (!isJsonObject(spec)) return undefined;
  const { argv, display_name: displayName } = spec;
  const words = Array.isArray(argv) ? argv.map(String) : [];
  const files = words.filter((word) => !word.startsWith("-") && !word.includes("{"));
  return {
    folder,
    displayName: typeof displayName === "string" ? displayName : "",
    argv: words,
    missing: files.filter((file) => !existsSync(file)),
  };
}

function notWritable(verb: string, folder: string, cause: unknown): OptionError {
  return new OptionError({
    code: "KERNELSPEC_NOT_WRITABLE",
    summary: `The kernelspec cannot be ${verb}.`,
    given: `${folder} (${cause instanceof Error ? cause.message : String(cause)})`,
    expected: "a folder that you may write to",
    fix: "use --user, or --prefix with a folder of your own, or ask who administers this machine",
    cause,
  });
}
