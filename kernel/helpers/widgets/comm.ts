// Comms themselves, for front ends of your own.
import { commHost, type Comm, type CommContent } from "./host.ts";

/**
 * Opens a comm to a target that the page has registered.
 *
 * @param content data that JSON can carry, metadata, and bytes beside them
 * @example openComm("my.target", { data: { hello: 1 } }).target // "my.target"
 */
export function openComm(target: string, content: CommContent = { data: {} }): Comm {
  return commHost().open(target, content);
}

/**
 * Calls `handler` whenever the page opens a comm to this target.
 *
 * @example onComm("my.target", (comm) => comm.send({ data: { welcome: true } }))
 */
export function onComm(
  target: string,
  handler: (comm: Comm, content: CommContent) => unknown,
): void {
  commHost().onOpen(target, handler);
}
