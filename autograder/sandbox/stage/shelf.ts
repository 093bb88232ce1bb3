import { chmod, copyFile, link, mkdir, realpath, stat } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Files made readable once; every tree links to them. */
export class Shelf {
  readonly folder: string;
  readonly #shelved = new Map<string, Promise<string>>();

  constructor(folder: string) {
    this.folder = folder;
  }

  async put(source: string, target: string): Promise<void> {
    let shelved = this.#shelved.get(source);
    if (shelved === undefined) {
      shelved = this.#shelve(source, join(this.folder, String(this.#shelved.size)));
      this.#shelved.set(source, shelved);
    }
    await mkdir(dirname(target), { recursive: true });
    await link(await shelved, target);
  }

  async #shelve(named: string, target: string): Promise<string> {
    const source = await realpath(named); // a link to a symbolic link would be that symbolic link
    await mkdir(this.folder, { recursive: true });
    const { mode } = await stat(source);
    const executable = (mode & 0o111) !== 0;
    const readable = (mode & 0o005) === (executable ? 0o005 : 0o004);
    if (readable) {
      try {
        await link(source, target); // 126 MB of Node in no time; only within one file system
        return target;
      } catch (error) {
        if (!isRefusedLink(error)) throw error;
      }
    }
    await copyFile(source, target);
    await chmod(target, executable ? 0o755 : 0o644);
    return target;
  }
}

/** EXDEV: another file system; EPERM: someone else's file (fs.protected_hardlinks); EMLINK: too many names. */
function isRefusedLink(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "EXDEV" || code === "EPERM" || code === "EMLINK" || code === "ENOTSUP";
}
