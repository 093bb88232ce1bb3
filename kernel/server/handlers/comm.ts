import { commContent, commInfoContent, commOpenContent } from "../../protocol/index.ts";
import type { Handler, Listener } from "../context.ts";

export const commInfo: Handler<"comm_info_reply"> = {
  reply: "comm_info_reply",
  handle({ content }) {
    commInfoContent(content);
    return { status: "ok", comms: {} };
  },
};

export const commOpen: Listener = {
  handle({ content, header }, { comms }) {
    comms.open(commOpenContent(content), header.wire);
  },
};

export const commMessage: Listener = {
  handle({ content }, { comms, log }) {
    const { commId } = commContent("comm_msg", content);
    if (!comms.knows(commId)) log("warning", `comm_msg for the unknown comm ${commId} dropped`);
  },
};

export const commClose: Listener = {
  handle({ content }, { comms }) {
    comms.close(commContent("comm_close", content).commId);
  },
};
