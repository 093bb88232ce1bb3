// The files of an exported course that are not labs: what `npm start` needs, and a page to read first.
import type { JsonObject } from "../../../kernel/core/index.ts";
import type { LabSettings } from "../../contract.ts";
import type { PackedPackage } from "./pack.ts";

/** package.json of the course; its "convlab" object tells convlab that this folder is a course. */
export function coursePackage(name: string, version: string, packed: PackedPackage): JsonObject {
  return {
    name,
    version,
    private: true,
    description: "Labs on convolutional networks, in TypeScript notebooks",
    scripts: { start: "node start.mjs" },
    convlab: { labs: "labs" },
    dependencies: { convlab: `file:${packed.name}` },
    engines: { node: ">=20" },
  };
}

/** What students read first. */
export function courseReadme(labs: readonly LabSettings[]): string {
  return `# Convolutional networks: labs

\`\`\`sh
npm start
\`\`\`

opens JupyterLab on the labs. The first start installs what is needed (about 200 MB) into this folder; later ones take
seconds. Ctrl-C in the terminal ends it. You need Node 20 or newer (with npm) and Python 3.9 or newer; what is missing is
said, with the command that mends it. On a machine without a screen: \`npm start -- --no-browser --port 8899\`.

| lab | notebook |
|---|---|
${labs.map(({ slug, title }) => `| ${title} | \`labs/${slug}/${slug}.ipynb\` |`).join("\n")}

**In a lab.** Shift+Enter runs a cell. Cells are TypeScript and are checked before they run. Write your answers in place of
the lines that throw \`NotImplementedError\`. Below each exercise a check shows which public tests pass; hidden tests run when
your submission is graded.

**Hand in** the \`.ipynb\` file under its own name, after *Kernel → Restart Kernel and Run All Cells…* and saving. Grading runs
it from the top in a fresh kernel; locked cells that were changed are put back.

**When something is odd**, run \`npx --no-install convlab doctor\` in this folder: it shows what is there and what is missing.
`;
}

/** start.mjs of the course, with no dependency: installs the packages, then hands over to convlab's own start. */
export const startScript = `// \`npm start\`: installs the course's packages when they are missing or changed, then opens the labs.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const installed = join(here, "node_modules", "convlab", "kernel", "start.mjs");

if (Number(process.versions.node.split(".")[0]) < 20) {
  stop("Node " + process.versions.node + " is too old.", "install Node 20 or newer from https://nodejs.org, then: npm start");
}
if (!isInstalled()) install();
await import(pathToFileURL(installed).href);

/** True when the packages come from the very file that package.json names. */
function isInstalled() {
  const lock = join(here, "node_modules", ".package-lock.json");
  if (!existsSync(installed) || !existsSync(lock)) return false;
  const wanted = readJson(join(here, "package.json")).dependencies.convlab;
  const { packages = {} } = readJson(lock);
  return packages["node_modules/convlab"]?.resolved === wanted;
}

function install() {
  console.error("Installing the course's packages (about 100 MB, once)");
  const args = ["install", "--no-audit", "--no-fund", "--omit=dev"];
  const npm = process.env.npm_execpath;
  const { status, error } = npm?.endsWith(".js")
    ? spawnSync(process.execPath, [npm, ...args], { cwd: here, stdio: "inherit" })
    : spawnSync("npm", args, { cwd: here, stdio: "inherit", shell: process.platform === "win32" });
  if (error?.code === "ENOENT") stop("npm is not there.", "install Node with npm from https://nodejs.org, then: npm start");
  if (status !== 0) {
    stop("npm could not install the packages (see above).", "check the network and the free disk space, then again: npm start");
  }
}

function readJson(path) {
  return JSON.parse(readFileSync(path, "utf8"));
}

function stop(what, mend) {
  console.error(what + "\\n  to mend   " + mend);
  process.exit(1);
}
`;

/** What npm start makes in the folder; for students who keep their work in git. */
export const gitignore = "node_modules/\n.venv/\n.cache/\n.ipynb_checkpoints/\n";
