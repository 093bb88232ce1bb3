// Subshells (JEP 91): what comes on shell for one is answered while a cell runs. Ours answers everything but cells so
// anyway; cells keep to their one queue, since they share one scope.
import { subshellContent } from "../../protocol/index.ts";
import type { Handler } from "../context.ts";

export const createSubshell: Handler<"create_subshell_reply"> = {
  reply: "create_subshell_reply",
  handle: (_, { subshells }) => ({ status: "ok", subshellId: subshells.create() }),
};

export const deleteSubshell: Handler<"delete_subshell_reply"> = {
  reply: "delete_subshell_reply",
  handle({ content }, { subshells }) {
    subshells.delete(subshellContent(content).subshellId);
    return { status: "ok" };
  },
};

export const listSubshells: Handler<"list_subshell_reply"> = {
  reply: "list_subshell_reply",
  handle: (_, { subshells }) => ({ status: "ok", subshellId: subshells.list() }),
};
