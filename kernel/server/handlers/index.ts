// Every request that is answered at once, by message type. Cells are not here: they wait in the execution queue.
import type { Handler, Listener } from "../context.ts";
import { commClose, commInfo, commMessage, commOpen } from "./comm.ts";
import { complete } from "./complete.ts";
import { debug, interrupt, shutdown } from "./control.ts";
import { history } from "./history.ts";
import { inspect } from "./inspect.ts";
import { isComplete } from "./is-complete.ts";
import { kernelInfo } from "./kernel-info.ts";
import { createSubshell, deleteSubshell, listSubshells } from "./subshell.ts";
import { usage } from "./usage.ts";

/** Handlers serve shell and control alike: JupyterLab asks kernel_info on both. */
export const handlers: ReadonlyMap<string, Handler | Listener> = new Map<
  string,
  Handler | Listener
>([
  ["kernel_info_request", kernelInfo],
  ["complete_request", complete],
  ["inspect_request", inspect],
  ["is_complete_request", isComplete],
  ["history_request", history],
  ["comm_info_request", commInfo],
  ["comm_open", commOpen],
  ["comm_msg", commMessage],
  ["comm_close", commClose],
  ["create_subshell_request", createSubshell],
  ["delete_subshell_request", deleteSubshell],
  ["list_subshell_request", listSubshells],
  ["interrupt_request", interrupt],
  ["shutdown_request", shutdown],
  ["debug_request", debug],
  ["usage_request", usage],
]);
