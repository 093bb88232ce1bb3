/** What JSON.parse lets pass and we do not. */
export type JsonFault =
  | { readonly kind: "duplicate-key"; readonly path: string; readonly key: string }
  | { readonly kind: "too-deep"; readonly path: string; readonly limit: number };

/** Python's json stops near 1000; figures need about 20. */
const deepest = 200;

interface Level {
  /** Keys seen so far; undefined in a list. */
  readonly keys: Set<string> | undefined;
  /** Name in the parent: key or index. */
  name: string;
  index: number;
}

/**
 * The first duplicate key or too deep nesting in a text that JSON.parse has accepted; undefined if there is none.
 *
 * JSON.parse keeps the last of two equal keys, other readers the first: what a person saw need not be what is graded.
 */
export function findJsonFault(text: string): JsonFault | undefined {
  const levels: Level[] = [];
  let expectsKey = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    const level = levels.at(-1);
    if (character === '"') {
      const end = endOfString(text, at);
      if (expectsKey && level?.keys) {
        const key = JSON.parse(text.slice(at, end + 1)) as string;
        if (level.keys.has(key)) return { kind: "duplicate-key", path: pathOf(levels), key };
        level.keys.add(key);
        level.name = key;
        expectsKey = false;
      }
      at = end;
    } else if (character === "{" || character === "[") {
      if (levels.length >= deepest)
        return { kind: "too-deep", path: pathOf(levels), limit: deepest };
      levels.push({ keys: character === "{" ? new Set() : undefined, name: "", index: 0 });
      expectsKey = character === "{";
    } else if (character === "}" || character === "]") {
      levels.pop();
      expectsKey = false;
    } else if (character === "," && level) {
      level.index += 1;
      expectsKey = level.keys !== undefined;
    }
  }
  return undefined;
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; ; at++) {
    at = text.indexOf('"', at);
    let backslashes = 0;
    while (text[at - 1 - backslashes] === "\\") backslashes += 1;
    if (backslashes % 2 === 0) return at;
  }
}

/** The path of the object that is being read, shortened where it is long. */
function pathOf(levels: readonly Level[]): string {
  const path = levels
    .slice(0, -1)
    .map((level) => (level.keys ? `.${level.name}` : `[${level.index}]`))
    .join("")
    .replace(/^\./, "");
  if (path === "") return "(top level)";
  return path.length > 80 ? `${path.slice(0, 77)}...` : path;
}
