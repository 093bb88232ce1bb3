import { cursorContent, toCodePoints, toUtf16 } from "../../protocol/index.ts";
import type { Handler } from "../context.ts";

export const complete: Handler<"complete_reply"> = {
  reply: "complete_reply",
  async handle({ content }, { engine }) {
    const { code, cursorPos } = cursorContent("complete_request", content);
    const { matches, start, end } = await engine.complete(code, toUtf16(code, cursorPos));
    const cursorStart = toCodePoints(code, start);
    const cursorEnd = toCodePoints(code, end);
    const types = matches.map(({ text, kind, signature = "" }) => ({
      text,
      type: kind,
      signature,
      start: cursorStart,
      end: cursorEnd,
    }));
    return {
      status: "ok",
      matches: matches.map(({ text }) => text),
      cursorStart,
      cursorEnd,
      metadata: { _jupyter_types_experimental: types }, // JupyterLab shows the type beside each name
    };
  },
};
