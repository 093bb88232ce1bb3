import type { CommContent } from "../../engine/contract.ts";
import {
  commContent,
  commInfoContent,
  commOpenContent,
  type IncomingMessage,
} from "../../protocol/index.ts";
import type { Handler, KernelContext, Listener } from "../context.ts";

export const commInfo: Handler<"comm_info_reply"> = {
  reply: "comm_info_reply",
  handle({ content }, { comms }) {
    return { status: "ok", comms: comms.list(commInfoContent(content).targetName) };
  },
};

export const commOpen: Listener = {
  async handle(message, { comms }) {
    const { commId, targetName, data } = commOpenContent(message.content);
    const content = { ...beside(message), data };
    await comms.receive(
      { type: "comm-open", comm: commId, target: targetName, ...content },
      message,
    );
  },
};

export const commMessage: Listener = {
  handle: (message, kernel) => forward("comm_msg", "comm-message", message, kernel),
};

export const commClose: Listener = {
  handle: (message, kernel) => forward("comm_close", "comm-close", message, kernel),
};

async function forward(
  name: string,
  type: "comm-message" | "comm-close",
  message: IncomingMessage,
  { comms, log }: KernelContext,
): Promise<void> {
  const { commId, data } = commContent(name, message.content);
  const isKnown = await comms.receive({ type, comm: commId, ...beside(message), data }, message);
  if (!isKnown) log("warning", `${name} for the unknown comm ${commId} dropped`);
}

function beside({ metadata, buffers }: IncomingMessage): Omit<CommContent, "data"> {
  return { metadata, buffers };
}
