// Wraps what the helper library exports, so that a run tells which test called what, or runs with one function broken.
import { relative } from "node:path";
import { parseSync } from "oxc-parser";

const runtime = new URL("./runtime.ts", import.meta.url).pathname;

/** The part of vite's plugin that is needed here. */
interface Plugin {
  readonly name: string;
  readonly transform: (code: string, id: string) => { code: string; map: null } | undefined;
}

/** The plugin for a run's vitest configuration: exports of kernel/helpers go through `watched` of runtime.ts. */
export function instrument(root: string): Plugin {
  return {
    name: "convlab-rows",
    transform(code, id) {
      const file = relative(root, id.split("?")[0] ?? id);
      if (!file.startsWith("kernel/helpers/") || file.endsWith(".d.ts")) return undefined;
      return { code: watchExports(code, file), map: null };
    },
  };
}

/**
 * `export function f` becomes a plain `f`, which the module itself keeps on using, and an export of the watched `f`;
 * classes and constants alike.
 */
export function watchExports(code: string, file: string): string {
  const { program } = parseSync("module.js", code);
  const names: string[] = [];
  let text = code;
  for (const node of program.body) {
    if (node.type !== "ExportNamedDeclaration" || !node.declaration) continue;
    const declared = declaredNames(node.declaration);
    if (declared.length === 0) continue;
    names.push(...declared);
    // the same length, so that the offsets of what follows stay right
    const { start } = node.declaration;
    text = text.slice(0, node.start) + " ".repeat(start - node.start) + text.slice(start);
  }
  if (names.length === 0) return code;
  const path = file.replace(/^kernel\/helpers\//, "").replace(/\.ts$/, "");
  const watched = names.map(
    (name) =>
      `const __watched_${name} = __watch(${JSON.stringify(`${path}#${name}`)}, ${name});\n` +
      `export { __watched_${name} as ${name} };\n`,
  );
  return `import { watched as __watch } from ${JSON.stringify(runtime)};\n${text}\n${watched.join("")}`;
}

function declaredNames(declaration: {
  readonly type: string;
  readonly id?: unknown;
  readonly declarations?: readonly { readonly id: unknown }[];
}): readonly string[] {
  const ids =
    declaration.type === "VariableDeclaration"
      ? (declaration.declarations ?? []).map(({ id }) => id)
      : ["FunctionDeclaration", "ClassDeclaration"].includes(declaration.type)
        ? [declaration.id]
        : [];
  return ids.flatMap((id) =>
    typeof id === "object" && id !== null && "name" in id && typeof id.name === "string"
      ? [id.name]
      : [],
  );
}
