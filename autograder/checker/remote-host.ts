// The host that `convlab/check` finds in the checker: calls go to the student's process, results to grading.
import { ChannelError, encode, tags, writeView } from "../sandbox/channel/index.ts";
import type { EncodeMark } from "../sandbox/channel/index.ts";
import { readCallback, readCallOutcome } from "../sandbox/channel/replies.ts";
import { markSymbol } from "../../kernel/helpers/check/index.ts";
import type {
  Callback,
  CallOutcome,
  CallRequest,
  CallTarget,
  CheckHost,
  Handle,
  View,
} from "../../kernel/helpers/check/index.ts";
import type { FromChecker, ToChecker } from "./messages.ts";
import { hiddenSeeds } from "./seeds.ts";
import type { SeedOwner } from "./seeds.ts";

/** The host, and the ear for what grading answers. */
export interface RemoteHost extends CheckHost {
  hear(message: Extract<ToChecker, { type: "reply" | "lost" | "callback" }>): void;
}

interface Waiting {
  readonly settle: (outcome: CallOutcome) => void;
  readonly callbacks: readonly Callback[];
}

export function makeRemoteHost(owner: SeedOwner, tell: (message: FromChecker) => void): RemoteHost {
  const waiting = new Map<number, Waiting>();
  let calls = 0;
  return {
    seeds: (question, count) => hiddenSeeds(owner, question, count),
    beginTest: (question, title) => tell({ type: "test", question, title }),
    report: (question, tests) => tell({ type: "report", question, tests }),
    perform: (request) => {
      const { promise, resolve } = Promise.withResolvers<CallOutcome>();
      const callbacks: Callback[] = [];
      const body = encodeCall(request, callbacks);
      calls += 1;
      waiting.set(calls, { settle: resolve, callbacks });
      tell({ type: "call", call: calls, body });
      return promise;
    },
    hear: (message) => {
      const call = waiting.get(message.call);
      if (!call) return;
      if (message.type === "callback") {
        const body = answerCallback(message.body, call.callbacks);
        tell({ type: "called", call: message.call, body });
        return;
      }
      waiting.delete(message.call);
      call.settle(
        message.type === "reply"
          ? readOutcome(message.body)
          : { status: "lost", verdict: message.verdict, detail: message.detail },
      );
    },
  };
}

function readOutcome(body: Uint8Array): CallOutcome {
  try {
    return readCallOutcome(body);
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error;
    return { status: "lost", verdict: "tampered", detail: error.message };
  }
}

/** Undefined for arguments that break the channel's rules. */
function answerCallback(body: Uint8Array, callbacks: readonly Callback[]): Uint8Array | undefined {
  try {
    const { id, args } = readCallback(body);
    return encode({ status: "returned", value: callbacks[id]?.run(...args) });
  } catch (error) {
    if (error instanceof ChannelError) return undefined;
    // Nothing of the test may reach the student's code: not even what its function complains of.
    return encode({ status: "threw", message: "the function cannot be evaluated there" });
  }
}

function encodeCall({ target, args, keep }: CallRequest, callbacks: Callback[]): Uint8Array {
  const mark: EncodeMark = (value, writer) => {
    if (!Object.hasOwn(value, markSymbol)) return false;
    const marked = value as Handle | Callback | View;
    switch (marked[markSymbol]) {
      case "handle":
        writer.byte(tags.handle);
        writer.size(marked.id);
        writePath(marked.path, writer);
        return true;
      case "callback":
        writer.byte(tags.callback);
        writer.size(callbacks.push(marked) - 1);
        return true;
      case "view":
        if (writeView(marked.tensor as object, writer)) return true;
        throw new TypeError("view(…) takes a tensor: an ndarray, or {shape, data, stride, offset}");
    }
  };
  const body = { kind: target.kind, name: nameOf(target), owner: ownerOf(target), args, keep };
  return encode(body, mark);
}

const nameOf = (target: CallTarget): string => {
  if (target.kind === "function" || target.kind === "construct") return target.name;
  return target.kind === "method" ? target.method : "";
};

const ownerOf = (target: CallTarget): Handle | undefined =>
  target.kind === "function" || target.kind === "construct" ? undefined : target.handle;

/** A path as a list of texts and numbers, in the codec's own form. */
function writePath(path: Handle["path"], writer: Parameters<EncodeMark>[1]): void {
  writer.byte(tags.list);
  writer.size(path.length);
  for (const part of path) {
    writer.byte(typeof part === "number" ? tags.number : tags.string);
    if (typeof part === "number") writer.number(part);
    else writer.text(part);
  }
}
