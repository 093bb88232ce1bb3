// tslab's display API, so that its notebooks run here unchanged: `import * as tslab from "tslab"`.
import { createRequire } from "node:module";
import { join } from "node:path";
import { installation } from "../../installation.ts";
import type { Output } from "../output.ts";
import { toBundle } from "../show/bundle.ts";
import { uniqueId } from "../unique-id.ts";

/** The methods of a display and the MIME type of each; `raw` stands beside them. */
const mimeTypes = {
  javascript: "text/javascript",
  html: "text/html",
  markdown: "text/markdown",
  latex: "text/latex",
  svg: "image/svg+xml",
  png: "image/png",
  jpeg: "image/jpeg",
  gif: "image/gif",
  pdf: "application/pdf",
  text: "text/plain",
} as const;

type Content = string | Uint8Array;
type Display = Readonly<Record<keyof typeof mimeTypes, (content: Content) => void>> & {
  readonly raw: (type: string, content: Content) => void;
};

/** What stands behind the module's names; its types are in language/types/tslab. */
export interface TslabModule {
  readonly display: Display;
  readonly newDisplay: () => Display;
  readonly versions: Readonly<Record<"tslab" | "typescript" | "node", string>>;
}

/** The module for the cells of one runner. */
export function makeTslab(output: Output): TslabModule {
  const makeDisplay = (show: Display["raw"]): Display => {
    const methods = Object.entries(mimeTypes).map(([name, type]): [string, unknown] => [
      name,
      (content: Content) => show(type, content),
    ]);
    return { ...(Object.fromEntries(methods) as Omit<Display, "raw">), raw: show };
  };
  return {
    display: makeDisplay((type, content) => output.display(toBundle({ [type]: content }), {})),
    newDisplay() {
      const id = uniqueId();
      let isShown = false;
      return makeDisplay((type, content) => {
        const data = toBundle({ [type]: content });
        if (isShown) output.updateDisplay(data, {}, id);
        else output.display(data, {}, id);
        isShown = true;
      });
    },
    versions: { tslab: "1.0.22", typescript: typescriptVersion(), node: process.version },
  };
}

function typescriptVersion(): string {
  try {
    const { version } = createRequire(join(installation, "package.json"))(
      "typescript/package.json",
    ) as { version: string };
    return version;
  } catch {
    return "unknown"; // the grader's sandbox holds no compiler: cells were checked before they came there
  }
}
