import type { ExceptionFilter } from "../../../engine/contract.ts";
import type { Command } from "../command.ts";

/** Of several filters the widest counts. */
function widest(filters: readonly string[]): ExceptionFilter {
  if (filters.includes("all")) return "all";
  return filters.includes("uncaught") ? "uncaught" : "none";
}

export const breakpointCommands: Readonly<Record<string, Command>> = {
  /** Replaces those of one path. A page sends them again for every path that it knows, also for texts of before. */
  setBreakpoints: async (args, { attached, paths, breakpoints }) => {
    const path = args.record("source").text("path");
    const wanted = args.list("breakpoints").map((each) => {
      const condition = each.optionalText("condition");
      const logMessage = each.optionalText("logMessage");
      return {
        line: each.number("line"),
        ...(condition === undefined ? {} : { condition }),
        ...(logMessage === undefined ? {} : { logMessage }),
      };
    });
    const taken = await attached.setBreakpoints(path, wanted, paths.textOf(path));
    const told = taken.map(({ line, isTaken, message }) => ({
      verified: isTaken,
      line,
      source: { path },
      ...(message === undefined ? {} : { message }),
    }));
    if (wanted.length === 0) breakpoints.delete(path);
    else
      breakpoints.set(
        path,
        told.filter(({ verified }) => verified).map(({ line }) => ({ line })),
      );
    return { breakpoints: told };
  },

  setExceptionBreakpoints: async (args, { attached }) => {
    await attached.setExceptionFilter(widest(args.texts("filters")));
    return {};
  },

  setFunctionBreakpoints: () => ({ breakpoints: [] }),
};
