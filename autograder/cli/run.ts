import { CourseError } from "../../kernel/core/index.ts";
import { findPlaces } from "../../kernel/install/home.mjs";
import type { Command, Output } from "./command.ts";
import { asMarkdown, helpOf, overview } from "./help.ts";
import { findCommand, parseInput } from "./parse.ts";

/**
 * Runs one command line and says how it ended.
 *
 * @param words what was typed after `convlab`
 * @returns the exit code: 0 done, 1 not done or does not hold, 2 asked wrongly
 */
export async function runCommandLine(
  words: readonly string[],
  commands: readonly Command[],
  output: Output,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  try {
    return await dispatch(words, commands, output);
  } catch (error) {
    output.note(shownError(error, environment["CONVLAB_DEBUG"] === "1"));
    return error instanceof CourseError && asked.has(error.code) ? 2 : 1;
  }
}

/** Errors of the words typed, not of what they ask for. */
const asked: ReadonlySet<string> = new Set([
  "COMMAND_UNKNOWN",
  "OPTION_UNKNOWN",
  "OPTION_VALUE",
  "ARGUMENT_MISSING",
  "ARGUMENT_EXTRA",
]);

async function dispatch(
  words: readonly string[],
  commands: readonly Command[],
  output: Output,
): Promise<number> {
  const [first] = words;
  if (first === undefined || first === "help" || first === "--help" || first === "-h") {
    if (words.includes("--markdown")) output.out(asMarkdown(commands).trimEnd());
    else if (first === "help" && words.length > 1) {
      output.out(helpOf(findCommand(words.slice(1), commands).command));
    } else output.out(overview(commands, findPlaces().version));
    return 0;
  }
  if (first === "--version" || first === "-v" || first === "version") {
    output.out(findPlaces().version);
    return 0;
  }
  const found = findCommand(words, commands);
  const end = found.rest.indexOf("--");
  const options = end < 0 ? found.rest : found.rest.slice(0, end);
  if (options.includes("--help") || options.includes("-h")) {
    output.out(helpOf(found.command));
    return 0;
  }
  const { load, needsBuild } = found.command;
  const input = "run" in load ? parseInput(found) : undefined;
  if (needsBuild) await (await import("./build.ts")).buildWhenStale(output);
  if ("raw" in load) return (await load.raw())(found.rest);
  return (await load.run())({ positionals: [], values: {}, ...input, output });
}

/** The message of a CourseError, which says what to do; of a bug of ours, its message and how to see more. */
function shownError(error: unknown, debug: boolean): string {
  if (debug) return error instanceof Error ? withCauses(error) : String(error);
  if (error instanceof CourseError || (error instanceof Error && error.name === "SetupError")) {
    return error.message;
  }
  const system = systemFault(error);
  if (system) return system;
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return `convlab stopped for a reason that it did not foresee.\n  given     ${message}\n  to mend   run it again with CONVLAB_DEBUG=1 and report what it prints`;
}

const mends: Readonly<Record<string, string>> = {
  EACCES: "give yourself the right to it, or name another folder",
  EPERM: "give yourself the right to it, or name another folder",
  EROFS: "the disk is read-only: name a folder on another one",
  ENOSPC: "the disk is full: free some space, then run it again",
  ENOENT: "check that the path is right",
  ENOTDIR: "a file stands where a folder is needed: check the path",
  EISDIR: "a folder stands where a file is needed: check the path",
  EMFILE: "too many files are open: close other programs, or use --jobs 1",
};

/** What the operating system refused, and to what: a full disk is no bug of ours. */
function systemFault(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("syscall" in error) || !("code" in error)) return undefined;
  const { code, message } = error as NodeJS.ErrnoException;
  const fix = mends[code ?? ""];
  return fix && `the operating system refused.\n  given     ${message}\n  to mend   ${fix}`;
}

function withCauses(error: Error): string {
  const { cause, stack = String(error) } = error;
  return cause instanceof Error ? `${stack}\ncaused by ${withCauses(cause)}` : stack;
}
