import { historyContent } from "../../protocol/index.ts";
import type { Handler } from "../context.ts";

export const history: Handler<"history_reply"> = {
  reply: "history_reply",
  handle({ content }, kernel) {
    return { status: "ok", history: kernel.history.find(historyContent(content)) };
  },
};
