// The guest's life: say hello, then answer one request after the other until the host is gone.
import { scopeSymbol } from "../../../kernel/engine/contract.ts";
import type {
  CreateEngine,
  Engine,
  EngineOptions,
  NotebookScope,
} from "../../../kernel/engine/contract.ts";
import { ChannelError, decodeFields, encode, noRequest } from "../channel/index.ts";
import type { Frame } from "../channel/index.ts";
import { makeCalls } from "./calls.ts";
import type { Calls } from "./calls.ts";
import { makeOutput } from "./output.ts";
import { describeThrown } from "./thrown.ts";
import { receive, send } from "./wire.ts";

/** Longest wait of an idle event loop in ms: a promise that never settles is the host's to stop, not Node's to leave. */
const idle = 2 ** 30;

export async function serve(createEngine: CreateEngine): Promise<void> {
  const output = makeOutput();
  const complain = (error: unknown): void => {
    const { name, message } = describeThrown(error);
    output.say("stray error", `${name}: ${message}`);
  };
  process.removeAllListeners("warning"); // what Node thinks of its own options is not the student's
  process.on("uncaughtException", complain);
  process.on("unhandledRejection", complain);
  setInterval(() => undefined, idle);
  let notebook: { readonly engine: Engine; readonly calls: Calls } | undefined;

  const started = (): NonNullable<typeof notebook> => {
    if (notebook) return notebook;
    throw new ChannelError("FRAME_UNEXPECTED", "a request before the start");
  };
  const answer = async (frame: Frame): Promise<void> => {
    switch (frame.kind) {
      case "start": {
        const options = decodeFields(frame.body)["options"] as EngineOptions;
        const engine = createEngine({ ...options, directory: process.cwd() }, output.hear);
        const scope = (globalThis as Record<symbol, unknown>)[scopeSymbol] as NotebookScope;
        notebook = { engine, calls: makeCalls(scope) };
        return send({ kind: "reply", request: frame.request, body: encode({}) });
      }
      case "run":
        return run(started().engine, frame);
      case "call":
        return started().calls.answer(frame);
      default:
        throw new ChannelError("FRAME_UNEXPECTED", `a frame of the kind ${frame.kind}`);
    }
  };

  send({ kind: "hello", request: noRequest, body: encode({ node: process.version }) });
  for (;;) {
    const frame = await receive();
    if (!frame) process.exit(0);
    output.begin(frame.request);
    await answer(frame);
  }
}

async function run(engine: Engine, { request, body }: Frame): Promise<void> {
  const { code, label } = decodeFields(body) as { readonly code: string; readonly label: string };
  const { status, checked, error } = await engine.execute({
    run: request,
    code,
    label,
    showResult: true,
  });
  send({
    kind: "reply",
    request,
    body: encode({
      status,
      checked,
      errorName: error ? `${error.name}` : "",
      errorMessage: error ? `${error.message}` : "",
      traceback: error ? error.traceback.join("\n") : "",
    }),
  });
}
