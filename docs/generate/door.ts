// The public names of a door, each with its docstring and its declaration, read from the sources.
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parseSync } from "oxc-parser";
import { isolatedDeclarationSync } from "oxc-transform";

export interface PublicName {
  readonly name: string;
  readonly kind: "function" | "class" | "type" | "value";
  /** The text between `/**` and the closing mark, without stars. */
  readonly docstring: string;
  /** Declarations as the compiler writes them, one for each overload. */
  readonly declarations: readonly string[];
}

interface Declared extends Omit<PublicName, "name"> {
  readonly end: number;
}

/** All that a door's index.ts exports of its own, in its order; names of core that it hands on are left out. */
export function publicNames(index: string): readonly PublicName[] {
  const source = readFileSync(index, "utf8");
  const { module } = parseSync(index, source);
  const names: PublicName[] = [];
  for (const { start, entries } of module.staticExports) {
    // what doors share among themselves is left out of the published types, too
    if (source.slice(0, start).trimEnd().endsWith("/** @internal */")) continue;
    for (const { moduleRequest, importName, exportName, isType } of entries) {
      const from = moduleRequest?.value;
      if (from === undefined || from.includes("/core/")) continue;
      const file = resolve(dirname(index), from);
      if (importName.kind === "AllButDefault" || importName.kind === "All")
        names.push(...publicNamesOf(file));
      else if (exportName.name !== null)
        names.push(
          publicName(file, importName.name ?? exportName.name, {
            exportedAs: exportName.name,
            isType,
          }),
        );
    }
  }
  return names;
}

function publicNamesOf(file: string): readonly PublicName[] {
  const own = [...declarationsOf(file)]
    .filter(([, { docstring }]) => !docstring.startsWith("@internal"))
    .map(([name, declared]) => ({ name, ...declared }));
  return [...own, ...publicNames(file)];
}

function publicName(
  file: string,
  name: string,
  { exportedAs, isType }: { readonly exportedAs: string; readonly isType: boolean },
): PublicName {
  const found =
    declarationsOf(file).get(name) ?? publicNames(file).find((entry) => entry.name === name);
  if (!found) throw new Error(`${file} has no declaration of ${name}`);
  return { ...found, name: exportedAs, kind: isType ? "type" : found.kind };
}

const known = new Map<string, ReadonlyMap<string, Declared>>();

/** Exported declarations of one file with their docstrings. */
function declarationsOf(file: string): ReadonlyMap<string, Declared> {
  const before = known.get(file);
  if (before) return before;
  const source = readFileSync(file, "utf8");
  const { code, errors } = isolatedDeclarationSync(file, source);
  if (errors.length > 0) throw new Error(`${file}: ${errors.map(String).join("\n")}`);
  const { program, comments } = parseSync("declarations.d.ts", code);
  const found = new Map<string, Declared>();
  for (const node of program.body) {
    if (node.type !== "ExportNamedDeclaration" || !node.declaration) continue;
    const name = nameOf(node.declaration);
    if (name === undefined) continue;
    // the comment that ends right before it
    const comment = comments.findLast(
      ({ type, end }) =>
        type === "Block" && end <= node.start && /^\s*$/.test(code.slice(end, node.start)),
    );
    const earlier = found.get(name);
    found.set(name, {
      kind: kindOf(node.declaration.type),
      docstring: [earlier?.docstring, comment?.value && withoutStars(comment.value)]
        .filter(Boolean)
        .join("\n\n"),
      declarations: [
        ...(earlier?.declarations ?? []),
        code.slice(node.declaration.start, node.declaration.end).replace(/^declare /, ""),
      ],
      end: node.end,
    });
  }
  known.set(file, found);
  return found;
}

function nameOf(declaration: {
  readonly id?: unknown;
  readonly declarations?: readonly { readonly id: unknown }[];
}): string | undefined {
  const id = declaration.id ?? declaration.declarations?.[0]?.id;
  return typeof id === "object" && id !== null && "name" in id ? String(id.name) : undefined;
}

function kindOf(type: string): PublicName["kind"] {
  if (type.includes("Function")) return "function";
  if (type.includes("Class")) return "class";
  return type === "VariableDeclaration" ? "value" : "type";
}

const withoutStars = (comment: string): string =>
  comment
    .replace(/^\*/, "")
    .split("\n")
    .map((line) => line.replace(/^\s*\* ?/, "").trimEnd())
    .join("\n")
    .trim();
