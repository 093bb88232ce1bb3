// The ZeroMQ sockets of a kernel, set up so that nothing is dropped. The only importer of zeromq.
import { capability, Request, type Socket, Router, XPublisher } from "zeromq";
import { ProtocolError } from "../../core/index.ts";
import type { Connection } from "../connection/connection-file.ts";

/** ms that a closing socket may still spend on what was sent before: the shutdown reply, the last idle. */
const LINGER = 500;
/** Bytes of the largest frame that a client may send; libzmq cuts a client off that sends more. */
const MAX_FRAME_BYTES = 1024 * 1024 * 1024;
/** No high-water mark: with one, XPUB drops what exceeds it without a word (tslab loses output beyond 500 lines). */
const UNLIMITED = 0;

const ZMQ_SUBSCRIBE = 6;
const ZMQ_UNSUBSCRIBE = 7;

const options = {
  linger: LINGER,
  sendHighWaterMark: UNLIMITED,
  receiveHighWaterMark: UNLIMITED,
} as const;

/** A socket on which requests arrive and answers leave. */
export function makeRouter(): Router {
  const router = new Router({ ...options, maxMessageSize: MAX_FRAME_BYTES });
  router.handover = true; // a client that reconnects under its old identity gets its answers
  return router;
}

/** A socket that asks one question: how a kernel registers with whoever started it. */
export function makeRequester(limit: number): Request {
  return new Request({ linger: 0, sendTimeout: limit, receiveTimeout: limit });
}

/**
 * The stdin socket: the only one on which the kernel speaks first. `send` fails with EHOSTUNREACH while the client has
 * not connected, where another router would drop the question.
 */
export function makeStdinRouter(): Router {
  const router = makeRouter();
  router.mandatory = true;
  return router;
}

/**
 * The iopub socket. Subscriptions are admitted by hand: nothing reaches a subscriber before `admit`, so the welcome that
 * is sent right after it is its first message.
 */
export class IopubSocket extends XPublisher {
  constructor() {
    super(options);
    this.manual = true;
  }

  /** Lets the subscriber whose message was received last hear messages that begin with `topic`. */
  admit(topic: Buffer): void {
    this.setStringOption(ZMQ_SUBSCRIBE, topic);
  }

  /** The inverse of `admit`. */
  release(topic: Buffer): void {
    this.setStringOption(ZMQ_UNSUBSCRIBE, topic);
  }
}

/**
 * Makes the socket speak to clients that hold the connection file's public key, and to nobody else.
 * @throws ProtocolError CURVE_UNAVAILABLE
 */
export function encrypt(socket: Socket, curve: NonNullable<Connection["curve"]>): void {
  if (capability.curve !== true) {
    throw new ProtocolError({
      code: "CURVE_UNAVAILABLE",
      summary: "This machine's ZeroMQ cannot encrypt, but Jupyter asks for it.",
      given: "curve_publickey and curve_secretkey in the connection file",
      fix: "start Jupyter with KernelManager.transport_encryption = 'disabled'",
    });
  }
  socket.curveServer = true;
  socket.curvePublicKey = curve.publicKey;
  socket.curveSecretKey = curve.secretKey;
}

/** Sends frames one message after the other: ZeroMQ allows one waiting send at a time. */
export class Outbox {
  readonly #socket: { send(frames: (Uint8Array | string)[]): Promise<void> };
  #last: Promise<void> = Promise.resolve();

  constructor(socket: { send(frames: (Uint8Array | string)[]): Promise<void> }) {
    this.#socket = socket;
  }

  /**
   * Resolved when ZeroMQ has taken the message; order of calls is order on the wire.
   * @param justBefore called when the message's turn has come and all earlier ones are out
   */
  send(frames: (Uint8Array | string)[], justBefore?: () => void): Promise<void> {
    const sent = this.#last.then(() => {
      justBefore?.();
      return this.#socket.send(frames);
    });
    this.#last = sent.catch(() => undefined); // the caller hears of it; the next message still goes out
    return sent;
  }

  /** Resolved when everything handed in so far was taken. */
  drained(): Promise<void> {
    return this.#last;
  }
}
