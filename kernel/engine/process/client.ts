// Starts the child that runs the cells, talks to it, and starts another when it has died.
import type {
  CommMessage,
  DebuggerOptions,
  EngineDebugger,
  EngineEvent,
  EngineOptions,
} from "../contract.ts";
import { disposed, restarted } from "../ends.ts";
import { type Amount, defaultLimit, fit } from "../run/output-limit.ts";
import type { Backend, Job, JobEvent, JobOutcome } from "../run/job.ts";
import { batched, type Batch } from "./batch.ts";
import { Debugged } from "./debugged.ts";
import { decodeStream, decodeWithBuffers, frameKind } from "./frames.ts";
import { readLong } from "./large/large-text.ts";
import type { Report } from "./messages.ts";
import { insist } from "./insist.ts";
import { openChild, type Child } from "./open-child.ts";
import { Peeks } from "./peeks.ts";
import { WaitingComms } from "./waiting-comms.ts";

/** Who looks at a cell that has run for so long may soon press Stop. */
const longRun = 100; // ms

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
  readonly #comms = new WaitingComms();
  #active: Active | undefined;
  readonly #peeks = new Peeks();
  /** Output without a mark of its run belongs to the last one. */
  #lastRun = "";
  /** How much of such output has come since the run began, and how much may. */
  readonly #raw: Amount = { printed: 0 };
  readonly #limit: number = defaultLimit();
  #isDisposed = false;
  readonly #debugged = new Debugged(() => this.#active?.isInterrupted === true);

  /** @param restarted called when a fresh process stands: whatever knew the old variables must forget them */
  constructor(
    options: EngineOptions,
    listener: (event: EngineEvent) => void | Promise<void>,
    restarted: () => void,
  ) {
    this.#options = options;
    this.#batch = batched(listener, (isFull) => this.#child.pause(isFull));
    this.#restarted = restarted;
    this.#child = this.#start();
  }

  run(job: Job): Promise<JobOutcome> {
    if (this.#isDisposed) throw disposed();
    if (this.#child.isDead) {
      this.#child = this.#start();
      this.#debugged.follow(this.#child);
    }
    this.#lastRun = job.run;
    this.#raw.printed = 0;
    const { promise, resolve } = Promise.withResolvers<JobOutcome>();
    this.#active = { job, resolve, isInterrupted: false };
    const child = this.#child;
    const preparing = setTimeout(() => child.orders.prepare(), longRun);
    void promise.then(() => {
      clearTimeout(preparing);
      child.orders.rest();
    });
    const watched = this.#debugged.watched(job);
    const send = (): void => child.request({ type: "run", job: watched });
    const { following } = this.#debugged;
    if (following === undefined) send();
    else void following.then(send);
    return promise;
  }

  async comm(message: CommMessage, run: string): Promise<void> {
    if (this.#child.isDead) return; // and with it every comm
    const { id, heard } = this.#comms.add();
    this.#child.request({ type: "comm", id, message, run });
    await heard;
    await this.#batch.flush();
  }

  peek(name: string): Promise<string | undefined> {
    const child = this.#child;
    if (!child.isReady || child.isDead || this.#active) return Promise.resolve(undefined);
    const { id, value } = this.#peeks.add();
    child.request({ type: "peek", id, name });
    return value;
  }

  attachDebugger(options: DebuggerOptions, named: (name: string) => void): Promise<EngineDebugger> {
    return this.#debugged.attach(this.#child, options, named);
  }

  async interrupt(): Promise<void> {
    const active = this.#active;
    // a timer of a cell that is over may stand at a breakpoint, too
    if (active === undefined) this.#debugged.stop();
    // one is enough: it is repeated below as long as it takes
    if (active?.isInterrupted) return;
    if (!active && !this.#comms.areThere) {
      if (this.#comms.isListening) this.#child.orders.give(() => false);
      return;
    }
    if (active) active.isInterrupted = true;
    const child = this.#child;
    const isOver = (): boolean =>
      this.#active !== active || this.#child !== child || !(active || this.#comms.areThere);
    const ask = (): void => {
      if (!this.#debugged.stop()) child.orders.give(() => !isOver());
    };
    insist(ask, isOver, (limit) =>
      child.kill(
        `The ${active ? "cell" : "listener"} did not stop within ${limit} s, so the engine was ended`,
      ),
    );
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    this.#child.kill("The engine was shut down");
    await this.#child.ended;
  }

  /** Process id of the child; for tests and for reports of memory. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  #start(): Child {
    const child: Child = openChild(this.#options, {
      frame: (kind, body) => this.#hear(child, kind, body),
      raw: (name, text) => this.#hearRaw(name, text),
      ended: (reason) => this.#mourn(child, reason),
    });
    return child;
  }

  /** What programs that a cell has started write, as far as the page can hold it. */
  #hearRaw(name: "stdout" | "stderr", text: string): void {
    const run = this.#lastRun;
    const { shown, notice } = fit(this.#raw, text.length, this.#limit);
    if (shown > 0) this.#batch.add({ type: "stream", run, name, text: text.slice(0, shown) });
    if (notice) this.#batch.add({ type: "stream", run, name: "stderr", text: notice });
  }

  #hear(child: Child, kind: number, body: Buffer): void {
    if (kind === frameKind.buffers) {
      const { json, buffers } = decodeWithBuffers(body);
      const { event } = JSON.parse(json) as { readonly event: CommMessage & { run: string } };
      this.#batch.add({ ...event, buffers });
      return;
    }
    if (kind === frameKind.stdoutReady || kind === frameKind.stderrReady) {
      this.#batch.add(readLong(kind === frameKind.stdoutReady ? "stdout" : "stderr", body));
      return;
    }
    if (kind !== frameKind.json) {
      const { run, text } = decodeStream(body);
      const name = kind === frameKind.stdout ? "stdout" : "stderr";
      if (text !== "") this.#batch.add({ type: "stream", run, name, text }); // none: a flood is over
      return;
    }
    const report = JSON.parse(body.toString("utf8")) as Report;
    switch (report.type) {
      case "ready":
        child.stands();
        return;
      case "exit":
        child.exitCode = report.code;
        child.orders.rest(); // Node would wait for us to leave
        this.#debugged.exiting(child);
        return;
      case "event":
        this.#batch.add(this.#toEvent(report.event));
        return;
      case "listening":
        this.#comms.isListening = report.isAny;
        return;
      case "heard":
        this.#comms.take(report.id);
        return;
      case "peeked":
        this.#peeks.take(report.id, report.value);
        return;
      case "outcome": {
        const active = this.#active;
        void child
          .catchUp(report)
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
      isBlocking ? this.#child.answer(id, line) : this.#child.request({ type: "answer", id, line });
    return { ...question, answer };
  }

  /** The child is dead: says so, starts another, and ends the cell that ran. */
  #mourn(child: Child, reason: string): void {
    if (this.#isDisposed) {
      this.#comms.takeAll();
      return this.#endActive(reason);
    }
    // one that never came up would not come up again: the next cell tries
    if (child.isReady) {
      this.#child = this.#start();
      this.#debugged.follow(this.#child);
    }
    this.#restarted();
    this.#comms.takeAll();
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
    const error = restarted(reason);
    this.#batch.add({ type: "error", run: active.job.run, error });
    void this.#batch.flush().then(() => active.resolve({ status: "error", error }));
  }
}
