// A hundred megabytes of output leave as many behind, which V8 would keep while the process idles.
import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Bytes, about, after which memory is worth giving back. */
const large = 8 * 2 ** 20;
/** Bytes, about, that a cell leaves behind beside its outputs: syntax trees, messages, code that runs once. */
const ofOneCell = 64 * 1024;
/** ms of rest before it is: what is asked next comes first. */
const rest = 300;
/** Bytes of a heap that would stand still for a tenth of a second and more; beside it the rest is little. */
const huge = 512 * 2 ** 20;
/** Bytes of a heap that is gone through again and again, until nothing is left to give back, in a twentieth of a second. */
const small = 16 * 2 ** 20;

/** Gives memory back to the machine when much has passed through this process and nothing is to be done. */
export class Sweeper {
  #passed = 0;
  #timer: NodeJS.Timeout | undefined;

  /** So many bytes have passed through. */
  passed(bytes: number): void {
    this.#passed += bytes;
  }

  /** There is work: it is not held up. */
  work(): void {
    this.#passed += ofOneCell;
    clearTimeout(this.#timer);
  }

  /** There is none. */
  rest(): void {
    if (this.#passed < large) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#passed = 0;
      sweep();
    }, rest).unref();
  }
}

function sweep(): void {
  const used = getHeapStatistics().used_heap_size;
  if (used > huge) return;
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as (how: object) => void;
  setFlagsFromString("--no-expose-gc"); // contexts that cells make have none
  collect({ type: "major", execution: "sync", flavor: used < small ? "last-resort" : "regular" });
}
