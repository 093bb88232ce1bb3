import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Command } from "../../../autograder/cli/command.ts";
import { commands } from "../../../autograder/cli/commands.ts";
import { asMarkdown } from "../../../autograder/cli/help.ts";
import { runCommandLine } from "../../../autograder/cli/run.ts";
import { OptionError } from "../../../kernel/core/index.ts";

interface Said {
  readonly code: number;
  readonly out: string;
  readonly notes: string;
}

async function convlab(
  line: string,
  table: readonly Command[] = commands,
  environment: Record<string, string> = {},
): Promise<Said> {
  const out: string[] = [];
  const notes: string[] = [];
  const output = {
    out: (text: string) => out.push(text),
    note: (text: string) => notes.push(text),
  };
  const words = line.split(" ").filter((word) => word !== "");
  const code = await runCommandLine(words, table, output, environment);
  return { code, out: out.join("\n"), notes: notes.join("\n") };
}

/** A command that says what it was given, or fails as told. */
const echo: Command = {
  name: "echo words",
  usage: "WORD [--loud] [--times N]",
  summary: "say it",
  examples: ["convlab echo words hello"],
  positionals: [{ name: "WORD" }],
  options: { loud: { help: "in capitals" }, times: { value: "N", help: "how often" } },
  load: {
    run: async () => async (input) => {
      const [word] = input.positionals;
      if (word === "course-error") {
        throw new OptionError({ code: "NO_WORD", summary: "no such word.", fix: "say another" });
      }
      if (word === "system") readFileSync("/nowhere/at/all");
      if (word === "bug") throw new TypeError("x is not a function");
      const { loud, times } = input.values;
      input.output.out(JSON.stringify([input.positionals, loud ?? false, times ?? "1"]));
      return word === "no" ? 1 : 0;
    },
  },
};
const table = [echo];

test("a command gets its words and options, in any order and form", async () => {
  const expected = '[["hello"],true,"3"]';
  for (const line of [
    "hello --loud --times 3",
    "--loud --times=3 hello",
    "--times 3 hello --loud",
  ]) {
    expect(await convlab(`echo words ${line}`, table)).toMatchObject({ code: 0, out: expected });
  }
  expect((await convlab("echo words no", table)).code).toBe(1);
  expect((await convlab("echo words -- --loud", table)).out).toBe('[["--loud"],false,"1"]');
});

test.each([
  ["echo word", /did you mean convlab echo words\?/],
  ["ecoh words x", /did you mean convlab echo words\?/],
  ["echo", /needs one word more/],
  ["quite-other", /convlab --help shows all commands/],
  ["echo words", /needs WORD.*\n.*\n.*convlab echo words hello/],
  ["echo words a b", /does not know what to do with "b"/],
  ["echo words a --lod", /did you mean --loud\?/],
  ["echo words a -x", /has no option -x/],
  ["echo words a --times", /--times needs a value: --times N/],
  ["echo words a --loud=5", /--loud takes no value/],
])("what is not understood ends with 2 and a suggestion: %s", async (line, message) => {
  const { code, out, notes } = await convlab(line, table);
  expect(code).toBe(2);
  expect(out).toBe("");
  expect(notes).toMatch(message);
});

test("an error is shown as given, expected, to mend, without a stack; CONVLAB_DEBUG=1 shows it", async () => {
  const plain = await convlab("echo words course-error", table);
  expect(plain).toEqual({ code: 1, out: "", notes: "no such word.\n  to mend   say another" });
  const bug = await convlab("echo words bug", table);
  expect(bug.notes).toContain("TypeError: x is not a function");
  expect(bug.notes).not.toMatch(/^\s+at /m);
  const debug = await convlab("echo words bug", table, { CONVLAB_DEBUG: "1" });
  expect(debug.notes).toMatch(/^\s+at .*command-line\.test\.ts/m);
});

test("a full disk or a missing right is told as such, not as a bug", async () => {
  const { code, notes } = await convlab("echo words system", table);
  expect(code).toBe(1);
  expect(notes).toMatch(/^the operating system refused\.\n  given +ENOENT.*nowhere/);
  expect(notes).toContain("to mend   check that the path is right");
});

test("--help and --version load no command's code", async () => {
  const unloadable: Command = {
    ...echo,
    load: {
      run: () => {
        throw new Error("loaded");
      },
    },
  };
  for (const line of ["", "--help", "help", "help echo words", "echo words --help", "--version"]) {
    expect(await convlab(line, [unloadable])).toMatchObject({ code: 0, notes: "" });
  }
});

test("every command has help with at least one example of itself", async () => {
  for (const { name, examples } of commands) {
    const { code, out } = await convlab(`${name} --help`);
    expect(code).toBe(0);
    expect(out).toContain(`usage: convlab ${name}`);
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) expect(example).toMatch(new RegExp(`^convlab ${name}\\b`));
  }
  const { out } = await convlab("--help");
  for (const { name, summary } of commands)
    expect(out).toMatch(new RegExp(`${name} +${summary.slice(0, 20)}`));
});

test("docs/commands.md is the table of commands, written out", () => {
  const docs = readFileSync(new URL("../../../docs/commands.md", import.meta.url), "utf8");
  expect(docs, "npx --no-install convlab --help --markdown > docs/commands.md").toBe(
    asMarkdown(commands),
  );
});
