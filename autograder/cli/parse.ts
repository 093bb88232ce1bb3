// From the typed words to a command and its options; what is not understood is an error that suggests what was meant.
import { parseArgs } from "node:util";
import { OptionError } from "../../kernel/core/index.ts";
import { nearest } from "../authoring/index.ts";
import type { Command, CommandInput } from "./command.ts";

/** A command of the table and the words after its name. */
export interface FoundCommand {
  readonly command: Command;
  readonly rest: readonly string[];
}

/**
 * Finds the command: `lab check 1 --json` is `lab check` with `1 --json`.
 *
 * @throws OptionError COMMAND_UNKNOWN with the nearest command
 */
export function findCommand(words: readonly string[], commands: readonly Command[]): FoundCommand {
  const [first = "", second = ""] = words;
  const two = commands.find(({ name }) => name === `${first} ${second}`);
  if (two) return { command: two, rest: words.slice(2) };
  const one = commands.find(({ name }) => name === first);
  if (one) return { command: one, rest: words.slice(1) };
  const group = commands.filter(({ name }) => name.startsWith(`${first} `));
  const typed = group.length > 0 && second !== "" ? `${first} ${second}` : first;
  const names = group.length > 0 ? group : commands;
  const meant = nearest(
    group.length > 0 || second === "" ? typed : `${first} ${second}`,
    commands.map(({ name }) => name),
  );
  throw new OptionError({
    code: "COMMAND_UNKNOWN",
    summary:
      group.length > 0 && second === ""
        ? `convlab ${first} needs one word more.`
        : `there is no command "${typed}".`,
    expected: names.map(({ name }) => name).join(", "),
    fix:
      meant === undefined ? "convlab --help shows all commands" : `did you mean convlab ${meant}?`,
  });
}

/**
 * Reads positionals and options as the table says.
 *
 * @throws OptionError OPTION_UNKNOWN, OPTION_VALUE, ARGUMENT_MISSING, ARGUMENT_EXTRA
 */
export function parseInput({ command, rest }: FoundCommand): Omit<CommandInput, "output"> {
  const { tokens } = parseArgs({
    args: [...rest],
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: Object.fromEntries(
      Object.entries(command.options).map(([name, { value }]) => [
        name,
        { type: value === undefined ? ("boolean" as const) : ("string" as const) },
      ]),
    ),
  });
  const positionals: string[] = [];
  const values: Record<string, string | boolean> = {};
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const option = command.options[token.name];
    if (!option) throw unknownOption(token.rawName, command);
    if ((option.value === undefined) !== (token.value === undefined)) {
      throw wrongValue(token.rawName, token.value, option.value, command);
    }
    values[token.name] = token.value ?? true;
  }
  checkPositionals(positionals, command);
  return { positionals, values };
}

function checkPositionals(given: readonly string[], command: Command): void {
  const missing = command.positionals.slice(given.length).find(({ optional }) => optional !== true);
  if (missing) {
    throw new OptionError({
      code: "ARGUMENT_MISSING",
      summary: `convlab ${command.name} needs ${missing.name}.`,
      expected: `convlab ${command.name} ${command.usage}`,
      fix: `for example: ${command.examples[0] ?? `convlab ${command.name} --help`}`,
    });
  }
  const extra = given[command.positionals.length];
  if (extra === undefined) return;
  throw new OptionError({
    code: "ARGUMENT_EXTRA",
    summary: `convlab ${command.name} does not know what to do with "${extra}".`,
    expected: `convlab ${command.name} ${command.usage}`,
    fix: "leave it out; a path with blanks needs quotes",
  });
}

function unknownOption(typed: string, command: Command): Error {
  const known = Object.keys(command.options);
  const meant = nearest(typed.replace(/^-+/, ""), known);
  return new OptionError({
    code: "OPTION_UNKNOWN",
    summary: `convlab ${command.name} has no option ${typed}.`,
    expected: known.length === 0 ? "no options" : known.map((name) => `--${name}`).join(", "),
    fix: meant === undefined ? `convlab ${command.name} --help` : `did you mean --${meant}?`,
  });
}

function wrongValue(
  typed: string,
  value: string | undefined,
  placeholder: string | undefined,
  command: Command,
): Error {
  return new OptionError({
    code: "OPTION_VALUE",
    summary:
      placeholder === undefined
        ? `${typed} takes no value.`
        : `${typed} needs a value: ${typed} ${placeholder}.`,
    ...(value === undefined ? {} : { given: `${typed}=${value}` }),
    fix: `convlab ${command.name} --help`,
  });
}
