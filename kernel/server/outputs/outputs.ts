// From the engine's events to messages on iopub.
import type { EngineEvent, CellError } from "../../engine/contract.ts";
import type { ErrorContent } from "../../protocol/index.ts";
import type { Comms } from "../running/comms.ts";
import type { Inputs } from "../running/inputs.ts";
import { explain, type Log } from "../process/log.ts";
import type { Publisher } from "./publisher.ts";
import type { Runs } from "../running/runs.ts";

/** Makes the engine's listener. */
export function makeOutputs(parts: {
  readonly runs: Runs;
  readonly publisher: Publisher;
  readonly inputs: Inputs;
  readonly comms: Comms;
  readonly log: Log;
}): (event: EngineEvent) => void {
  const { runs, publisher, inputs, comms, log } = parts;
  return (event) => {
    const run = runs.find(event.run);
    switch (event.type) {
      case "stream":
        if (event.json) return publisher.publish("stream", run?.header, event.json);
        return publisher.stream(run?.id ?? event.run, event.name, event.text);
      case "display":
      case "update-display": {
        const { data, metadata, displayId } = event;
        const transient = displayId === undefined ? {} : { display_id: displayId };
        const type = event.type === "display" ? "display_data" : "update_display_data";
        return publisher.publish(type, run?.header, { data, metadata, transient });
      }
      case "clear-output":
        return publisher.publish("clear_output", run?.header, { wait: event.wait });
      case "result": {
        if (!run || run.silent) return;
        const { executionCount, header } = run;
        const { data, metadata } = event;
        const text = data["text/plain"];
        if (typeof text === "string") run.result = text;
        return publisher.publish("execute_result", header, { executionCount, data, metadata });
      }
      case "error":
        return publisher.publish("error", run?.header, errorContent(event.error));
      case "page":
        run?.payload.push({ source: "page", data: event.data, start: 0 });
        return;
      case "comm-open":
      case "comm-message":
      case "comm-close":
      case "comm-target":
        return comms.publish(event, run?.header);
      case "input":
        inputs
          .ask(run, event.prompt, event.password, event.answer)
          .catch((error: unknown) => log("error", `input_request: ${explain(error)}`));
        return;
      case "restarted":
        log("warning", `engine restarted: ${event.reason}`);
        comms.forget();
        if (runs.isRunning(event.run)) return; // its error says so
        return publisher.publish("stream", run?.header, {
          name: "stderr",
          text: `${event.reason}. The variables are lost; run the cells again from the top.\n`,
        });
      default:
        return event satisfies never;
    }
  };
}

/** A cell's error as clients want it. */
export function errorContent({ name, message, traceback }: CellError): ErrorContent {
  return { ename: name, evalue: message, traceback };
}
