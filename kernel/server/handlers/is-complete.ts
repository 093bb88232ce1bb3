import { isCompleteContent } from "../../protocol/index.ts";
import type { Handler } from "../context.ts";

export const isComplete: Handler<"is_complete_reply"> = {
  reply: "is_complete_reply",
  handle({ content }, { engine }) {
    return engine.isComplete(isCompleteContent(content).code);
  },
};
