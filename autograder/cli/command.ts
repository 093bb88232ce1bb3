// What a command of the command line is: its place in the table, its help, and how its code is found when it is asked for.

/** Where a command writes; a test gives its own. */
export interface Output {
  /** Results: what a program reads. One call, one line. */
  out(line: string): void;
  /** Progress and remarks. */
  note(line: string): void;
}

/** An option as `--name` or, with `value`, `--name VALUE`. */
export interface CommandOption {
  readonly help: string;
  /** Placeholder of the value, for example `DIR`; without it the option is a switch. */
  readonly value?: string;
}

/** What the user typed, taken apart. */
export interface CommandInput {
  readonly positionals: readonly string[];
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
  readonly output: Output;
}

/** Runs a command; resolves to the exit code: 0 done, 1 not done or does not hold, 2 asked wrongly. */
export type RunCommand = (input: CommandInput) => Promise<number>;

/** Runs a command that reads its own arguments. */
export type RunRaw = (args: readonly string[]) => Promise<number>;

export interface Command {
  /** One or two words: `start`, `lab check`. */
  readonly name: string;
  /** What follows the name: `LAB [--json]`. */
  readonly usage: string;
  /** One line. */
  readonly summary: string;
  readonly details?: string;
  readonly examples: readonly string[];
  readonly positionals: readonly { readonly name: string; readonly optional?: boolean }[];
  readonly options: Readonly<Record<string, CommandOption>>;
  /** True where the command starts programs of dist/, which a clone builds first when its sources are newer. */
  readonly needsBuild?: boolean;
  /** Loads the code; called only when the command runs, so that `--help` is quick. */
  readonly load:
    | { readonly run: () => Promise<RunCommand> }
    /** The command's own parser gets the arguments as typed. */
    | { readonly raw: () => Promise<RunRaw> };
}
