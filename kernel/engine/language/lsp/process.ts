// One life of TypeScript's language server: start, greeting, memory, end.
import { type ChildProcessWithoutNullStreams, execFile, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { Connection } from "./connection.ts";

const capabilities = {
  workspace: { didChangeWatchedFiles: { dynamicRegistration: true } },
  textDocument: {
    completion: {
      completionItem: { labelDetailsSupport: true, snippetSupport: false },
      completionList: { itemDefaults: ["commitCharacters", "editRange", "data"] },
    },
    hover: { contentFormat: ["markdown"] },
  },
};

const initializationOptions = {
  disablePushDiagnostics: true,
  logVerbosity: 0,
  userPreferences: { maximumHoverLength: 20_000, includeCompletionsForModuleExports: false },
};

/**
 * Go collects more often as the heap nears this; a notebook needs 30 to 60 MB. Beyond it nothing fails, it only gets
 * slower.
 */
const softMemoryLimit = "256MiB";

/** A running language server. */
export class ServerProcess {
  readonly connection: Connection;
  /** Settles when the greeting is over. */
  readonly ready: Promise<void>;
  /** Settles, never rejects, when the process has ended. */
  readonly ended: Promise<void>;
  readonly #child: ChildProcessWithoutNullStreams;

  constructor(executable: string, folder: string) {
    // Its own process group: the Stop button of Jupyter signals the kernel's whole group, and tsc would die of it.
    // When our process ends, however it ends, stdin closes and tsc ends too.
    this.#child = spawn(executable, ["--lsp", "--stdio"], {
      cwd: folder,
      detached: process.platform !== "win32",
      windowsHide: true,
      stdio: "pipe",
      env: { ...process.env, GOMEMLIMIT: softMemoryLimit },
    });
    this.connection = new Connection(this.#child.stdout, this.#child.stdin);
    let lastWords = "";
    this.#child.stderr.on("data", (chunk: Buffer) => {
      lastWords = (lastWords + chunk.toString("utf8")).slice(-500);
    });
    this.ended = new Promise((resolve) => {
      const end = (reason: string): void => {
        this.connection.close([reason, lastWords.trim()].filter(Boolean).join(": "));
        resolve();
      };
      this.#child.once("error", (error) => {
        end(error.message);
      });
      this.#child.once("exit", (code, signal) => {
        end(signal ?? `exit code ${String(code)}`);
      });
    });
    this.ready = this.#greet(folder);
    // Whoever asks for something hears of a failed greeting there; nobody may have asked yet.
    this.ready.catch(() => undefined);
  }

  /** Resident memory in bytes; undefined where the system does not say. */
  async memory(): Promise<number | undefined> {
    const { pid } = this.#child;
    if (pid === undefined) return undefined;
    try {
      if (process.platform === "linux") {
        const pages = readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1];
        return Number(pages) * 4096;
      }
      if (process.platform === "win32") return undefined;
      const { stdout } = await promisify(execFile)("ps", ["-o", "rss=", "-p", String(pid)]);
      return Number(stdout) * 1024;
    } catch {
      return undefined; // it ended meanwhile: `ended` tells
    }
  }

  /** Ends the process at once. */
  kill(): void {
    this.#child.kill("SIGKILL");
  }

  async #greet(folder: string): Promise<void> {
    const greeting = this.connection.request("initialize", {
      processId: process.pid,
      rootUri: pathToFileURL(folder).href,
      workspaceFolders: null,
      initializationOptions,
      capabilities,
    });
    await greeting.answer;
    this.connection.notify("initialized", {});
  }
}
