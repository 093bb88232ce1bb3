// Node tells of its inspector on stderr: where it listens, with the secret path, and who comes and goes. The server
// learns the address from it; a student never sees a word.

const said =
  /Debugger (?:listening|ending) on (ws:\S+)\n|For help, see: https:\/\/nodejs\.org\/\S+\n|Debugger attached\.\n|Waiting for the debugger to disconnect\.\.\.\n/gu;

/** Takes Node's words out of what a process writes to stderr. */
export class Notices {
  /** Where the inspector listens; refused when the process ends without a word of it. */
  readonly address: Promise<URL>;
  readonly #found: (address: URL) => void;
  readonly #missed: (error: Error) => void;
  #known: string | undefined;
  /** How many lines of each kind may still come that are for us. */
  readonly #ours = { help: 0, attached: 0, waiting: 0 };

  constructor() {
    const { promise, resolve, reject } = Promise.withResolvers<URL>();
    this.address = promise;
    this.#found = resolve;
    this.#missed = reject;
    promise.catch(() => undefined); // whoever opens a wire hears of it there
  }

  /** We open a wire: Node will say that somebody has come. */
  opened(): void {
    this.#ours.attached += 1;
    this.#ours.waiting += 1;
  }

  /** The text without them. A program that a cell has started may say the same of its own inspector: that stays. */
  strip(text: string): string {
    if (!/debug/iu.test(text)) return text;
    return text.replace(said, (line, address?: string) =>
      this.#isOurs(line, address) ? "" : line,
    );
  }

  /** Nothing more is written. */
  end(): void {
    this.#missed(new Error("the process has ended"));
  }

  #isOurs(line: string, address: string | undefined): boolean {
    if (address === undefined) {
      const kind = line.startsWith("For") ? "help" : line.startsWith("D") ? "attached" : "waiting";
      if (this.#ours[kind] === 0) return false;
      this.#ours[kind] -= 1;
      return true;
    }
    if (this.#known === undefined) this.#found(new URL((this.#known = address)));
    if (this.#known !== address) return false;
    this.#ours.help += 1;
    return true;
  }
}
