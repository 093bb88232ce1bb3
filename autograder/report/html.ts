// HTML whose every inserted text is escaped: the only way to put text into a page of ours.

/** Markup that may be inserted as it is. */
export interface Html {
  readonly markup: string;
}

type Insert = string | number | Html | readonly Html[] | undefined;

/** A template of markup; strings and numbers are escaped, markup and lists of it are inserted, undefined is nothing. */
export function html(parts: TemplateStringsArray, ...inserts: readonly Insert[]): Html {
  const texts = parts.map((part, index) => part + inserted(inserts[index]));
  return { markup: texts.join("") };
}

function inserted(insert: Insert): string {
  if (insert === undefined) return "";
  if (typeof insert === "number" || typeof insert === "string") return escapeHtml(String(insert));
  return "markup" in insert ? insert.markup : insert.map(({ markup }) => markup).join("");
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as HTML shows it, in attributes too. Control characters, which a browser may read in its own way, are shown. */
export function escapeHtml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[&<>"']/g, (character) => entities[character] ?? "")
    .replace(/[^\P{Cc}\t\n]/gu, (character) =>
      String.fromCodePoint(0x2400 + Math.min(character.charCodeAt(0), 0x21)),
    )
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "\u2022"); // these turn the direction of what follows
}
