/**
 * The words and numbers of a text, in order. Line breaks, quotes, indents and JSON's escapes make no difference, so that a
 * passage is found again in a notebook, in a bundle, or laid out anew.
 *
 * @example wordsOf('out[i] += "x\\n" * 2') // ["out", "i", "x", "2"]
 */
export function wordsOf(text: string): readonly string[] {
  const plain = text
    .replace(/\\u([0-9a-fA-F]{4})/g, (_, digits: string) =>
      String.fromCharCode(Number.parseInt(digits, 16)),
    )
    .replace(/\\[nrt]/g, " ");
  return plain.match(/[\p{L}_$][\p{L}\p{N}_$]*|\d+(?:\.\d+)?/gu) ?? [];
}
