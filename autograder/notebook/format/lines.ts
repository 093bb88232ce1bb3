// nbformat keeps text as lists of lines; we keep it as one string. The breaks are those of Python's str.splitlines,
// because JupyterLab's server writes notebooks with it: a file of ours must not change when JupyterLab saves it.

const breaks = String.raw`\n\r\v\f\u001c-\u001e\u0085\u2028\u2029`;
const line = new RegExp(`[^${breaks}]*(?:\\r\\n|[${breaks}]|$)`, "gu");

/**
 * The lines of a text, each with its own line break; an empty text has none.
 *
 * @example splitLines("a\nb") // ["a\n", "b"]
 */
export function splitLines(text: string): string[] {
  return (text.match(line) ?? []).filter((part) => part !== "");
}

/** The one text that a string or a list of lines stands for. */
export function joinLines(lines: string | readonly string[]): string {
  return typeof lines === "string" ? lines : lines.join("");
}
