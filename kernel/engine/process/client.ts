// Starts the child that runs the cells, talks to it, and starts another when it has died.
import { spawn, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import type { Duplex } from "node:stream";
import { CourseError } from "../../core/index.ts";
import type { EngineEvent, EngineOptions } from "../contract.ts";
import { engineProgram } from "../installation.ts";
import type { Backend, Job, JobEvent, JobOutcome } from "../run/job.ts";
import { batched, type Batch } from "./batch.ts";
import { deathReason } from "./death.ts";
import { decodeStream, encodeJson, frameKind, FrameReader } from "./frames.ts";
import {
  descriptors,
  type ChildSetup,
  type Control,
  type Report,
  type Request,
} from "./messages.ts";
import { RawOutput } from "./raw-output.ts";

/** After this long an interrupt that does not take ends the process. */
const patience = 5000; // ms

interface Child {
  readonly process: ChildProcess;
  readonly raw: { readonly stdout: RawOutput; readonly stderr: RawOutput };
  readonly ended: Promise<void>;
  exitCode: number | undefined;
  /** Why we ended it ourselves. */
  verdict: string | undefined;
  isReady: boolean;
  isDead: boolean;
}

interface Active {
  readonly job: Job;
  readonly resolve: (outcome: JobOutcome) => void;
  isInterrupted: boolean;
}

/** The backend in a process of its own. */
export class ProcessBackend implements Backend {
  readonly #options: EngineOptions;
  readonly #batch: Batch;
  readonly #restarted: () => void;
  #child: Child;
  #active: Active | undefined;
  /** Output without a mark of its run belongs to the last one. */
  #lastRun = "";
  #isDisposed = false;

  /** @param restarted called when a fresh process stands: whatever knew the old variables must forget them */
  constructor(
    options: EngineOptions,
    listener: (event: EngineEvent) => void,
    restarted: () => void,
  ) {
    this.#options = options;
    this.#batch = batched(listener, (isFull) => this.#pause(isFull));
    this.#restarted = restarted;
    this.#child = this.#start();
  }

  run(job: Job): Promise<JobOutcome> {
    if (this.#isDisposed) throw disposedError();
    if (this.#child.isDead) this.#child = this.#start();
    this.#lastRun = job.run;
    const { promise, resolve } = Promise.withResolvers<JobOutcome>();
    this.#active = { job, resolve, isInterrupted: false };
    this.#request({ type: "run", job });
    return promise;
  }

  async interrupt(): Promise<void> {
    const active = this.#active;
    // a second one at once would be hit by the first one's signal; it is repeated below as long as it takes
    if (active === undefined || active.isInterrupted) return;
    active.isInterrupted = true;
    const child = this.#child;
    const isOver = (): boolean => this.#active !== active || this.#child !== child;
    this.#control({ type: "interrupt" });
    const again = setInterval(() => {
      if (isOver()) clearInterval(again);
      else this.#control({ type: "interrupt" });
    }, patience / 8);
    again.unref();
    const timer = setTimeout(() => {
      clearInterval(again);
      if (isOver()) return;
      child.verdict = `The cell did not stop within ${patience / 1000} s, so the engine was ended`;
      killGroup(child.process);
    }, patience);
    timer.unref();
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    killGroup(this.#child.process);
    await this.#child.ended;
  }

  /** Process id of the child; for tests and for reports of memory. */
  get pid(): number | undefined {
    return this.#child.process.pid;
  }

  #start(): Child {
    const marker = randomUUID();
    const { directory, allowedImports, seed } = this.#options;
    const setup: ChildSetup = {
      directory,
      marker,
      ...(allowedImports === undefined ? {} : { allowedImports }),
      ...(seed === undefined ? {} : { seed }),
    };
    const process_ = spawn(
      process.execPath,
      [...childFlags, engineProgram("child"), JSON.stringify(setup)],
      {
        // a group of its own: signals of a terminal are for the server, and the whole group can be ended at once
        detached: process.platform !== "win32",
        cwd: existsSync(directory) ? directory : undefined,
        stdio: ["ignore", "pipe", "pipe", "pipe", "pipe", "pipe"],
      },
    );
    const { promise: ended, resolve } = Promise.withResolvers<void>();
    const stream = (name: "stdout" | "stderr"): RawOutput =>
      new RawOutput(marker, (text) =>
        this.#batch.add({ type: "stream", run: this.#lastRun, name, text }),
      );
    const raw = { stdout: stream("stdout"), stderr: stream("stderr") };
    const child: Child = {
      process: process_,
      raw,
      ended,
      exitCode: undefined,
      verdict: undefined,
      isReady: false,
      isDead: false,
    };
    for (const name of ["stdout", "stderr"] as const) {
      process_[name]?.on("data", (chunk: Buffer) => raw[name].write(chunk));
      process_[name]?.on("close", () => raw[name].end());
    }
    const reader = new FrameReader();
    const events = pipe(process_, descriptors.events);
    events.on("data", (chunk: Buffer) => {
      for (const { kind, body } of reader.read(chunk)) this.#hear(child, kind, body);
    });
    for (const index of [descriptors.requests, descriptors.control])
      pipe(process_, index).on("error", () => undefined); // its end is reported below
    process_.on("error", (error) => {
      child.verdict = `The engine could not be started: ${error.message}`;
      this.#mourn(child, null, null, resolve);
    });
    process_.on("close", (code, signal) => this.#mourn(child, code, signal, resolve));
    return child;
  }

  #hear(child: Child, kind: number, body: Buffer): void {
    if (kind !== frameKind.json) {
      const { run, text } = decodeStream(body);
      const name = kind === frameKind.stdout ? "stdout" : "stderr";
      this.#batch.add({ type: "stream", run, name, text });
      return;
    }
    const report = JSON.parse(body.toString("utf8")) as Report;
    switch (report.type) {
      case "ready":
        child.isReady = true;
        return;
      case "exit":
        child.exitCode = report.code;
        return;
      case "event":
        this.#batch.add(this.#toEvent(report.event));
        return;
      case "outcome": {
        const active = this.#active;
        void Promise.all(report.marks.map((name) => child.raw[name].reached(report.count)))
          .then(() => this.#batch.flush())
          .then(() => {
            if (this.#active !== active || active === undefined) return;
            this.#active = undefined;
            active.resolve(report.outcome);
          });
      }
    }
  }

  #toEvent(event: JobEvent): EngineEvent {
    if (event.type !== "input") return event;
    const { id, isBlocking, ...question } = event;
    const answer = (line: string | undefined): void =>
      isBlocking
        ? this.#control({ type: "answer", line })
        : this.#request({ type: "answer", id, line });
    return { ...question, answer };
  }

  /** The child is dead: says so, starts another, and ends the cell that ran. */
  #mourn(child: Child, code: number | null, signal: string | null, resolve: () => void): void {
    resolve();
    if (child.isDead) return;
    child.isDead = true;
    killGroup(child.process); // what its cells have started
    if (this.#isDisposed) return this.#endActive("The engine was shut down");
    const reason = deathReason({ ...child, code, signal, lastWords: child.raw.stderr.lastWords });
    // one that never came up would not come up again: the next cell tries
    if (child.isReady) this.#child = this.#start();
    this.#restarted();
    const run = this.#active?.job.run;
    void this.#batch.flush().then(() => {
      this.#batch.add({ type: "restarted", run, reason });
      this.#endActive(reason);
    });
  }

  #endActive(reason: string): void {
    const active = this.#active;
    if (active === undefined) return;
    this.#active = undefined;
    const message = `${reason}. The variables are lost; run the cells again from the top.`;
    const error = {
      name: "EngineRestarted",
      message,
      traceback: [`\u001b[31mEngineRestarted\u001b[0m: ${message}`],
    };
    this.#batch.add({ type: "error", run: active.job.run, error });
    void this.#batch.flush().then(() => active.resolve({ status: "error", error }));
  }

  #request(request: Request): void {
    pipe(this.#child.process, descriptors.requests).write(encodeJson(request));
  }

  #control(message: Control): void {
    pipe(this.#child.process, descriptors.control).write(`${JSON.stringify(message)}\n`);
  }

  /** Back-pressure: what the listener cannot take yet stays in the pipes, and the cell's print waits. */
  #pause(isFull: boolean): void {
    const { stdout, stderr } = this.#child.process;
    for (const stream of [stdout, stderr, pipe(this.#child.process, descriptors.events)]) {
      if (isFull) stream?.pause();
      else stream?.resume();
    }
  }
}

const childFlags = [
  "--no-warnings",
  // an interrupt unwinds Node's own callbacks too; their bookkeeping recovers, the check would end the process
  "--no-force-async-hooks-checks",
];

function pipe({ stdio }: ChildProcess, index: number): Duplex {
  const pipes: readonly unknown[] = stdio;
  return pipes[index] as Duplex;
}

function killGroup(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined) return;
  try {
    process.kill(process.platform === "win32" ? pid : -pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error; // already gone
  }
}

function disposedError(): CourseError {
  return new CourseError({
    code: "ENGINE_DISPOSED",
    summary: "The engine was shut down and runs nothing more.",
    fix: "create another engine",
  });
}
