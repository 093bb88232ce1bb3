import { extname } from "node:path";
import { transformSync } from "../../oxc.ts";
import { SlicedText, type Anchors } from "../../rewrite/slices.ts";

/** JavaScript of a local TypeScript or JSX file; oxc is loaded when the first one is imported. */
export function transpileFile(path: string, source: string): { script: string; anchors: Anchors } {
  const ending = extname(path);
  const result = transformSync(path, source, {
    lang: ending === ".tsx" ? "tsx" : ending === ".jsx" ? "jsx" : "ts",
    sourceType: "module",
    target: "esnext",
    sourcemap: true,
    jsx: { runtime: "classic" },
  });
  const fault = result.errors.find(({ severity }) => (severity as string) === "Error");
  if (fault !== undefined) {
    const at = fault.labels[0]?.start ?? 0;
    const line = source.slice(0, at).split("\n").length;
    throw new SyntaxError(`${path}, line ${line}: ${fault.message}`);
  }
  const text = new SlicedText(result.code);
  text.copy(0, result.code.length);
  return { script: result.code, anchors: text.anchors(result.map?.mappings ?? "", source) };
}
