// The program `convlab` (dist/cli.js).
import process from "node:process";
import { commands } from "./commands.ts";
import { runCommandLine } from "./run.ts";

process.exitCode = await runCommandLine(
  process.argv.slice(2),
  commands,
  {
    out: (line) => process.stdout.write(`${line}\n`),
    note: (line) => process.stderr.write(`${line}\n`),
  },
  process.env,
);
