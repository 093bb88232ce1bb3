// A language server that is always there: started when first needed, given up when it takes too long or too much, and
// started again with the same documents.
import { pathToFileURL } from "node:url";
import { ConnectionClosed, RpcError } from "./connection.ts";
import { ServerProcess } from "./process.ts";
import { smallestEdit } from "./text-edit.ts";
import { NoAnswer, withinLimits } from "./watchdog.ts";

export interface ServerOptions {
  readonly executable: string;
  /** The private folder in which the server works. */
  readonly folder: string;
  /** Resident memory in bytes beyond which the server is ended and started again. */
  readonly memoryLimit: number;
  /** Called when a process is over or given up. */
  readonly ended?: () => void;
}

interface OpenDocument {
  readonly languageId: string;
  text: string;
  version: number;
  /** The text the running process has; undefined: it has not seen this document. */
  sent: string | undefined;
}

/** The first start and the first check read the libraries: a slow disk may take its time. */
const startLimit = 30_000; // ms

/** TypeScript's language server with its open documents. */
export class LanguageServer {
  readonly #options: ServerOptions;
  readonly #documents = new Map<string, OpenDocument>();
  #process: ServerProcess | undefined;
  #disposed = false;

  constructor(options: ServerOptions) {
    this.#options = options;
  }

  /** Opens or changes a document; the server hears of it with the next question. False: it has this text already. */
  setDocument(uri: string, languageId: string, text: string): boolean {
    const document = this.#documents.get(uri);
    if (document?.text === text) return false;
    if (document) document.text = text;
    else this.#documents.set(uri, { languageId, text, version: 0, sent: undefined });
    return true;
  }

  /** Tells what happened to files on disk; a process that is not there yet will read them anyway. */
  async filesChanged(
    changes: readonly { readonly path: string; readonly type: 1 | 2 | 3 }[],
  ): Promise<void> {
    const server = this.#process;
    await server?.ready;
    server?.connection.notify("workspace/didChangeWatchedFiles", {
      changes: changes.map(({ path, type }) => ({ uri: pathToFileURL(path).href, type })),
    });
  }

  /**
   * Asks a question about the documents as they stand now.
   *
   * @param params or what makes them: it runs right before the question is sent and may set documents, so that no other
   *   question comes between
   * @param limit longest wait in ms; when passed, the process is ended and the next question starts another
   * @param signal stops the waiting, and asks the server to stop too
   * @throws NoAnswer; the reason of `signal` when it is aborted
   */
  async request(
    method: string,
    params: object | (() => object),
    limit: number,
    signal?: AbortSignal,
  ): Promise<unknown> {
    // A process that died by itself says nothing about this question: it is asked once more.
    for (let attempt = 1; ; attempt += 1) {
      const server = await this.#running();
      signal?.throwIfAborted();
      try {
        const values: unknown = typeof params === "function" ? params() : params;
        this.#sendDocuments(server);
        const { answer, cancel } = server.connection.request(method, values);
        // Watched to its end even if nobody waits for it any more: a parser that hangs must not hang for ever.
        const limits = { time: limit, memory: this.#options.memoryLimit };
        const watched = withinLimits(server, answer, limits, () => {
          this.#drop(server);
        });
        return await untilAborted(watched, signal, cancel);
      } catch (error) {
        // The compiler stumbled over this text: it lives on, and nothing is known about the cell.
        if (error instanceof RpcError) throw new NoAnswer("gone", error.message, error);
        if (!(error instanceof ConnectionClosed)) throw error;
        this.#drop(server);
        if (attempt === 2 || this.#disposed) throw new NoAnswer("gone", error.message, error);
      }
    }
  }

  /** Ends the process for good. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    const server = this.#process;
    server?.kill();
    await server?.ended;
  }

  /** The running process, started if there is none. */
  async #running(): Promise<ServerProcess> {
    if (this.#disposed) throw new NoAnswer("gone", "the language server was ended");
    const server = (this.#process ??= this.#start());
    try {
      await server.ready;
    } catch (error) {
      this.#drop(server);
      throw new NoAnswer("gone", error instanceof Error ? error.message : String(error), error);
    }
    return server;
  }

  /** Its pipes may close before its end is known: the next question must not meet it again. */
  #drop(server: ServerProcess): void {
    this.#forget(server);
    server.kill();
  }

  #forget(server: ServerProcess): void {
    if (this.#process !== server) return;
    this.#process = undefined;
    this.#options.ended?.();
  }

  #start(): ServerProcess {
    const server = new ServerProcess(this.#options.executable, this.#options.folder);
    for (const document of this.#documents.values()) document.sent = undefined;
    const timer = setTimeout(() => {
      server.kill();
    }, startLimit);
    const stopTimer = (): void => {
      clearTimeout(timer);
    };
    server.ready.then(stopTimer, stopTimer);
    void server.ended.finally(() => this.#forget(server));
    return server;
  }

  #sendDocuments({ connection }: ServerProcess): void {
    for (const [uri, document] of this.#documents) {
      const { languageId, text, sent } = document;
      if (sent === text) continue;
      document.version += 1;
      const { version } = document;
      if (sent === undefined) {
        connection.notify("textDocument/didOpen", {
          textDocument: { uri, languageId, version, text },
        });
      } else {
        connection.notify("textDocument/didChange", {
          textDocument: { uri, version },
          contentChanges: [smallestEdit(sent, text)],
        });
      }
      document.sent = text;
    }
  }
}

async function untilAborted(
  answer: Promise<unknown>,
  signal: AbortSignal | undefined,
  cancel: () => void,
): Promise<unknown> {
  if (!signal) return answer;
  const aborted = Promise.withResolvers<never>();
  const abort = (): void => {
    cancel();
    aborted.reject(signal.reason);
  };
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([answer, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
