// Starts the child that runs the cells, talks to it, and starts another when it has died.
import type {
  CommMessage,
  DebuggerOptions,
  EngineDebugger,
  EngineEvent,
  EngineOptions,
} from "../contract.ts";
import { disposed, restarted } from "../ends.ts";
import type { Backend, Job, JobOutcome } from "../run/job.ts";
import { batched, type Batch } from "./batch.ts";
import { Debugged } from "./debugged.ts";
import { frameKind } from "./frames.ts";
import { LooseOutput } from "./loose-output.ts";
import type { Report } from "./messages.ts";
import { insist } from "./insist.ts";
import { openChild, type Child } from "./open-child.ts";
import { Peeks } from "./peeks.ts";
import { readPrinted, toEvent } from "./read-events.ts";
import { WaitingComms } from "./waiting-comms.ts";

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
  readonly #loose: LooseOutput;
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
    this.#loose = new LooseOutput((event) => this.#batch.add(event));
    this.#child = this.#start();
  }

  run(job: Job): Promise<JobOutcome> {
    if (this.#isDisposed) throw disposed();
    if (this.#child.isDead) this.#startAnother();
    this.#loose.begin(job.run);
    const { promise, resolve } = Promise.withResolvers<JobOutcome>();
    this.#active = { job, resolve, isInterrupted: false };
    const child = this.#child;
    child.orders.prepareWhile(promise);
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
    const listens = this.#comms.atWork();
    if (!active && !listens()) return;
    if (active) active.isInterrupted = true;
    const child = this.#child;
    const isOver = (): boolean =>
      this.#active !== active || this.#child !== child || !(active || listens());
    const isWanted = (): boolean => !isOver();
    const ask = (): void => {
      if (!this.#debugged.stop()) child.orders.give(isWanted);
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
      raw: (name, text) => this.#loose.hear(name, text),
      ended: (reason) => this.#mourn(child, reason),
    });
    return child;
  }

  #startAnother(): void {
    this.#child = this.#start();
    this.#debugged.follow(this.#child);
  }

  #hear(child: Child, kind: number, body: Buffer): void {
    if (kind !== frameKind.json) {
      const printed = readPrinted(kind, body);
      if (printed !== undefined) this.#batch.add(printed);
      return;
    }
    const report = JSON.parse(body.toString("utf8")) as Report;
    switch (report.type) {
      case "ready":
        return child.stands();
      case "exit":
        child.exitCode = report.code;
        child.orders.rest(); // Node would wait for us to leave
        this.#debugged.exiting(child);
        return;
      case "event":
        return this.#batch.add(toEvent(report.event, child));
      case "listening":
        return this.#comms.listening(report.isAny);
      case "heard":
        return this.#comms.take(report.id);
      case "peeked":
        return this.#peeks.take(report.id, report.value);
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

  /** The child is dead: says so, starts another, and ends the cell that ran. */
  #mourn(child: Child, reason: string): void {
    this.#comms.takeAll();
    if (this.#isDisposed) return this.#endActive(reason);
    // one that never came up would not come up again: the next cell tries
    if (child.isReady) this.#startAnother();
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
    const error = restarted(reason);
    this.#batch.add({ type: "error", run: active.job.run, error });
    void this.#batch.flush().then(() => active.resolve({ status: "error", error }));
  }
}
