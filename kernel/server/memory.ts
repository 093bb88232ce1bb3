// A hundred megabytes of output leave as many behind, which V8 would keep while the kernel idles.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** ms after the cell: its reply and the next cell come first. */
const DELAY = 300;

let timer: NodeJS.Timeout | undefined;
let collect: (() => void) | undefined;

/** Gives memory back to the machine a moment later. */
export function collectSoon(): void {
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (!collect) {
      setFlagsFromString("--expose-gc");
      collect = runInNewContext("gc") as () => void;
    }
    collect();
  }, DELAY).unref();
}
