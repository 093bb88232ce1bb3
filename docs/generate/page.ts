// One page of the reference, in markdown.
import type { PublicName } from "./door.ts";
import { readDocstring } from "./docstring.ts";

const titles: Readonly<Record<string, string>> = {
  returns: "Gives",
  throws: "Refuses with",
  source: "Source",
};
const kinds = [
  ["function", "Functions"],
  ["class", "Classes"],
  ["value", "Tables and constants"],
  ["type", "Types"],
] as const;

/** The page of a door: what can be called first, types last. */
export function page(door: string, about: string, names: readonly PublicName[]): string {
  const parts = kinds.flatMap(([kind, title]) => {
    const own = names.filter((entry) => entry.kind === kind).toSorted((a, b) => order(a, b));
    return own.length === 0 ? [] : [`## ${title}`, ...own.map(section)];
  });
  return `${[`# convlab/${door}`, about, "_Written from the sources by `npm run docs`._", ...parts].join("\n\n")}\n`;
}

const order = (a: PublicName, b: PublicName): number =>
  a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1;

function section({ name, kind, docstring, declarations }: PublicName): string {
  const { paragraphs, parameters, tags } = readDocstring(docstring);
  const examples = tags.filter(({ tag }) => tag === "example").map(({ text }) => text);
  const signature = declarations.map((text) =>
    kind === "type" ? text : text.replace(/^function /, ""),
  );
  return [
    `### ${name}`,
    code("ts", signature.join("\n")),
    ...paragraphs.map((text) => (isFormula(text) ? code("text", text) : escape(oneLine(text)))),
    ...(parameters.length === 0
      ? []
      : [parameters.map((entry) => `- \`${entry.name}\`: ${escape(entry.text)}`).join("\n")]),
    ...tags
      .filter(({ tag }) => tag in titles)
      .map(({ tag, text }) => `**${titles[tag] ?? tag}** ${escape(text)}`),
    ...(examples.length === 0 ? [] : [code("ts", examples.join("\n"))]),
  ].join("\n\n");
}

/** A formula keeps its lines and signs; prose becomes one line. */
const isFormula = (text: string): boolean =>
  text.split("\n").every((line) => /[=∂Σ←⟨]/.test(line)) && !/[a-z]{3,}\. [A-Z]/.test(text);
const oneLine = (text: string): string => text.replaceAll(/\s*\n\s*/g, " ");
const code = (language: string, text: string): string =>
  `\`\`\`${language}\n${text.replaceAll("\t", "  ")}\n\`\`\``;

/** What markdown would take for its own marks, outside of `code`. */
const escape = (text: string): string =>
  text
    .split(/(`[^`]*`)/)
    .map((part, index) =>
      index % 2 === 1 ? part : part.replaceAll(/[*<]|\b_|_\b/g, String.raw`\$&`),
    )
    .join("");
