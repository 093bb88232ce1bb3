// An engine for tests: runs cells, and keeps what they said by run.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type {
  CellOutcome,
  CellRequest,
  CreateEngine,
  Engine,
  EngineEvent,
  EngineOptions,
  MimeBundle,
} from "../../kernel/engine/contract.ts";
import { createEngine } from "../../kernel/engine/index.ts";

/** What one cell said and how it ended. */
interface Ran extends CellOutcome {
  readonly run: string;
  readonly events: readonly EngineEvent[];
  readonly stdout: string;
  readonly stderr: string;
  /** The result's text, without colours; undefined when there was none. */
  readonly text: string | undefined;
  readonly result: MimeBundle | undefined;
  /** The traceback as one text, without colours. */
  readonly traceback: string;
}

export interface TestEngine {
  readonly engine: Engine;
  readonly directory: string;
  /** Every event, in order. */
  readonly events: EngineEvent[];
  run(code: string, request?: Partial<CellRequest>): Promise<Ran>;
  /** Starts a cell without waiting for its end. */
  start(code: string, request?: Partial<CellRequest>): { run: string; ended: Promise<Ran> };
  /** Resolves with the first event, past or to come, that the test accepts. */
  heard(accepts: (event: EngineEvent) => boolean): Promise<EngineEvent>;
  close(): Promise<void>;
}

/**
 * Opens an engine in an empty folder. With `typeCheck: true` a cell that runs unchecked is a failure; without it cells are
 * not checked: for tests of what the compiler would refuse.
 */
export function openEngine(
  options: Partial<EngineOptions> = {},
  create: CreateEngine = createEngine,
): TestEngine {
  const directory = options.directory ?? mkdtempSync(join(tmpdir(), "convlab-engine-"));
  const events: EngineEvent[] = [];
  const waiting: { accepts: (event: EngineEvent) => boolean; resolve: (e: EngineEvent) => void }[] =
    [];
  const engine = create({ typeCheck: false, ...options, directory }, (event) => {
    events.push(event);
    for (const waiter of waiting.slice())
      if (waiter.accepts(event)) {
        waiting.splice(waiting.indexOf(waiter), 1);
        waiter.resolve(event);
      }
  });
  let count = 0;
  const start: TestEngine["start"] = (code, request = {}) => {
    const isChecked = request.typeCheck ?? options.typeCheck ?? false;
    count += 1;
    const run = request.run ?? `run-${count}`;
    const ended = engine
      .execute({ run, code, label: `Cell [${count}]`, showResult: true, ...request })
      .then((outcome) => {
        if (isChecked && outcome.status === "ok" && !outcome.checked)
          throw new Error(`ran unchecked: ${code}`);
        return toRan(run, outcome, events);
      });
    return { run, ended };
  };
  return {
    engine,
    directory,
    events,
    start,
    run: (code, request) => start(code, request).ended,
    heard(accepts) {
      const past = events.find(accepts);
      if (past !== undefined) return Promise.resolve(past);
      const { promise, resolve } = Promise.withResolvers<EngineEvent>();
      waiting.push({ accepts, resolve });
      return promise;
    },
    async close() {
      await engine.dispose();
      if (options.directory === undefined) rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Text without ANSI colours. */
export function plain(text: string): string {
  return stripVTControlCharacters(text);
}

function toRan(run: string, outcome: CellOutcome, all: readonly EngineEvent[]): Ran {
  const events = all.filter((event) => event.run === run);
  const printed = (name: string): string =>
    events
      .map((event) => (event.type === "stream" && event.name === name ? event.text : ""))
      .join("");
  const result = events.find((event) => event.type === "result")?.data;
  const text = result?.["text/plain"];
  return {
    ...outcome,
    run,
    events,
    stdout: printed("stdout"),
    stderr: printed("stderr"),
    result,
    text: typeof text === "string" ? plain(text) : undefined,
    traceback: plain((outcome.error?.traceback ?? []).join("\n")),
  };
}
