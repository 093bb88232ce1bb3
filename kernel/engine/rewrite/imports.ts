// Static imports become awaited dynamic ones: names that only a later cell uses are kept, and no loader is needed.
import type { ExportNamedDeclaration, ImportDeclaration } from "../parse.ts";
import { declareCode } from "./declare.ts";

type Attributes = ImportDeclaration["attributes"];

/**
 * The code that imports what the statement names.
 *
 * A CommonJS module may hide its names behind `default`. A name that is not there is undefined rather than an error:
 * it may be a type that was imported without `type`.
 */
export function importCode(statement: ImportDeclaration): string {
  const load = loadCode(statement.source.value, statement.attributes);
  if (statement.specifiers.length === 0) return `${load};`;
  // what a file beside the notebook exports may change while it is imported; packages export what stays
  const isLive = /^\.{0,2}\//.test(statement.source.value);
  const snapshots: string[] = [];
  const assignments = statement.specifiers.map((specifier) => {
    const name = specifier.local.name;
    const bind = (value: string): string => {
      if (isLive) return `convlab$live(${JSON.stringify(name)}, () => ${value});`;
      snapshots.push(name);
      return `${name} = ${value};`;
    };
    if (specifier.type === "ImportNamespaceSpecifier") return bind("$module");
    const imported =
      specifier.type === "ImportDefaultSpecifier"
        ? "default"
        : specifier.imported.type === "Identifier"
          ? specifier.imported.name
          : specifier.imported.value;
    const key = JSON.stringify(imported);
    return imported === "default"
      ? bind(`${key} in $module ? $module[${key}] : $module`)
      : bind(`${key} in $module ? $module[${key}] : $module.default?.[${key}]`);
  });
  const declared = snapshots.length === 0 ? "" : `${declareCode(snapshots)}; `;
  return `{ const $module = ${load}; ${declared}${assignments.join(" ")} }`;
}

/** `export … from "m"`: the module runs, nothing is named. */
export function reexportCode(
  source: NonNullable<ExportNamedDeclaration["source"]>,
  attributes: Attributes,
): string {
  return `${loadCode(source.value, attributes)};`;
}

function loadCode(specifier: string, attributes: Attributes): string {
  const entries = attributes.map(({ key, value }) => {
    const name = key.type === "Identifier" ? key.name : key.value;
    return `${JSON.stringify(name)}: ${JSON.stringify(value.value)}`;
  });
  const options = entries.length === 0 ? "" : `, { with: { ${entries.join(", ")} } }`;
  return `await import(${JSON.stringify(specifier)}${options})`;
}
