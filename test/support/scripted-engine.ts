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

/** Commands that say one thing: `print TEXT`, `warn TEXT`, `result TEXT`, `display TEXT`, `update TEXT`, `clear`, `page TEXT`. */
const sayings: Readonly<Record<string, (text: string, run: string) => EngineEvent>> = {
  print: (text, run) => ({ type: "stream", run, name: "stdout", text: `${text}\n` }),
  warn: (text, run) => ({ type: "stream", run, name: "stderr", text: `${text}\n` }),
  result: (text, run) => ({ type: "result", run, data: plain(text), metadata: {} }),
  display: (text, run) => ({
    type: "display",
    run,
    data: plain(text),
    metadata: {},
    displayId: "d",
  }),
  update: (text, run) => ({
    type: "update-display",
    run,
    data: plain(text),
    metadata: {},
    displayId: "d",
  }),
  clear: (_, run) => ({ type: "clear-output", run, wait: true }),
  page: (text, run) => ({ type: "page", run, data: plain(text) }),
};

/**
 * Further commands: `lines N`, `error TEXT`, `ask PROMPT`, `late TEXT` (printed when the next cell runs), `loop` (until
 * interrupted), `die REASON`, `die-later REASON` (when the cell is over), `reject` (the engine breaks its promise), `options` (its own options as the result).
 */
export function createScriptedEngine(options: EngineOptions, listener: Listener): Engine {
  let stop: (() => void) | undefined;
  let late: EngineEvent[] = [];

  function fail(run: string, name: string, message: string): CellError {
    const error: CellError = { name, message, traceback: [`${name}: ${message}`] };
    listener({ type: "error", run, error });
    return error;
  }

  function print(run: string, text: string): void {
    listener({ type: "stream", run, name: "stdout", text });
  }

  async function perform(name: string, rest: string, run: string): Promise<CellError | undefined> {
    const saying = sayings[name]?.(rest, run);
    if (saying) listener(saying);
    switch (name) {
      case "lines":
        for (let line = 0; line < Number(rest); line += 1) print(run, `line ${line}\n`);
        return undefined;
      case "error":
        return fail(run, "Error", rest);
      case "ask": {
        const { promise, resolve } = Promise.withResolvers<string | undefined>();
        listener({ type: "input", run, prompt: rest, password: false, answer: resolve });
        const stopped = new Promise<"stopped">((end) => (stop = () => end("stopped")));
        const line = await Promise.race([promise, stopped]);
        if (line === "stopped") return fail(run, "KeyboardInterrupt", "stopped");
        print(run, `got ${line}\n`);
        return undefined;
      }
      case "late":
        late.push({ type: "stream", run, name: "stdout", text: `${rest}\n` });
        return undefined;
      case "loop":
        print(run, "looping\n");
        await new Promise<void>((resolve) => (stop = resolve));
        stop = undefined;
        return fail(run, "KeyboardInterrupt", "stopped");
      case "die":
        listener({ type: "restarted", run, reason: rest });
        return fail(run, "EngineRestarted", rest);
      case "die-later":
        setImmediate(() => listener({ type: "restarted", run: undefined, reason: rest }));
        return undefined;
      case "reject":
        throw new Error("scripted mistake");
      case "options":
        listener({ type: "result", run, data: plain(JSON.stringify(options)), metadata: {} });
        return undefined;
      default:
        return undefined;
    }
  }

  async function execute({ run, code, userExpressions = {} }: CellRequest): Promise<CellOutcome> {
    for (const event of late) listener(event);
    late = [];
    for (const line of code.split("\n")) {
      const [, name = "", rest = ""] = /^(\S*) ?(.*)$/.exec(line) ?? [];
      const error = await perform(name, rest, run);
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
    comm: async () => undefined,
    diagnose: async (code, above) =>
      code === ""
        ? []
        : [
            {
              start: 0,
              end: code.length,
              severity: "error",
              message: `below ${above.length} cells`,
            },
          ],
    interrupt: async () => stop?.(),
    dispose: async () => undefined,
  };
}

function plain(text: string): Record<string, string> {
  return { "text/plain": text };
}
