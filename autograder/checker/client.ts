// Grading's end of the checker: starts the process, feeds it, and hands its calls on to the student's notebook.
import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { Socket } from "node:net";
import { join } from "node:path";
import type { LostVerdict, TestReport } from "../../kernel/helpers/check/index.ts";
import type { FromChecker, ToChecker } from "./messages.ts";

/** What a call of a test came to. */
export type CallAnswer =
  | { readonly status: "replied"; readonly body: Uint8Array }
  | { readonly status: "lost"; readonly verdict: LostVerdict; readonly detail: string };

/** Answers the student's code where it calls a function of the test; undefined: what it sent is not plain data. */
export type CallbackAnswer = (body: Uint8Array) => Promise<Uint8Array | undefined>;

export interface CellToCheck {
  readonly code: string;
  readonly label: string;
  /** Titles of the only tests to run; default all. */
  readonly only?: readonly string[];
  readonly onTest?: (title: string) => void;
  readonly onCall: (body: Uint8Array, onCallback: CallbackAnswer) => Promise<CallAnswer>;
}

/** What a cell of the master came to. */
export interface CheckedCell {
  readonly tests: readonly TestReport[];
  /** Set when the master's own text failed. */
  readonly error: string | undefined;
}

/** The checker ended or stands still: our own failure. */
export class CheckerFailed extends Error {
  override name = "CheckerFailed";
}

export interface BeginOptions {
  readonly courseKey: string;
  readonly student: string;
  readonly lab: string;
  /** Folder of the master: relative imports of test cells start here. */
  readonly directory: string;
}

const memoryMb = 256; // heap of the checker
const patience = 60_000; // ms in which a test that waits for no call must get on

export class CheckerClient {
  readonly #child: ChildProcess;
  readonly #ended: Promise<never>;
  #listener: ((message: FromChecker) => void) | undefined;
  #runs = 0;
  #said = "";
  alive = true;

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.stderr?.on("data", (chunk: Buffer) => {
      this.#said = (this.#said + chunk.toString("utf8")).slice(-4000);
    });
    child.on("message", (message: FromChecker) => this.#listener?.(message));
    const { promise, reject } = Promise.withResolvers<never>();
    const end = (detail: string): void => {
      this.alive = false;
      reject(new CheckerFailed(`the checker ended: ${detail}\n${this.#said}`));
    };
    child.once("error", (error) => end(error.message));
    child.once("exit", (code, signal) => end(signal ?? `code ${code}`));
    this.#ended = promise;
    this.#ended.catch(() => undefined); // an idle checker that ends is found out by `alive`
  }

  /** Starts `dist/checker.js`. */
  static async start(root: string): Promise<CheckerClient> {
    const child = fork(join(root, "dist", "checker.js"), {
      execArgv: [`--max-old-space-size=${memoryMb}`],
      serialization: "advanced",
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      env: { PATH: process.env["PATH"] },
    });
    const client = new CheckerClient(child);
    await client.#until("ready");
    return client;
  }

  /** Starts over for a submission. */
  async begin(options: BeginOptions): Promise<void> {
    const begun = this.#until("begun");
    this.#tell({ type: "begin", ...options });
    await begun;
  }

  /** Runs a set-up or test cell of the master. */
  async run(cell: CellToCheck): Promise<CheckedCell> {
    this.#runs += 1;
    const run = `run-${this.#runs}`;
    const { promise, resolve, reject } = Promise.withResolvers<CheckedCell>();
    const callbacks = new Map<number, (body: Uint8Array | undefined) => void>();
    let tests: readonly TestReport[] = [];
    const watch = this.#watch();
    const perform = async (call: number, body: Uint8Array): Promise<void> => {
      watch.pause();
      const answer = await cell.onCall(body, (args) => {
        const { promise: answered, resolve: answerIt } = Promise.withResolvers<
          Uint8Array | undefined
        >();
        callbacks.set(call, answerIt);
        this.#tell({ type: "callback", call, body: args });
        return answered;
      });
      watch.resume();
      if (answer.status === "replied") this.#tell({ type: "reply", call, body: answer.body });
      else this.#tell({ type: "lost", call, verdict: answer.verdict, detail: answer.detail });
    };
    this.#listener = (message) => {
      switch (message.type) {
        case "test":
          return cell.onTest?.(message.title);
        case "call":
          return void perform(message.call, message.body).catch(reject);
        case "called":
          return callbacks.get(message.call)?.(message.body);
        case "report":
          tests = message.tests;
          return;
        case "ran":
          if (message.run === run) resolve({ tests, error: message.error });
          return;
        case "ready":
        case "begun":
          return;
      }
    };
    const { code, label, only } = cell;
    watch.resume();
    this.#tell({ type: "run", run, code, label, ...(only ? { only } : {}) });
    try {
      return await Promise.race([promise, this.#ended]);
    } finally {
      watch.pause();
      this.#listener = undefined;
    }
  }

  kill(): void {
    this.alive = false;
    this.#child.kill("SIGKILL");
  }

  /** An idle checker must not keep grading's process alive. */
  rest(): void {
    this.#child.unref();
    this.#child.channel?.unref();
    this.#stderr?.unref();
  }

  wake(): void {
    this.#child.ref();
    this.#child.channel?.ref();
    this.#stderr?.ref();
  }

  /** A pipe is a socket, whatever Node's types say. */
  get #stderr(): Socket | undefined {
    const { stderr } = this.#child;
    return stderr instanceof Socket ? stderr : undefined;
  }

  #tell(message: ToChecker): void {
    if (this.#child.connected) this.#child.send(message);
  }

  async #until(type: FromChecker["type"]): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#listener = (message) => {
      if (message.type === type) resolve();
    };
    const watch = this.#watch();
    watch.resume();
    try {
      await Promise.race([promise, this.#ended]);
    } finally {
      watch.pause();
    }
  }

  /** Ends a checker that neither answers nor waits for the student's code. */
  #watch(): { pause: () => void; resume: () => void } {
    let timer: NodeJS.Timeout | undefined;
    const pause = (): void => clearTimeout(timer);
    return {
      pause,
      resume: () => {
        pause();
        timer = setTimeout(() => this.kill(), patience);
      },
    };
  }
}
