// Compiles without a trace. V8 would keep every cell that has run, some KB each, in the hope that the same text comes under
// the same name again. As a flag of Node's command line this would also refuse the compiled code that Node brings along for
// its own modules: a start takes 15 ms longer then.
import { setFlagsFromString } from "node:v8";

/** What `compile` makes, which V8 keeps no longer than we do. */
export function unremembered<T>(compile: () => T): T {
  setFlagsFromString("--no-compilation-cache");
  try {
    return compile();
  } finally {
    setFlagsFromString("--compilation-cache");
  }
}
