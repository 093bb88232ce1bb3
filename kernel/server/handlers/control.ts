// interrupt, shutdown and debug: what comes on the control channel, while a cell runs too.
import { shutdownContent } from "../../protocol/index.ts";
import type { Handler } from "../context.ts";

export const interrupt: Handler<"interrupt_reply"> = {
  reply: "interrupt_reply",
  handle(_, kernel) {
    kernel.interrupt();
    return { status: "ok" };
  },
};

export const shutdown: Handler<"shutdown_reply"> = {
  reply: "shutdown_reply",
  handle({ content, header }, kernel) {
    const { restart } = shutdownContent(content);
    // Other pages of the same kernel learn of it on iopub.
    kernel.publisher.publish("shutdown_reply", header.wire, { status: "ok", restart });
    kernel.stopAfterReply();
    return { status: "ok", restart };
  },
};

/** Everything of the debugger comes as one type of request. */
export const debug: Handler<"debug_reply"> = {
  reply: "debug_reply",
  handle: ({ content, header }, { debugging }) => debugging.handle(content, header.wire),
};
