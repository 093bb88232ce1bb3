// What came for a request, and questions about it.
import { type Content, isStatus, type Message } from "../../test/support/client-messages.ts";

/** A message, and when its bytes were here: ms on this process's clock. */
export interface Arrival extends Message {
  readonly at: number;
}

/** The reply on shell or control. */
export function replyOf(all: readonly Arrival[]): Arrival | undefined {
  return all.find(({ channel }) => channel !== "iopub" && channel !== "stdin");
}

/** The moment from which on a client may take the cell to be over. */
export function idleOf(all: readonly Arrival[]): Arrival | undefined {
  return all.find((message) => isStatus(message, "idle"));
}

const outputTypes = new Set([
  "stream",
  "execute_result",
  "display_data",
  "update_display_data",
  "error",
]);

/** All outputs, in the order of their arrival. */
export function outputsOf(all: readonly Arrival[]): readonly Arrival[] {
  return all.filter(({ type }) => outputTypes.has(type));
}

/** Outputs that came after the idle of their cell: nbclient and nbgrader do not see them. */
export function lateOf(all: readonly Arrival[]): readonly Arrival[] {
  const idle = idleOf(all);
  const at = idle === undefined ? -1 : all.indexOf(idle);
  return at === -1 ? [] : outputsOf(all.slice(at));
}

/** All text of the outputs. */
export function textOf(all: readonly Arrival[]): string {
  return outputsOf(all)
    .map(({ content }) => {
      const data = content["data"] as Content | undefined;
      const text = content["text"] ?? data?.["text/plain"] ?? content["evalue"];
      return typeof text === "string" ? text : "";
    })
    .join("");
}
