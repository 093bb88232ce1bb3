import type { Command } from "./command.ts";

/** `convlab --help`: every command with one line. */
export function overview(commands: readonly Command[], version: string): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return [
    `convlab ${version}: a TypeScript Jupyter kernel, graded labs and their grader`,
    "",
    "usage: convlab COMMAND [ARGUMENTS]",
    "",
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    "",
    "convlab COMMAND --help shows one command with examples; convlab --version the version.",
    "CONVLAB_DEBUG=1 shows where an error comes from.",
  ].join("\n");
}

/** `convlab lab check --help`. */
export function helpOf(command: Command): string {
  const options = Object.entries(command.options).map(
    ([name, { value, help }]) =>
      [`--${name}${value === undefined ? "" : ` ${value}`}`, help] as const,
  );
  const width = Math.max(0, ...options.map(([name]) => name.length));
  return [
    `usage: ${`convlab ${command.name} ${command.usage}`.trim()}`,
    "",
    `${capital(command.summary)}.`,
    ...(command.details === undefined ? [] : [command.details]),
    ...(options.length === 0 ? [] : ["", "options:"]),
    ...options.map(([name, help]) => `  ${name.padEnd(width)}  ${help}`),
    "",
    command.examples.length === 1 ? "example:" : "examples:",
    ...command.examples.map((example) => `  ${example}`),
  ].join("\n");
}

/** docs/commands.md; `convlab --help --markdown` writes it. */
export function asMarkdown(commands: readonly Command[]): string {
  return [
    "# Commands",
    "",
    "Made from the table in `autograder/cli/commands.ts`. In a clone: `npx --no-install convlab …`. LAB is a lab's full name or",
    "its number. Exit codes: 0 done, 1 not done or a check does not hold, 2 asked wrongly. `CONVLAB_DEBUG=1` shows where an",
    "error comes from.",
    "",
    "| command | what it does |",
    "|---|---|",
    ...commands.map(
      ({ name, usage, summary }) =>
        `| \`${`convlab ${name} ${usage}`.trim().replaceAll("|", "\\|")}\` | ${summary} |`,
    ),
    "",
    ...commands.flatMap((command) => [
      `## convlab ${command.name}`,
      "",
      "```",
      helpOf(command),
      "```",
      "",
    ]),
  ]
    .join("\n")
    .trimEnd()
    .concat("\n");
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
