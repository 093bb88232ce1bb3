// One declaration for each name that an import brings in.
import type { ImportDeclaration, ModuleExportName } from "../../parse.ts";
import type { Declaration } from "./declaration.ts";

/** The names of an import, each with an import of its own. */
export function declarationsOfImport({
  specifiers,
  source,
  importKind,
}: ImportDeclaration): Declaration[] {
  const from = ` from ${JSON.stringify(source.value)};`;
  return specifiers.map((specifier) => {
    const name = specifier.local.name;
    const isTypeOnly =
      importKind === "type" ||
      (specifier.type === "ImportSpecifier" && specifier.importKind === "type");
    const keyword = isTypeOnly ? "import type " : "import ";
    const [before, after] =
      specifier.type === "ImportNamespaceSpecifier"
        ? [`${keyword}* as `, ""]
        : [`${keyword}{ ${importedName(specifier)} as `, " }"];
    return {
      names: [{ name, value: true, type: true }],
      text: before + name + after + from,
      references: [{ name, start: before.length, shorthand: false }],
      binding: "other",
      computed: false,
    };
  });
}

function importedName(
  specifier: Exclude<ImportDeclaration["specifiers"][number], { type: "ImportNamespaceSpecifier" }>,
): string {
  return specifier.type === "ImportSpecifier" ? exportName(specifier.imported) : "default";
}

function exportName(name: ModuleExportName): string {
  return name.type === "Literal" ? JSON.stringify(name.value) : name.name;
}
