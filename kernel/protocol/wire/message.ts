// What a Jupyter message is on our side of the wire.
import type { JsonObject } from "../../core/index.ts";

/** The sockets on which requests arrive. */
export type Channel = "shell" | "control" | "stdin";

/** A checked message header. `username` may be empty; the version is the client's, 5.0 or newer. */
export interface Header {
  readonly msgId: string;
  readonly msgType: string;
  readonly session: string;
  readonly username: string;
  readonly version: string;
  /** The subshell that is to handle the message, when the client asked for one. */
  readonly subshellId: string | undefined;
  /** The header as it came: what answers carry as their parent. */
  readonly wire: JsonObject;
}

/** A verified and parsed request. */
export interface IncomingMessage {
  /** ZeroMQ's way back to the client. */
  readonly identities: readonly Uint8Array[];
  readonly header: Header;
  /** The parent's header as it came; empty for a request of the user. */
  readonly parent: JsonObject;
  readonly metadata: JsonObject;
  /** Keys as on the wire; `requests.ts` turns it into a typed record. */
  readonly content: JsonObject;
  readonly buffers: readonly Uint8Array[];
}

/**
 * A message to send: `content` is camelCase, the codec writes its keys as the wire wants them; or it is the wire's JSON in
 * UTF-8 already.
 */
export interface OutgoingMessage {
  readonly identities: readonly (Uint8Array | string)[];
  readonly type: string;
  /** Header of the request that caused it, as it came; undefined: nobody asked (starting, welcome). */
  readonly parent: JsonObject | undefined;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly content: object | Uint8Array;
  readonly buffers?: readonly Uint8Array[];
}
