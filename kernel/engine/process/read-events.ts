// From what the child says to what the engine's listener hears.
import type { CommMessage, EngineEvent } from "../contract.ts";
import type { JobEvent } from "../run/job.ts";
import { decodeStream, decodeWithBuffers, frameKind } from "./frames.ts";
import { readLong } from "./large/large-text.ts";
import type { Child } from "./open-child.ts";

/** The event of a frame that is not JSON; undefined: it says that a flood of text is over. */
export function readPrinted(kind: number, body: Buffer): EngineEvent | undefined {
  if (kind === frameKind.buffers) {
    const { json, buffers } = decodeWithBuffers(body);
    const { event } = JSON.parse(json) as { readonly event: CommMessage & { run: string } };
    return { ...event, buffers };
  }
  if (kind === frameKind.stdoutReady || kind === frameKind.stderrReady)
    return readLong(kind === frameKind.stdoutReady ? "stdout" : "stderr", body);
  const { run, text } = decodeStream(body);
  const name = kind === frameKind.stdout ? "stdout" : "stderr";
  return text === "" ? undefined : { type: "stream", run, name, text };
}

/** The event; a question brings the way back of its answer. */
export function toEvent(event: JobEvent, child: Child): EngineEvent {
  if (event.type !== "input") return event;
  const { id, isBlocking, ...question } = event;
  const answer = (line: string | undefined): void =>
    isBlocking ? child.answer(id, line) : child.request({ type: "answer", id, line });
  return { ...question, answer };
}
