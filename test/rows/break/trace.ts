// Wraps each place where a mistake can be made, so that a run tells which places a test has come through.
import { relative } from "node:path";
import { sitesOf } from "./sites.ts";

const register = new URL("./hits.ts", import.meta.url).pathname;

/** The part of vite's plugin that is needed here. */
interface Plugin {
  readonly name: string;
  readonly enforce: "pre";
  readonly transform: (code: string, id: string) => string | undefined;
}

/** One mistake in the code: the n-th place of a file, and the text that stands there now. */
export interface Break {
  readonly file: string;
  readonly site: number;
  readonly text: string;
}

/** The library's own files, as `ops/conv2d`; what runs in pages is left alone. */
function libraryFile(root: string, id: string): string | undefined {
  const file = relative(root, id.split("?")[0] ?? id);
  const match = /^kernel\/helpers\/((?!widgets|check|viz)[^.]+)\.ts$/.exec(file);
  return match?.[1];
}

/** The plugin: with a break it is made, without one every place is watched. */
export function places(root: string, broken: Break | undefined): Plugin {
  return {
    name: "convlab-places",
    enforce: "pre",
    transform(code, id) {
      const file = libraryFile(root, id);
      if (file === undefined) return undefined;
      if (broken) return broken.file === file ? withMistake(code, broken) : undefined;
      return withWatch(code, file);
    },
  };
}

/** The code with the one mistake in it. */
export function withMistake(code: string, { site, text }: Pick<Break, "site" | "text">): string {
  const place = sitesOf(code)[site];
  if (!place) throw new Error(`there is no place ${site} any more`);
  return code.slice(0, place.start) + text + code.slice(place.end);
}

/** The code with each place `e` as `(__hit[n] = 1, e)`. */
export function withWatch(code: string, file: string): string {
  const sites = sitesOf(code);
  if (sites.length === 0) return code;
  const insertions = sites.flatMap(({ start, end }, n) => [
    { at: start, order: -end, text: `(__hit[${n}] = 1, ` },
    { at: end, order: -Infinity, text: ")" },
  ]);
  let text = "";
  let from = 0;
  // closing before opening, and of two that open at one place the longer first
  for (const insertion of insertions.toSorted((a, b) => a.at - b.at || a.order - b.order)) {
    text += code.slice(from, insertion.at) + insertion.text;
    from = insertion.at;
  }
  const head = `import { hitsOf as __hitsOf } from ${JSON.stringify(register)};\n`;
  return `${head}const __hit = __hitsOf(${JSON.stringify(file)}, ${sites.length});\n${text}${code.slice(from)}`;
}
