// Whatever the student's code prints, displays or throws goes to the TA's record, at once and bounded.
import type { EngineEvent } from "../../../kernel/engine/contract.ts";
import { encode } from "../channel/index.ts";
import { send } from "./wire.ts";

const limit = 64 * 1024; // letters per request

export interface Output {
  /** From here on output belongs to this request. */
  begin(this: void, request: string): void;
  hear(this: void, event: EngineEvent): void;
  say(this: void, source: string, text: string): void;
}

export function makeOutput(): Output {
  let request = "0000000000000000";
  let left = limit;
  const say = (source: string, text: string): void => {
    if (left <= 0 || text === "") return;
    const shown = text.length > left ? `${text.slice(0, left)}\n… (cut)` : text;
    left -= text.length;
    send({ kind: "output", request, body: encode({ source, text: shown }) });
  };
  return {
    begin: (next) => {
      request = next;
      left = limit;
    },
    say,
    hear: (event) => {
      switch (event.type) {
        case "stream":
          return say(event.name, event.text);
        case "display":
        case "update-display":
        case "result":
        case "page":
          return say(event.type, plainText(event.data));
        case "error":
          return say("error", `${event.error.name}: ${event.error.message}`);
        case "input":
          return event.answer(undefined); // nobody sits at the keyboard
        case "clear-output":
        case "restarted":
        case "comm-open": // no page is there to show a widget
        case "comm-message":
        case "comm-close":
        case "comm-target":
          return undefined;
      }
    },
  };
}

function plainText(data: Readonly<Record<string, unknown>>): string {
  const text = data["text/plain"];
  return typeof text === "string" ? text : `(${Object.keys(data).join(", ")})`;
}
