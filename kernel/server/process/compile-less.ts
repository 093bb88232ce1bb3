import { setFlagsFromString } from "node:v8";

/**
 * V8 optimises a function after 400 calls, and again after 3,000. The server's own functions are short and wait for others:
 * optimised, a session of 1,000 cells is no faster and keeps 15 MB more, of code and of what its compilers needed. What runs
 * far more often, over megabytes of output for example, still is.
 */
export function compileLess(): void {
  setFlagsFromString("--invocation-count-for-maglev=10000");
  setFlagsFromString("--invocation-count-for-turbofan=100000");
}
