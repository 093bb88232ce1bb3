// Stop: reaches the main thread of the process that runs the cells, in a loop too, through V8's inspector.
import type { OpenWire, Wire } from "../inspector/wire.ts";

/** A cell that is on its way to the main thread is there after so long. */
const moment = 2; // ms
/** Code that V8 was told to end has ended after so long: a second order would meet the first. */
const settled = 50; // ms
/** Who looks at a cell that has run for so long may soon press Stop. */
const longRun = 100; // ms

/** One Stop after the other: what they do is done on the main thread, where a second would only queue up. */
export class StopOrders {
  readonly #openWire: OpenWire;
  readonly #tell: (what: "ordered" | "wake") => void;
  #wire: Wire | undefined;
  #isGiven = false;
  #isWanted: () => boolean = () => false;
  /** When to stop again what is still wanted to stop then, in ms; undefined: never. */
  #again: number | undefined;
  #waking: NodeJS.Timeout | undefined;

  /** @param tell says a word on the pipe that the main thread reads when it stands still */
  constructor(openWire: OpenWire, tell: (what: "ordered" | "wake") => void) {
    this.#openWire = openWire;
    this.#tell = tell;
  }

  /** While a cell runs a Stop may come: opens its line, which takes a millisecond, when somebody looks at the cell. */
  prepareWhile(running: Promise<unknown>): void {
    const timer = setTimeout(() => this.#prepare(), longRun);
    void running.then(() => {
      clearTimeout(timer);
      this.rest();
    });
  }

  /** No Stop has come. */
  rest(): void {
    if (this.#isGiven) return;
    void this.#wire?.close();
    this.#wire = undefined;
  }

  /**
   * Has the main thread run `convlab$interrupt` on top of whatever it is doing.
   *
   * @param isWanted false: what was to be stopped is over
   */
  give(isWanted: () => boolean): void {
    if (this.#isGiven) {
      // for the next cell, while this one's line is being closed
      if (this.#isWanted !== isWanted) this.#again ??= moment;
      this.#isWanted = isWanted;
      return;
    }
    this.#prepare();
    this.#isGiven = true;
    this.#isWanted = isWanted;
    const params = { expression: "convlab$interrupt()", silent: true };
    this.#wire?.send(JSON.stringify({ id: 1, method: "Runtime.evaluate", params }));
    // prompt() stands in a system's call that the inspector cannot reach
    this.#waking = setInterval(() => this.#tell("wake"), 2 * moment);
    this.#waking.unref();
  }

  /**
   * `convlab$interrupt` stands still and wants the code below it to be ended. It goes on when the order for that lies in
   * the inspector's queue: it then hits that code and nothing else.
   */
  async wanted(): Promise<void> {
    clearInterval(this.#waking);
    this.#again = settled;
    const wire = this.#wire;
    wire?.send(JSON.stringify({ id: 2, method: "Runtime.terminateExecution" }));
    await wire?.close();
    this.#tell("ordered");
  }

  #prepare(): void {
    this.#wire ??= this.#open();
  }

  #open(): Wire {
    const wire = this.#openWire({
      message: (text) => {
        if (isIdle(text)) this.#again = moment; // the cell is still on its way to the main thread
        void wire.close(); // it has run, and there was nothing to end
      },
      closed: () => {
        if (this.#wire === wire) this.#over();
      },
    });
    return wire;
  }

  #over(): void {
    clearInterval(this.#waking);
    this.#wire = undefined;
    this.#isGiven = false;
    const again = this.#again;
    this.#again = undefined;
    if (again !== undefined) setTimeout(() => this.#isWanted() && this.give(this.#isWanted), again);
  }
}

/** What the main thread says when no cell has begun there. */
function isIdle(answer: string): boolean {
  const { result } = JSON.parse(answer) as { result?: { result?: { value?: unknown } } };
  return result?.result?.value === "idle";
}
