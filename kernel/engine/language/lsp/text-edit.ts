// Positions as the Language Server Protocol counts them, and the smallest edit between two texts.

/** Line and character from 0, in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export interface TextEdit {
  readonly range: Range;
  readonly text: string;
}

const lineBreak = /\r\n|\n|\r/g;

/** Where `offset` stands in `text`. */
export function positionAt(text: string, offset: number): Position {
  let line = 0;
  let start = 0;
  for (const {
    index,
    0: { length },
  } of text.matchAll(lineBreak)) {
    if (index + length > offset) break;
    line += 1;
    start = index + length;
  }
  return { line, character: offset - start };
}

/** The inverse of `positionAt`; a position beyond its line or the text becomes the nearest one inside. */
export function offsetAt(text: string, { line, character }: Position): number {
  let current = 0;
  let start = 0;
  let end = text.length;
  for (const {
    index,
    0: { length },
  } of text.matchAll(lineBreak)) {
    if (current === line) {
      end = index;
      break;
    }
    current += 1;
    start = index + length;
  }
  return current < line ? text.length : Math.min(start + character, end);
}

/** The one replacement that makes `before` into `after`, or undefined where they are the same. */
export function smallestEdit(before: string, after: string): TextEdit | undefined {
  if (before === after) return undefined;
  const shorter = Math.min(before.length, after.length);
  let prefix = 0;
  while (prefix < shorter && before.charCodeAt(prefix) === after.charCodeAt(prefix)) prefix += 1;
  while (prefix > 0 && splitsCharacter(before, after, prefix)) prefix -= 1;
  let suffix = 0;
  while (
    suffix < shorter - prefix &&
    before.charCodeAt(before.length - suffix - 1) === after.charCodeAt(after.length - suffix - 1)
  ) {
    suffix += 1;
  }
  while (suffix > 0 && splitsCharacter(before.slice(-suffix - 1), after.slice(-suffix - 1), 1)) {
    suffix -= 1;
  }
  return {
    range: {
      start: positionAt(before, prefix),
      end: positionAt(before, before.length - suffix),
    },
    text: after.slice(prefix, after.length - suffix),
  };
}

/** True where a cut at `offset` would part a surrogate pair or a line break of two characters. */
function splitsCharacter(before: string, after: string, offset: number): boolean {
  return [before, after].some((text) => {
    const left = text.charCodeAt(offset - 1);
    const right = text.charCodeAt(offset);
    return (left >= 0xd800 && left < 0xdc00) || (right >= 0xdc00 && right < 0xe000) || left === 13;
  });
}
