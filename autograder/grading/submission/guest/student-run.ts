// The student's notebook as it runs: cells in order, calls in between; after a loss a fresh guest is brought to the same
// place by running the cells again, without the calls and without the cells that ended a guest.
import type { LaunchOptions, Sandbox, Verdict } from "../../../contract.ts";
import type { EngineOptions } from "../../../../kernel/engine/contract.ts";
import { ChannelError, encode } from "../../../sandbox/channel/index.ts";
import { readOutput, readRunOutcome } from "../../../sandbox/channel/replies.ts";
import type { RunOutcome } from "../../../sandbox/channel/replies.ts";
import { openLink } from "./link.ts";
import type { Answer, GuestLink, RequestOptions } from "./link.ts";

/** A cell to run in the guest. */
export interface StudentCell {
  readonly source: string;
  /** How stack traces name it: `Cell [5]`. */
  readonly label: string;
}

/** Why something did not come to its end. */
export interface Lost {
  readonly verdict: Verdict;
  readonly detail: string;
}

export type CellEnd = ({ readonly kind: "ran" } & RunOutcome) | ({ readonly kind: "lost" } & Lost);

export interface StudentRunOptions {
  readonly sandbox: Sandbox;
  readonly launch: LaunchOptions;
  readonly engine: Omit<EngineOptions, "directory">;
  readonly limits: { readonly callMs: number; readonly cellMs: number };
  /** ms left for the whole submission. */
  readonly timeLeft: () => number;
  readonly hear: (source: string, text: string) => void;
}

/** Our own failure: the guest did not start. Graded again, never scored. */
export class GuestNotStarted extends Error {
  override name = "GuestNotStarted";
}

const startLimit = 60_000; // ms for Node, the engine and the walls on a loaded machine

export class StudentRun {
  readonly #options: StudentRunOptions;
  readonly #cells: StudentCell[] = [];
  #link: GuestLink | undefined;
  #replaying = false;
  /** Guests started; more than one means that something was lost. */
  starts = 0;
  peakMemoryMb = 0;

  constructor(options: StudentRunOptions) {
    this.#options = options;
  }

  /** Runs the next cell of the notebook. */
  async runCell(cell: StudentCell): Promise<CellEnd> {
    const spent = this.#spent();
    if (spent) return { kind: "lost", ...spent };
    const link = await this.#ready();
    if (!("request" in link)) return { kind: "lost", ...link };
    const end = await this.#run(link, cell);
    // What the compiler refused did not run, and what ended a guest must not end the next.
    if (end.kind === "ran" && end.errorName !== "TypeCheckError") this.#cells.push(cell);
    return end;
  }

  /** Calls into the notebook. */
  async call(body: Uint8Array, onCallback: RequestOptions["onCallback"]): Promise<Answer> {
    const spent = this.#spent();
    if (spent) return { status: "lost", ...spent };
    const link = await this.#ready();
    if (!("request" in link)) return { status: "lost", ...link };
    const limit = Math.min(this.#options.limits.callMs, this.#options.timeLeft());
    const options = onCallback ? { limit, onCallback } : { limit };
    return link.request("call", body, options);
  }

  async close(): Promise<void> {
    const link = this.#link;
    this.#link = undefined;
    if (!link) return;
    await link.close();
    this.peakMemoryMb = Math.max(this.peakMemoryMb, link.peakMemoryMb() ?? 0);
  }

  #spent(): Lost | undefined {
    if (this.#options.timeLeft() > 0) return undefined;
    return { verdict: "timeout", detail: "the time for the whole notebook is used up" };
  }

  /** A living guest that stands where the notebook stands, or why there is none. */
  async #ready(): Promise<GuestLink | Lost> {
    if (this.#link?.alive()) return this.#link;
    let lost: Lost = { verdict: "crashed", detail: "the notebook's cells end every process" };
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await this.close();
      const link = await this.#open();
      this.#link = link;
      const fatal = await this.#replay(link);
      if (!fatal) return link;
      lost = fatal;
    }
    return lost;
  }

  /** Runs the cells again; a cell that ends the guest this time is left out of the next attempt. */
  async #replay(link: GuestLink): Promise<Lost | undefined> {
    this.#replaying = true;
    try {
      for (const cell of [...this.#cells]) {
        const end = await this.#run(link, cell);
        if (end.kind === "ran") continue;
        this.#cells.splice(this.#cells.indexOf(cell), 1);
        return end;
      }
      return undefined;
    } finally {
      this.#replaying = false;
    }
  }

  async #open(): Promise<GuestLink> {
    const { sandbox, launch, engine } = this.#options;
    this.starts += 1;
    const process = await sandbox.launch(launch);
    let said = "";
    const listen = (source: string) => (chunk: Buffer) => {
      said = (said + chunk.toString("utf8")).slice(-2000);
      this.#say(source, chunk.toString("utf8"));
    };
    process.stdout.on("data", listen("process stdout"));
    process.stderr.on("data", listen("process stderr"));
    const hear = (body: Uint8Array): void => this.#hear(body);
    const { memoryMb } = launch;
    const link = await openLink({ process, startLimit, memoryMb, hear });
    if (!("request" in link)) throw new GuestNotStarted(detailOf(link, said));
    const started = await link.request("start", encode({ options: engine }), { limit: startLimit });
    if (started.status === "lost") {
      await link.close();
      throw new GuestNotStarted(`${started.detail}\n${said}`);
    }
    return link;
  }

  async #run(link: GuestLink, { source, label }: StudentCell): Promise<CellEnd> {
    const limit = Math.min(this.#options.limits.cellMs, this.#options.timeLeft());
    const answer = await link.request("run", encode({ code: source, label }), { limit });
    if (answer.status === "lost") {
      return { kind: "lost", verdict: answer.verdict, detail: answer.detail };
    }
    try {
      return { kind: "ran", ...readRunOutcome(answer.body) };
    } catch (error) {
      if (!(error instanceof ChannelError)) throw error;
      await link.close();
      return { kind: "lost", verdict: "tampered", detail: error.message };
    }
  }

  #hear(body: Uint8Array): void {
    try {
      const { source, text } = readOutput(body);
      this.#say(source, text);
    } catch (error) {
      if (!(error instanceof ChannelError)) throw error;
      this.#say("output", `(not readable: ${error.message})`);
    }
  }

  /** What cells print when they are run again has been heard before. */
  #say(source: string, text: string): void {
    if (!this.#replaying) this.#options.hear(source, text);
  }
}

const detailOf = (answer: Answer, said: string): string =>
  `${answer.status === "lost" ? answer.detail : "it said something else than hello"}\n${said}`;
