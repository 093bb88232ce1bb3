// A page's half of the widgets, in front of a real engine: what it was sent, and what its user does.
import type { EngineEvent } from "../../kernel/engine/contract.ts";
import { openEngine, type TestEngine } from "./engine.ts";

type Json = Record<string, unknown>;
type CommSaid = Extract<
  EngineEvent,
  { readonly type: "comm-open" | "comm-message" | "comm-close" }
>;

export interface TestPage {
  readonly cells: TestEngine;
  /** Runs a cell; fails when the cell does. */
  run(code: string): Promise<Awaited<ReturnType<TestEngine["run"]>>>;
  /** Everything said to the page about one widget, or about all. */
  said(id?: string): CommSaid[];
  /** Id of the newest widget whose model has that name. */
  newest(model: string): string;
  /** The state of a widget as this page has it. */
  state(id: string): Json;
  /** The user changes a widget; resolves when the engine has heard it. What was said meanwhile comes back. */
  change(id: string, state: Json, buffers?: readonly Uint8Array[]): Promise<EngineEvent[]>;
  /** The page says something else to a widget. */
  tell(id: string, data: Json, buffers?: readonly Uint8Array[]): Promise<EngineEvent[]>;
  /** Opens the control comm and asks for all widgets, as a page does that is loaded again. */
  reload(): Promise<CommSaid>;
}

/** Opens an engine with an empty page. */
export function openPage(): TestPage {
  const cells = openEngine();
  let count = 0;
  const said = (id?: string): CommSaid[] =>
    cells.events.filter(
      (event): event is CommSaid => "comm" in event && (id === undefined || event.comm === id),
    );
  const tell = async (
    comm: string,
    data: Json,
    buffers: readonly Uint8Array[] = [],
  ): Promise<EngineEvent[]> => {
    const before = cells.events.length;
    const message = { type: "comm-message", comm, data: data as never, buffers } as const;
    await cells.engine.comm(message, `page-${++count}`);
    return cells.events.slice(before);
  };
  return {
    cells,
    said,
    tell,
    async run(code) {
      const ran = await cells.run(code);
      if (ran.status === "error") throw new Error(ran.traceback);
      return ran;
    },
    newest(model) {
      const opened = said().findLast(
        (event) =>
          event.type === "comm-open" &&
          (event.data["state"] as Json | undefined)?.["_model_name"] === model,
      );
      if (opened === undefined) throw new Error(`the page has no ${model}`);
      return opened.comm;
    },
    state(id) {
      const states = said(id).flatMap(({ type, data }) =>
        type === "comm-open" || data["method"] === "update" || data["method"] === "echo_update"
          ? [data["state"] as Json]
          : [],
      );
      return Object.assign({}, ...states) as Json;
    },
    change: (id, state, buffers) => {
      const paths = buffers ? Object.keys(state).map((key) => [key]) : [];
      const sent = buffers ? {} : state;
      return tell(id, { method: "update", state: sent, buffer_paths: paths }, buffers);
    },
    async reload() {
      const comm = `control-${++count}`;
      const open = { type: "comm-open", comm, target: "jupyter.widget.control", data: {} } as const;
      await cells.engine.comm(open, `page-${++count}`);
      await tell(comm, { method: "request_states" });
      const [answer] = said(comm);
      if (answer === undefined) throw new Error("request_states got no answer");
      return answer;
    },
  };
}
