// How deeply brackets are nested. Parsers follow each level with a call of their own, and the native one does not stop
// where the stack ends: 20,000 open brackets would take the whole kernel with them.

/** More than anyone writes, less than the parser bears (it ends at about 3,000 functions in each other). */
export const deepestNesting = 1_000;

const skipped = /\/\/.*|\/\*[^]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/y;

/** Where brackets are first nested deeper than `deepestNesting`, or undefined: comments and texts do not count. */
export function findDeepNesting(code: string): number | undefined {
  let depth = 0;
  for (let index = 0; index < code.length; index += 1) {
    switch (code[index]) {
      case "(":
      case "[":
      case "{":
        depth += 1;
        if (depth > deepestNesting) return index;
        break;
      case ")":
      case "]":
      case "}":
        depth = Math.max(0, depth - 1);
        break;
      case "/":
      case "'":
      case '"':
        skipped.lastIndex = index;
        if (skipped.test(code)) index = skipped.lastIndex - 1;
        break;
      default:
        break;
    }
  }
  return undefined;
}
