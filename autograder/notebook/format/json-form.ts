import { isJsonObject, type Json } from "../../../kernel/core/index.ts";
import { pythonFloat } from "./python-float.ts";

/**
 * JSON as Jupyter writes it: keys in the order of their code points, one space of indent.
 *
 * Written by hand because a JavaScript object puts keys such as "10" and "9" in numeric order, whatever was asked.
 */
export function jupyterJson(value: Json, indent = ""): string {
  const inner = `${indent} `;
  if (Array.isArray(value)) {
    const items = (value as readonly Json[]).map((item) => `${inner}${jupyterJson(item, inner)}`);
    return items.length === 0 ? "[]" : `[\n${items.join(",\n")}\n${indent}]`;
  }
  if (typeof value === "number" && Number.isFinite(value) && value % 1 !== 0)
    return pythonFloat(value);
  if (!isJsonObject(value)) return JSON.stringify(value);
  const fields = Object.entries(value)
    .sort(([a], [b]) => byCodePoint(a, b))
    .map(([key, item]) => `${inner}${JSON.stringify(key)}: ${jupyterJson(item, inner)}`);
  return fields.length === 0 ? "{}" : `{\n${fields.join(",\n")}\n${indent}}`;
}

/** Python sorts by code point, `<` by UTF-16 unit: they differ beyond U+FFFF. */
function byCodePoint(left: string, right: string): number {
  const a = Array.from(left);
  const b = Array.from(right);
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    const difference = (a[index]?.codePointAt(0) ?? 0) - (b[index]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
