import { cursorContent, toUtf16 } from "../../protocol/index.ts";
import type { Handler } from "../context.ts";

export const inspect: Handler<"inspect_reply"> = {
  reply: "inspect_reply",
  async handle({ content }, { engine }) {
    const { code, cursorPos, detailLevel } = cursorContent("inspect_request", content);
    const found = await engine.inspect(code, toUtf16(code, cursorPos), detailLevel);
    return { status: "ok", found: found !== undefined, data: found?.data ?? {}, metadata: {} };
  },
};
