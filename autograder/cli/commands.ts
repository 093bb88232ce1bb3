// The one table of commands: the command line, its help and docs/commands.md are made from it.
import type { Command, CommandOption, RunRaw } from "./command.ts";

const course: CommandOption = {
  value: "DIR",
  help: "the course's folder, with solutions/ in it (default: the nearest one above)",
};
const json: CommandOption = { help: "print everything as JSON" };
const lab = { name: "LAB" };
const kernelPlace: Readonly<Record<string, CommandOption>> = {
  user: { help: "for this user (the default)" },
  prefix: { value: "DIR", help: "into DIR/share/jupyter, for example a Python environment" },
  "sys-prefix": { help: "into the Python environment that is active" },
};

/** The kernel commands read their own arguments, the verb first. */
function kernel(verb: string): () => Promise<RunRaw> {
  return async () => {
    const { kernelCommand } = await import("../../kernel/install/kernel-command.ts");
    return (args) => kernelCommand([verb, ...args]);
  };
}

export const commands: readonly Command[] = [
  {
    name: "start",
    usage: "[DIR] [--no-browser] [--port N]",
    summary: "set up what is missing and open JupyterLab on the labs",
    details: "The same as `npm start`. Ctrl-C ends everything that it started.",
    examples: ["convlab start", "convlab start labs --no-browser --port 8899"],
    positionals: [{ name: "DIR", optional: true }],
    options: {
      port: { value: "N", help: "port to listen on (default 8888)" },
      "no-browser": { help: "only print the address" },
      ip: { value: "ADDRESS", help: "address to listen on (default localhost: this machine only)" },
      "allow-root": { help: "do not warn when started as root" },
      "setup-only": { help: "set up, start nothing" },
      verbose: { help: "show JupyterLab's own log instead of keeping it in a file" },
    },
    load: { raw: async () => (await import("./commands/start.ts")).startCommand },
  },
  {
    name: "kernel install",
    usage: "[--user | --prefix DIR | --sys-prefix]",
    summary: "make the kernel known to a Jupyter of your own",
    details: "`npm start` needs none of this: it brings its own JupyterLab.",
    examples: ["convlab kernel install", "convlab kernel install --prefix ~/venv"],
    positionals: [],
    options: kernelPlace,
    needsBuild: true,
    load: { raw: kernel("install") },
  },
  {
    name: "kernel uninstall",
    usage: "[--user | --prefix DIR | --sys-prefix]",
    summary: "take the kernel back",
    examples: ["convlab kernel uninstall"],
    positionals: [],
    options: kernelPlace,
    load: { raw: kernel("uninstall") },
  },
  {
    name: "kernel list",
    usage: "[--json]",
    summary: "show where the kernel is installed, and whether it still starts",
    examples: ["convlab kernel list"],
    positionals: [],
    options: { json },
    load: { raw: kernel("list") },
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
    name: "lab check",
    usage: "LAB [--json] [--jobs N] [--sandbox MODE] [--course DIR]",
    summary:
      "prove that a lab's tests tell right from wrong, and that its release gives nothing away",
    details:
      "Grades the reference (three times, then with other seeds), the untouched release and every mutant; prints what holds,\nwhat does not and how to mend it, and the kill matrix. Ends with 1 when a claim does not hold.",
    examples: ["convlab lab check 01-convolution-by-hand", "convlab lab check 1 --json"],
    positionals: [lab],
    options: {
      json,
      jobs: { value: "N", help: "submissions graded at a time (default: one a core, at most 4)" },
      sandbox: {
        value: "MODE",
        help: "full, container or none (default: full where its walls hold, else none: the code is your own)",
      },
      course,
    },
    needsBuild: true,
    load: { run: async () => (await import("./commands/lab-check.ts")).labCheck },
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
  {
    name: "grade",
    usage: "SUBMITTED --out OUT [--jobs N] [--sandbox MODE] [--course DIR]",
    summary: "grade a folder of submissions, {student}/{lab}/{lab}.ipynb",
    details:
      "Writes OUT/gradebook.db, OUT/grades.csv and OUT/feedback/. Stopped and started again it goes on where it was. Ends with\n1 when a submission waits for a person.",
    examples: [
      "convlab grade submitted --out graded",
      "convlab grade submitted --out graded --jobs 2 --course ~/course",
    ],
    positionals: [{ name: "SUBMITTED" }],
    options: {
      out: { value: "OUT", help: "folder for gradebook, table and feedback" },
      jobs: {
        value: "N",
        help: "submissions graded at a time (default: what cores and memory allow)",
      },
      sandbox: {
        value: "MODE",
        help: "full (default), container where an outer container is the wall, none: results stamped UNSANDBOXED",
      },
      course,
    },
    needsBuild: true,
    load: { run: async () => (await import("./commands/grade.ts")).grade },
  },
  {
    name: "doctor",
    usage: "[--json]",
    summary: "show what is there and what is missing, with its mend",
    details:
      "Exit code 1 when labs cannot run here, or, in a clone, when submissions cannot be graded.",
    examples: ["convlab doctor", "convlab doctor --json"],
    positionals: [],
    options: { json },
    load: { raw: async () => (await import("./commands/doctor.ts")).doctor },
  },
  {
    name: "setup gpu",
    usage: "",
    summary: "training on a GPU with TensorFlow.js (not available yet)",
    examples: ["convlab setup gpu"],
    positionals: [],
    options: {},
    load: { run: async () => (await import("./commands/setup.ts")).setupLater },
  },
  {
    name: "setup tensorflow",
    usage: "",
    summary: "training with TensorFlow's C library (not available yet)",
    examples: ["convlab setup tensorflow"],
    positionals: [],
    options: {},
    load: { run: async () => (await import("./commands/setup.ts")).setupLater },
  },
];
