import { isCompleteContent } from "../../protocol/index.ts";
import type { Handler } from "../context.ts";
import { helpTopic } from "./help.ts";

export const isComplete: Handler<"is_complete_reply"> = {
  reply: "is_complete_reply",
  handle({ content }, { engine }) {
    const { code } = isCompleteContent(content);
    return helpTopic(code) ? { status: "complete" } : engine.isComplete(code);
  },
};
