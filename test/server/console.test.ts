// `jupyter console`: a notebook without a page, at a real terminal.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PythonClients } from "../support/python.ts";
import { until } from "../support/wait.ts";

const LIMIT = 120_000; // ms
const interrupt = "\u0003";
const endOfInput = "\u0004";
// Windows has other terminals, which pexpect cannot play
const isWindows = process.platform === "win32";

let python: PythonClients;
beforeAll(async () => {
  python = await PythonClients.make();
});
afterAll(() => python?.remove());

/** What is typed, and the text that must be seen after it before the next is typed. */
type Step = readonly [type: string, see: string];

interface Session {
  /** What each step has shown. */
  readonly seen: readonly string[];
  /** What never came, with what the terminal showed last. */
  readonly missed: string | null;
  readonly last: string;
  /** The console's exit code. */
  readonly code: number | null;
}

async function atConsole(name: string, steps: readonly Step[]): Promise<Session> {
  const script = join(python.folder, `${name}.json`);
  const leave: readonly Step[] = [
    [endOfInput, "really want to exit"],
    ["y\r", ""],
  ];
  const all = [["", "In \\[1\\]: "] as const, ...steps, ...leave];
  writeFileSync(script, JSON.stringify(all.map(([type, see]) => ({ type, see }))));
  const session = (await python.run("run_console.py", [script], LIMIT)) as Session;
  expect(session.missed, session.last).toBeNull();
  expect(session.code).toBe(0);
  return session;
}

test.skipIf(isWindows)(
  "a value, a type error and Stop are shown in jupyter console",
  { timeout: LIMIT },
  async () => {
    const { seen } = await atConsole("first", [
      ["1 + 1\r", "Out\\[1\\]: 2.*In \\[2\\]: "],
      ["const n: number = 'text'\r", "In \\[3\\]: "],
      ["const kept = { alpha: 1 }\r", "In \\[4\\]: "],
      ["console.log('begun ' + 1); while (true) {}\r", "begun 1"],
      [interrupt, "In \\[5\\]: "],
      ["kept.alpha + 41\r", "Out\\[5\\]: 42"],
    ]);
    expect(seen[2]).toContain("A number is needed, but this is text");
    expect(seen[2]).toContain("Cell [2], line 1, column 7");
    expect(seen[5]).toContain("KeyboardInterrupt: the cell was stopped; the variables are kept");
  },
);

test.skipIf(isWindows)(
  "jupyter console completes with Tab, waits for the end of a function, asks, and leaves no process",
  { timeout: LIMIT },
  async () => {
    const { seen } = await atConsole("second", [
      ["const weights = new Float32Array(3)\r", "In \\[2\\]: "],
      ["weights.byteLe\t", "weights\\.byteLength"],
      ["\r", "Out\\[2\\]: 12.*In \\[3\\]: "],
      ["function twice(n: number) {\r", "\\.\\.\\.: "],
      ["return 2 * n;\r", "\\.\\.\\.: "],
      ["}\r", "In \\[4\\]: "],
      ["twice(21)\r", "Out\\[4\\]: 42.*In \\[5\\]: "],
      [`await input("name? ")\r`, "\\nname\\? "],
      ["Ada\r", "Out\\[5\\]: 'Ada'.*In \\[6\\]: "],
      ["[process.pid, process.ppid].join(' and ')\r", "Out\\[6\\]: '\\d+ and \\d+'"],
    ]);
    const processes =
      /'(\d+) and (\d+)'/
        .exec(seen.at(-3) ?? "")
        ?.slice(1)
        .map(Number) ?? [];
    expect(processes).toHaveLength(2);
    await until(() => !processes.some(lives), 5000, "engine and server are gone");
  },
);

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    return false;
  }
}
