// Long text leaves the child as the JSON that it is to be in the end, so that the server passes its bytes on unread.
import type { EngineEvent } from "../../contract.ts";
import { beginReady, decodeReady, endReady } from "../frames.ts";
import { type Escape, escapedMost, makeEscape, mostAtOnce } from "./escape.ts";

/** UTF-16 units from which on text is long. */
export const longFrom: number = 1 << 17;
/** Bytes of the first frame: a Jupyter server that is set to pass 3 MB in 3 s passes this, before it says that it stops. */
const firstPiece: number = 1 << 20;
/** And of the others. JupyterLab draws all of an output again for every message that adds to it, so they are few. */
const usualPiece: number = 32 << 20;
/** What a frame holds beside the text: more than any name of a run needs. */
const aside = 1024;

let escape: Escape | undefined;

/**
 * Sends a long text in pieces; no pair of surrogates is cut.
 *
 * @param write when it returns, the frame's bytes are no longer needed
 * @param pieces bytes after which the first frame ends, and each other
 * @returns false where this machine cannot; nothing is sent then
 */
export function sendLong(
  name: "stdout" | "stderr",
  run: string,
  text: string,
  write: (frame: Buffer) => void,
  [first, others]: readonly [number, number] = [firstPiece, usualPiece],
): boolean {
  escape ??= makeEscape();
  if (escape === undefined) return false;
  // of this the system gives only what is written to
  const room = Buffer.allocUnsafeSlow(
    Math.min(Math.max(first, others), escapedMost * text.length) + mostAtOnce + aside,
  );
  for (let at = 0; at < text.length;) {
    let end = beginReady(room, name, run);
    end += room.write(`{"name":"${name}","text":"`, end);
    const piece = at === 0 ? first : others;
    while (at < text.length && end < piece) {
      const { read, written } = escape(text, at, room.subarray(end));
      at += read;
      end += written;
    }
    end += room.write('"}', end);
    write(endReady(room, end));
  }
  room.buffer.transfer(0); // given back now, not when the collector comes
  return true;
}

/** The event of such a frame. */
export function readLong(name: "stdout" | "stderr", body: Buffer): EngineEvent {
  const { run, json } = decodeReady(body);
  return {
    type: "stream",
    run,
    name,
    json,
    get text() {
      return (JSON.parse(json.toString("utf8")) as { readonly text: string }).text;
    },
  };
}
