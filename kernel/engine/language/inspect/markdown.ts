// The text of an inspection.
import { aliasPattern } from "../history/history.ts";

/**
 * Names of earlier cells reach a cell by an import that the user did not write: it is not shown. Links lead into files of
 * this machine, which no page can open: their words stay.
 */
export function tidy(markdown: string): string {
  return markdown
    .replace(/^\(alias\) /gm, "")
    .replace(/^import (?:type )?[\w$]+\n(?=```)/gm, "")
    .replaceAll(aliasPattern, "$1")
    .replace(/\[([^\][]+)\]\(file:[^\s)]*\)/g, "$1")
    .trim();
}

/** TypeScript code in markdown. */
export function fenced(code: string): string {
  return `\`\`\`typescript\n${code}\n\`\`\``;
}

/** Puts a paragraph right behind the signature, before the documentation. */
export function behindSignature(markdown: string, paragraph: string): string {
  const end = markdown.indexOf("\n```", 3);
  const place = markdown.startsWith("```") && end !== -1 ? end + 4 : 0;
  return `${markdown.slice(0, place)}\n\n${paragraph}\n\n${markdown.slice(place).trimStart()}`.trim();
}

/** Markdown without its signs, for consoles and for JupyterLab's completer. */
export function toPlain(markdown: string): string {
  return markdown
    .replace(/^```\w*\n?/gm, "")
    .replace(/\*\*([^*]+)\*\*/g, "$1")
    .replace(/^\*@(\w+)\*/gm, "@$1")
    .replace(/`([^`\n]+)`/g, "$1")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
