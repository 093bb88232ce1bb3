// The whole reference: a page for each door of the helper library.
import { readdirSync, readFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { publicNames } from "./door.ts";
import { page } from "./page.ts";

/** Files of docs/reference by name, with their text. */
export function reference(root: string): ReadonlyMap<string, string> {
  const helpers = join(root, "kernel", "helpers");
  const doors = readdirSync(helpers, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(helpers, entry.name, "index.ts")))
    .map(({ name }) => name)
    .toSorted();
  const pages = new Map<string, string>();
  const contents: string[] = [];
  for (const door of doors) {
    const index = join(helpers, door, "index.ts");
    const about = aboutDoor(readFileSync(index, "utf8"));
    const names = publicNames(index);
    pages.set(`${door}.md`, page(door, about, names));
    contents.push(`- [convlab/${door}](${door}.md): ${about}`);
  }
  const intro =
    "Every public name of the helper library, with formula, shapes, errors and an example.";
  pages.set("README.md", `# Reference\n\n${intro}\n\n${contents.join("\n")}\n`);
  return pages;
}

/** The comment at the head of a door's index.ts, without its name and with a capital. */
function aboutDoor(text: string): string {
  const lines = /^(?:\/\/.*\n)+/.exec(text)?.[0] ?? "";
  const words = lines
    .split("\n")
    .map((line) => line.replace(/^\/\/ ?/, ""))
    .join(" ")
    .trim()
    .replace(/^`convlab\/\w+`: /, "");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
