// One guest behind the walls as requests and replies: each under a limit, each reply with its request's own number.
import { randomBytes } from "node:crypto";
import type { SandboxedProcess } from "../../../contract.ts";
import {
  ChannelError,
  FrameReader,
  noRequest,
  writeFrame,
} from "../../../sandbox/channel/index.ts";
import type { Frame, FrameKind } from "../../../sandbox/channel/index.ts";
import type { Verdict } from "../../../contract.ts";

/** How a request ended. After `lost` the guest is gone. */
export type Answer =
  | { readonly status: "replied"; readonly body: Uint8Array }
  | { readonly status: "lost"; readonly verdict: Verdict; readonly detail: string };

export interface RequestOptions {
  /** ms */
  readonly limit: number;
  /** Answers the student's code where it calls one of the test's functions; undefined: its request breaks the rules. */
  readonly onCallback?: (body: Uint8Array) => Promise<Uint8Array | undefined>;
}

export interface GuestLink {
  /** Sends a request and waits for its reply. One at a time. */
  request(kind: FrameKind, body: Uint8Array, options: RequestOptions): Promise<Answer>;
  /** True until the process has ended or was given up. */
  alive(): boolean;
  close(): Promise<void>;
  /** Most memory it has used, MB; known once it is closed. */
  peakMemoryMb(): number | undefined;
}

export interface LinkOptions {
  readonly process: SandboxedProcess;
  /** Everything that the student's code prints or displays. */
  readonly hear: (body: Uint8Array) => void;
  /** Longest wait for the guest's first word, ms. */
  readonly startLimit: number;
  /** What the guest may take at most. */
  readonly memoryMb: number;
}

interface Pending {
  readonly request: string;
  readonly settle: (answer: Answer) => void;
  readonly onCallback: RequestOptions["onCallback"];
}

const outputLimit = 4 * 1024 * 1024; // bytes of output frames per request

/** Takes a started guest over. Resolves once it has said hello; an Answer says why it has not. */
export async function openLink(options: LinkOptions): Promise<GuestLink | Answer> {
  const { process: guest, hear, startLimit, memoryMb } = options;
  const reader = new FrameReader();
  let pending: Pending | undefined;
  let alive = true;
  let heard = 0;
  let peak: number | undefined;

  const settle = (answer: Answer): void => {
    const { settle: done } = pending ?? {};
    pending = undefined;
    if (answer.status === "lost") alive = false;
    done?.(answer);
  };
  let reason: { readonly verdict: Verdict; readonly detail: string } | undefined;
  const giveUp = (verdict: Verdict, detail: string): void => {
    alive = false;
    reason ??= { verdict, detail };
    void guest.kill(); // settled below, once nothing of it is left
  };
  const take = (frame: Frame): void => {
    if (frame.kind === "output") {
      heard += frame.body.length;
      if (heard > outputLimit) return giveUp("tampered", "floods the channel with output");
      return hear(frame.body);
    }
    const expected = pending?.request === frame.request;
    if (expected && (frame.kind === "reply" || frame.kind === "hello")) {
      return settle({ status: "replied", body: frame.body });
    }
    if (expected && frame.kind === "callback" && pending?.onCallback) {
      return void answerCallback(pending.onCallback, frame);
    }
    giveUp("tampered", `sends a ${frame.kind} that nobody asked for`);
  };
  const answerCallback = async (
    onCallback: NonNullable<Pending["onCallback"]>,
    { request, body }: Frame,
  ): Promise<void> => {
    const answer = await onCallback(body);
    if (answer === undefined) return giveUp("tampered", "calls back with data that are not plain");
    if (alive) guest.channel.write(writeFrame({ kind: "callbackResult", request, body: answer }));
  };

  guest.channel.on("data", (chunk: Buffer) => {
    if (!alive) return;
    try {
      for (const frame of reader.push(chunk)) if (alive) take(frame);
    } catch (error) {
      if (!(error instanceof ChannelError)) throw error;
      giveUp("tampered", error.message);
    }
  });
  // `exit` tells how it ended; the broken pipe is only its echo.
  guest.channel.on("error", () => guest.channel.destroy());
  const ended = guest.exit.then((exit) => {
    peak = exit.peakMemoryMb;
    // Close to the limit a process crawls: the clock may stop it before the memory's own fence does.
    const crawled = reason?.verdict === "timeout" && (peak ?? 0) >= memoryMb * 0.95;
    const { verdict, detail } = reason ?? { verdict: verdictOf(exit.kind), detail: exit.detail };
    settle({ status: "lost", verdict: crawled ? "memory" : verdict, detail });
  });

  const wait = (expected: Omit<Pending, "settle">, limit: number): Promise<Answer> => {
    const { promise, resolve } = Promise.withResolvers<Answer>();
    const timer = setTimeout(
      () => giveUp("timeout", `not ready after ${Math.round(limit)} ms`),
      Math.max(0, limit),
    );
    const settleOnce = (answer: Answer): void => {
      clearTimeout(timer);
      resolve(answer);
    };
    pending = { ...expected, settle: settleOnce };
    return promise;
  };

  const hello = await wait({ request: noRequest, onCallback: undefined }, startLimit);
  if (hello.status === "lost") {
    await guest.kill();
    return hello;
  }
  return {
    alive: () => alive,
    peakMemoryMb: () => peak,
    request: (kind, body, { limit, onCallback }) => {
      if (!alive || pending) {
        return Promise.resolve({ status: "lost", verdict: "infrastructure", detail: "no guest" });
      }
      heard = 0;
      const request = randomBytes(8).toString("hex");
      const answer = wait({ request, onCallback }, limit);
      guest.channel.write(writeFrame({ kind, request, body }));
      return answer;
    },
    close: async () => {
      alive = false;
      await guest.kill();
      await ended;
    },
  };
}

function verdictOf(kind: Awaited<SandboxedProcess["exit"]>["kind"]): Verdict {
  switch (kind) {
    case "memory":
      return "memory";
    case "cpu":
      return "timeout";
    case "exited":
    case "crashed":
    case "killed-by-us":
      return "crashed";
  }
}
