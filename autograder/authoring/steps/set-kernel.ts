import type { JsonObject } from "../../../kernel/core/index.ts";
import { withSettings } from "../master/settings.ts";
import type { Step } from "./step.ts";

/** The kernel's names, as its kernelspec and kernel_info_reply say them; JupyterLab colours cells by these at once. */
const kernel: JsonObject = {
  kernelspec: { name: "convlab", display_name: "TypeScript (Convlab)", language: "typescript" },
  language_info: {
    name: "typescript",
    mimetype: "text/typescript",
    file_extension: ".ts",
    pygments_lexer: "typescript",
    codemirror_mode: "typescript",
    nbconvert_exporter: "script",
  },
};

/** Keeps of the notebook's metadata only the kernel and the lab's settings: nothing an author's front end left there. */
export const setKernel: Step = (notebook, { settings }) =>
  withSettings({ ...notebook, metadata: kernel }, settings);
