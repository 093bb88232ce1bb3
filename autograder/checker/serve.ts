// The checker's life: for each submission a fresh engine; runs the master's setup and test cells with the remote host.
import { writeSync } from "node:fs";
import { hostSymbol } from "../../kernel/helpers/check/index.ts";
import type { CreateEngine, Engine } from "../../kernel/engine/contract.ts";
import type { FromChecker, ToChecker } from "./messages.ts";
import { makeRemoteHost } from "./remote-host.ts";
import type { RemoteHost } from "./remote-host.ts";

/** Serves grading until it hangs up. */
export function serveChecker(createEngine: CreateEngine): void {
  let engine: Engine | undefined;
  let host: RemoteHost | undefined;

  const begin = async (message: Extract<ToChecker, { type: "begin" }>): Promise<void> => {
    await engine?.dispose();
    const { directory } = message;
    // What test cells print is the author's own; the TA reads it in the checker's log.
    engine = createEngine({ directory, typeCheck: false }, (event) => {
      if (event.type === "stream") say(event.text);
      if (event.type === "input") event.answer(undefined);
    });
    host = makeRemoteHost(message, tell);
    tell({ type: "begun" });
  };

  const run = async (message: Extract<ToChecker, { type: "run" }>): Promise<void> => {
    const { code, label } = message;
    const installed = host && { ...host, ...(message.only ? { only: message.only } : {}) };
    Object.defineProperty(globalThis, hostSymbol, { value: installed, configurable: true });
    const outcome = await engine?.execute({ run: message.run, code, label, showResult: false });
    const error = outcome?.error && `${outcome.error.name}: ${outcome.error.message}`;
    tell({ type: "ran", run: message.run, error: outcome ? error : "no submission has begun" });
  };

  process.on("message", (message: ToChecker) => {
    switch (message.type) {
      case "begin":
        return void begin(message).catch(fail);
      case "run":
        return void run(message).catch(fail);
      case "reply":
      case "lost":
      case "callback":
        return host?.hear(message);
    }
  });
  process.on("disconnect", () => process.exit(0));
  tell({ type: "ready" });
}

function tell(message: FromChecker): void {
  process.send?.(message);
}

/** Past process.stderr, which the engine takes over for its cells. */
function say(text: string): void {
  writeSync(2, text);
}

/** A fault of ours: grading sees the process end and counts it as such. */
function fail(error: unknown): void {
  say(`checker: ${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
}
