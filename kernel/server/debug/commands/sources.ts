import { ProtocolError } from "../../../core/index.ts";
import type { Command } from "../command.ts";

export const sourceCommands: Readonly<Record<string, Command>> = {
  /** The path that the page itself computes for the text; from now on the text can be had by it. */
  dumpCell: (args, { paths }) => ({ sourcePath: paths.remember(args.text("code")) }),

  source: async (args, { paths, debugger: attached }) => {
    const path = args.record("source").text("path");
    const content = paths.textOf(path) ?? (await attached?.text(path));
    if (content === undefined)
      throw new ProtocolError({
        code: "UNKNOWN_SOURCE",
        summary: `Nothing is known of ${path}.`,
        fix: "run the cell again",
      });
    return { content, mimeType: "text/typescript" };
  },

  /** The local files that cells have imported. Cells are not listed: the notebook shows them. */
  modules: async (_, { debugger: attached }) => {
    const sources = (await attached?.sources()) ?? [];
    const modules = sources
      .filter(({ isCell }) => !isCell)
      .map(({ source, label }) => ({ id: source, name: label, path: source }));
    return { modules, totalModules: modules.length };
  },
};
