import type { RunCommand } from "../command.ts";

/** `convlab setup gpu | tensorflow`: planned, and said so rather than pretended. */
export const setupLater: RunCommand = async ({ output }) => {
  output.note(
    [
      "convlab setup is not available yet: no lab of this version trains a network.",
      "  expected  it comes with the labs that do",
      "  to mend   nothing to do; the labs of this version need no GPU",
    ].join("\n"),
  );
  return 1;
};
