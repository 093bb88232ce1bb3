// The bracket, brace or template that is still open at the end of a text.

/** An opening sign and where it stands. */
interface Opening {
  readonly text: string;
  readonly start: number;
}

/** Comments and texts in quotes, in which brackets mean nothing. */
const skipped = /\/\/.*|\/\*[^]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/y;
/** What a template holds up to its end or the next `${`. */
const templateText = /(?:\\[^]|\$(?!\{)|[^`\\$])*/y;

const partners: Readonly<Record<string, string>> = {
  "(": ")",
  "[": "]",
  "{": "}",
  "${": "}",
  "`": "`",
};

/** What closes an opening sign. */
export function partnerOf(opening: string): string {
  return partners[opening] ?? "";
}

/** The innermost sign that is never closed; undefined where all are, or where they cross. */
export function findUnclosed(code: string): Opening | undefined {
  const open: Opening[] = [];
  for (let index = 0; index < code.length; index += 1) {
    const character = code[index] ?? "";
    const last = open.at(-1);
    if (character === "`") {
      open.push({ text: "`", start: index });
      index = skipTemplate(code, index + 1, open);
    } else if ("([{".includes(character)) open.push({ text: character, start: index });
    else if (")]}".includes(character)) {
      if (last === undefined || partnerOf(last.text) !== character) return undefined;
      open.pop();
      // behind `${…}` the template goes on
      if (last.text === "${") index = skipTemplate(code, index + 1, open);
    } else if ("/'\"".includes(character)) {
      skipped.lastIndex = index;
      if (skipped.test(code)) index = skipped.lastIndex - 1;
    }
  }
  return open.at(-1);
}

/** Goes to the last character of a template's text: its closing backquote, or the brace of the next `${`. */
function skipTemplate(code: string, start: number, open: Opening[]): number {
  templateText.lastIndex = start;
  templateText.test(code);
  const end = templateText.lastIndex;
  if (code[end] === "`") {
    open.pop();
    return end;
  }
  if (code[end] !== "$") return code.length;
  open.push({ text: "${", start: end });
  return end + 1;
}
