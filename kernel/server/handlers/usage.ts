import type { Handler } from "../context.ts";

export const usage: Handler<"usage_reply"> = {
  reply: "usage_reply",
  handle(_, kernel) {
    return kernel.usage.measure();
  },
};
