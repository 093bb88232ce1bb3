import type { StepKind } from "../../../engine/contract.ts";
import { type Command, threadId } from "../command.ts";

function step(kind: StepKind): Command {
  return async (_, { attached }) => {
    await attached.step(kind);
    return kind === "continue" ? { allThreadsContinued: true } : {};
  };
}

export const stepCommands: Readonly<Record<string, Command>> = {
  continue: step("continue"),
  next: step("over"),
  stepIn: step("into"),
  stepOut: step("out"),
  pause: step("pause"),

  threads: () => ({ threads: [{ id: threadId, name: "Notebook" }] }),

  stackTrace: (args, { attached }) => {
    const frames = attached.frames();
    const start = args.optionalNumber("startFrame") ?? 0;
    const levels = args.optionalNumber("levels") ?? 0;
    const stackFrames = frames
      .slice(start, levels > 0 ? start + levels : undefined)
      .map(({ id, name, source, label, line, column }) => ({
        id,
        name,
        line,
        column,
        source: { name: label, path: source },
      }));
    return { stackFrames, totalFrames: frames.length };
  },
};
