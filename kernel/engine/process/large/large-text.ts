// Long text leaves the child as the JSON that it is to be in the end, so that the server passes its bytes on unread.
import type { EngineEvent } from "../../contract.ts";
import { beginReady, decodeReady, endReady } from "../frames.ts";
import { type Escape, makeEscape, mostAtOnce } from "./escape.ts";

/** UTF-16 units from which on text is long. */
export const longFrom: number = 1 << 17;
/** Bytes of a frame, about: what the server and the page take while the next one is made. */
const pieceBytes = 1 << 20;

let escape: Escape | undefined;
/** Each frame is made here: it is written before the next one is begun. */
let room: Buffer | undefined;

/**
 * Sends a long text in pieces; no pair of surrogates is cut.
 *
 * @param write when it returns, the frame's bytes are no longer needed
 * @returns false where this machine cannot; nothing is sent then
 */
export function sendLong(
  name: "stdout" | "stderr",
  run: string,
  text: string,
  write: (frame: Buffer) => void,
): boolean {
  escape ??= makeEscape();
  if (escape === undefined) return false;
  room ??= Buffer.allocUnsafeSlow(pieceBytes + mostAtOnce + 1024);
  for (let at = 0; at < text.length;) {
    let end = beginReady(room, name, run);
    end += room.write(`{"name":"${name}","text":"`, end);
    while (at < text.length && end < pieceBytes) {
      const { read, written } = escape(text, at, room.subarray(end));
      at += read;
      end += written;
    }
    end += room.write('"}', end);
    write(endReady(room, end));
  }
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
