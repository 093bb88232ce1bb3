// The files of an exported course that are not labs: what `npm start` needs, and a page to read first.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../../../kernel/install/node24.mjs";
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

/**
 * start.mjs of the course: installs the packages, then hands over to convlab's own start. The build bundles it into one
 * file (kernel/install/course-start.mjs), since nothing is installed when it runs first.
 */
export function startScript(): Promise<Uint8Array> {
  return readFile(join(root, "dist", "course-start.mjs"));
}

/** What npm start makes in the folder; for students who keep their work in git. */
export const gitignore = "node_modules/\n.venv/\n.cache/\n.ipynb_checkpoints/\n";
