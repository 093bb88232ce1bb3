// The widgets that the page knows. A page that is loaded again, or a second one, asks for all of them.
import { commHost, type CommContent } from "../host.ts";
import { splitBytes } from "./buffers.ts";

/** What the registry needs of a widget. */
interface Live {
  readonly id: string;
  pageState(): Record<string, unknown>;
}

const live = new Map<string, Live>();
let isAnnounced = false;

/** The page has this widget from now on. */
export function remember(widget: Live): void {
  live.set(widget.id, widget);
  if (isAnnounced) return;
  isAnnounced = true;
  commHost().onOpen("jupyter.widget.control", (comm) => {
    comm.onMessage = ({ data }) => {
      if (data["method"] === "request_states") comm.send(allStates());
    };
  });
}

/** The page has it no more. */
export function forget(widget: Live): void {
  live.delete(widget.id);
}

function allStates(): CommContent {
  const whole = Object.fromEntries(
    [...live].map(([id, widget]) => {
      const state = widget.pageState();
      const { _model_name, _model_module, _model_module_version } = state;
      return [
        id,
        {
          model_name: _model_name,
          model_module: _model_module,
          model_module_version: _model_module_version,
          state,
        },
      ];
    }),
  );
  const { state: states, paths, buffers } = splitBytes(whole);
  return { data: { method: "update_states", states, buffer_paths: paths }, buffers };
}
