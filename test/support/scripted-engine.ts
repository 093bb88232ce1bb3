// An engine whose cells are scripts of one command a line: what a server must do with any engine, at exact moments.
import type {
  CellError,
  CellOutcome,
  CellRequest,
  Engine,
  EngineEvent,
  EngineOptions,
} from "../../kernel/engine/contract.ts";

type Listener = (event: EngineEvent) => void;

/**
 * Commands: `print TEXT`, `warn TEXT`, `lines N`, `result TEXT`, `display TEXT`, `update TEXT`, `clear`, `page TEXT`,
 * `error TEXT`, `ask PROMPT`, `late TEXT` (printed when the next cell runs), `loop` (until interrupted), `die`,
 * `reject` (the engine breaks its promise), `options`.
 */
export function createScriptedEngine(options: EngineOptions, listener: Listener): Engine {
  let stop: (() => void) | undefined;
  let late: EngineEvent[] = [];

  const commands: Readonly<
    Record<
      string,
      (rest: string, run: string) => CellError | undefined | Promise<CellError | undefined>
    >
  > = {
    print: (text, run) => void listener({ type: "stream", run, name: "stdout", text: `${text}\n` }),
    warn: (text, run) => void listener({ type: "stream", run, name: "stderr", text: `${text}\n` }),
    lines: (count, run) => {
      for (let line = 0; line < Number(count); line += 1) {
        listener({ type: "stream", run, name: "stdout", text: `line ${line}\n` });
      }
      return undefined;
    },
    result: (text, run) => void listener({ type: "result", run, data: plain(text), metadata: {} }),
    display: (text, run) =>
      void listener({ type: "display", run, data: plain(text), metadata: {}, displayId: "d" }),
    update: (text, run) =>
      void listener({
        type: "update-display",
        run,
        data: plain(text),
        metadata: {},
        displayId: "d",
      }),
    clear: (_, run) => void listener({ type: "clear-output", run, wait: true }),
    page: (text, run) => void listener({ type: "page", run, data: plain(text) }),
    error: (text, run) => {
      const error: CellError = { name: "Error", message: text, traceback: [`Error: ${text}`] };
      listener({ type: "error", run, error });
      return error;
    },
    ask: async (prompt, run) => {
      const { promise, resolve } = Promise.withResolvers<string | undefined>();
      listener({ type: "input", run, prompt, password: false, answer: resolve });
      listener({ type: "stream", run, name: "stdout", text: `got ${await promise}\n` });
      return undefined;
    },
    late: (text, run) => {
      late.push({ type: "stream", run, name: "stdout", text: `${text}\n` });
      return undefined;
    },
    loop: async (_, run) => {
      listener({ type: "stream", run, name: "stdout", text: "looping\n" });
      await new Promise<void>((resolve) => (stop = resolve));
      stop = undefined;
      const error: CellError = { name: "KeyboardInterrupt", message: "stopped", traceback: [] };
      listener({ type: "error", run, error });
      return error;
    },
    die: (reason, run) => {
      listener({ type: "restarted", run, reason });
      return commands["error"]?.(reason, run);
    },
    reject: () => Promise.reject(new Error("scripted mistake")),
    options: (_, run) =>
      void listener({ type: "result", run, data: plain(JSON.stringify(options)), metadata: {} }),
  };

  async function execute({ run, code, userExpressions = {} }: CellRequest): Promise<CellOutcome> {
    for (const event of late) listener(event);
    late = [];
    for (const line of code.split("\n")) {
      const [, name = "", rest = ""] = /^(\S*) ?(.*)$/.exec(line) ?? [];
      const error = await commands[name]?.(rest, run);
      if (error) return { status: "error", error, checked: true };
    }
    const values = Object.entries(userExpressions).map(
      ([name, text]) => [name, { status: "ok", data: plain(text), metadata: {} }] as const,
    );
    return { status: "ok", checked: true, userExpressions: Object.fromEntries(values) };
  }

  return {
    execute,
    complete: async (code, cursor) => ({
      matches: [{ text: code.slice(cursor), kind: "const", signature: "const x: number" }],
      start: cursor,
      end: code.length,
    }),
    inspect: async (code, cursor) =>
      cursor >= code.length ? undefined : { data: plain(`at ${cursor}`) },
    isComplete: async (code) =>
      code.endsWith("{") ? { status: "incomplete", indent: "  " } : { status: "complete" },
    interrupt: async () => stop?.(),
    dispose: async () => undefined,
  };
}

function plain(text: string): Record<string, string> {
  return { "text/plain": text };
}
