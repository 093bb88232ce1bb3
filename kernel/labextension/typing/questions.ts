// Asks the kernel what is wrong with texts, one question at a time, over one comm for each life of the kernel.
import type { Comm, Kernel } from "./page.ts";
import { type Problem, target } from "./problem.ts";

/** ms without an answer, after which the question counts as lost: the kernel was restarted meanwhile. */
const patience = 15_000;

interface Asked {
  readonly id: number;
  readonly resolve: (problems: readonly Problem[] | undefined) => void;
}

/** The comm with one kernel. */
export class Questions {
  readonly #kernel: Kernel;
  #comm: Comm | undefined;
  #count = 0;
  #asked: Asked | undefined;
  /** The kernel knows nothing of it: an older one. */
  #isRefused = false;
  #hasAnswered = false;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  /** The kernel's answer; undefined where there is none, or another question came after this one. */
  async ask(code: string, above: readonly string[]): Promise<readonly Problem[] | undefined> {
    const comm = this.#openComm();
    if (comm === undefined) return undefined;
    this.#asked?.resolve(undefined);
    this.#count += 1;
    const id = this.#count;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.renew(), patience);
      this.#asked = {
        id,
        resolve: (problems) => {
          clearTimeout(timer);
          resolve(problems);
        },
      };
      comm.send({ id, code, above });
    });
  }

  /** Nobody waits for the present answer any more. */
  drop(): void {
    this.#asked?.resolve(undefined);
    this.#asked = undefined;
  }

  /** The kernel was restarted and knows nothing of the comm: the next question opens another. */
  renew(): void {
    this.drop();
    this.#comm = undefined;
  }

  /** Ends the comm. */
  close(): void {
    this.#asked?.resolve(undefined);
    if (this.#comm && !this.#comm.isDisposed && !this.#kernel.isDisposed) this.#comm.close();
    this.#comm = undefined;
  }

  /** The open comm; a restart of the kernel ends it, and another is opened. */
  #openComm(): Comm | undefined {
    const { isDisposed, handleComms } = this.#kernel;
    if (this.#isRefused || isDisposed || !handleComms) return undefined;
    if (this.#comm && !this.#comm.isDisposed) return this.#comm;
    const comm = this.#kernel.createComm(target);
    comm.onClose = () => {
      // a kernel that has answered before was restarted: it gets another comm
      this.#isRefused = !this.#hasAnswered;
      this.#comm = undefined;
    };
    comm.onMsg = ({ content: { data } }) => {
      const { id, problems } = data as { id?: number; problems?: readonly Problem[] };
      this.#hasAnswered = true;
      if (this.#asked?.id === id) this.#asked?.resolve(problems ?? []);
    };
    comm.open();
    this.#comm = comm;
    return comm;
  }
}
