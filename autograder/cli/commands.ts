// The one table of commands: the command line, its help and docs/commands.md are made from it.
import type { Command, CommandOption } from "./command.ts";

const course: CommandOption = {
  value: "DIR",
  help: "the course's folder, with solutions/ in it (default: the nearest one above)",
};
const lab = { name: "LAB" };

export const commands: readonly Command[] = [
  {
    name: "start",
    usage: "[DIR] [--no-browser] [--port N]",
    summary: "set up what is missing and open JupyterLab on the labs",
    details: "The same as `npm start`. Ctrl-C ends everything that it started.",
    examples: ["convlab start", "convlab start labs --no-browser --port 8899"],
    positionals: [{ name: "DIR", optional: true }],
    options: {
      "no-browser": { help: "print the address only" },
      port: { value: "N", help: "port of the server (default: the first free one from 8888)" },
    },
    load: { raw: async () => (await import("./commands/start.ts")).startCommand },
  },
  {
    name: "lab new",
    usage: "SLUG [--course DIR]",
    summary: "write a small lab that works, to be changed into your own",
    details:
      "SLUG is a number and words: 02-pooling. Writes solutions/SLUG/ and overwrites nothing.",
    examples: ["convlab lab new 02-pooling"],
    positionals: [{ name: "SLUG" }],
    options: { course },
    load: { run: async () => (await import("./commands/lab-new.ts")).labNew },
  },
  {
    name: "lab release",
    usage: "LAB [--course DIR]",
    summary: "write labs/LAB, what students get, from the master in solutions/LAB",
    details: "LAB is the full name or its number. Releasing twice changes nothing.",
    examples: ["convlab lab release 01-convolution-by-hand", "convlab lab release 1"],
    positionals: [lab],
    options: { course },
    load: { run: async () => (await import("./commands/lab-release.ts")).labRelease },
  },
  {
    name: "course export",
    usage: "DIR [--force] [--course DIR]",
    summary: "write the folder that students get: labs, the packed convlab, `npm start`",
    details:
      "Nothing of solutions/ goes along: before a file is written, all of them and the npm package inside are searched for\nanswers, hidden tests, mark schemes and mutants.",
    examples: ["convlab course export ../course", "convlab course export ../course --force"],
    positionals: [{ name: "DIR" }],
    options: {
      force: { help: "write into a folder that is not empty, over an earlier export" },
      course,
    },
    needsBuild: true,
    load: { run: async () => (await import("./commands/course-export.ts")).courseExport },
  },
];
