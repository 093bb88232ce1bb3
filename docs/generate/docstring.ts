// A docstring, taken apart.

export interface Docstring {
  /** Sentences, formulas and derivations, one paragraph each, the first being what it is. */
  readonly paragraphs: readonly string[];
  readonly parameters: readonly { readonly name: string; readonly text: string }[];
  /** Other tags in their order: returns, throws, source, example. */
  readonly tags: readonly { readonly tag: string; readonly text: string }[];
}

/** Takes a docstring without its stars apart; continued lines of a tag become one. */
export function readDocstring(text: string): Docstring {
  const [head = "", ...tagged] = text.split(/^@(?=\w+)/m);
  const paragraphs = head
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter(Boolean);
  const parameters: { name: string; text: string }[] = [];
  const tags: { tag: string; text: string }[] = [];
  for (const part of tagged) {
    const [, tag = "", rest = ""] = /^(\w+)\s*([\s\S]*)$/.exec(part) ?? [];
    const line = rest.trim().replaceAll(/\s*\n\s*/g, tag === "example" ? "\n" : " ");
    const [, name = "", meaning = ""] = /^(\S+)\s*(.*)$/s.exec(line) ?? [];
    if (tag === "param") parameters.push({ name, text: meaning });
    else tags.push({ tag, text: line });
  }
  return { paragraphs, parameters, tags };
}
