/** One mapped position: line and column of the output, line and column of the source, all from 0. */
export type Mapping = readonly [
  line: number,
  column: number,
  sourceLine: number,
  sourceColumn: number,
];

/** Reads the `mappings` of a source map with one source (ECMA-426: base-64 VLQ, each field relative to the last). */
export function decodeMappings(mappings: string): Mapping[] {
  const found: Mapping[] = [];
  let line = 0;
  let column = 0;
  let sourceLine = 0;
  let sourceColumn = 0;
  let fields: number[] = [];
  let value = 0;
  let shift = 0;
  const endSegment = (): void => {
    const [columnStep, , lineStep, sourceColumnStep] = fields;
    if (columnStep !== undefined) column += columnStep;
    if (lineStep !== undefined && sourceColumnStep !== undefined) {
      sourceLine += lineStep;
      sourceColumn += sourceColumnStep;
      found.push([line, column, sourceLine, sourceColumn]);
    }
    fields = [];
  };
  for (let index = 0; index < mappings.length; index++) {
    const character = mappings.charCodeAt(index);
    if (character === 59 /* ; */) {
      endSegment();
      line++;
      column = 0;
    } else if (character === 44 /* , */) endSegment();
    else {
      const digit = digits[character] ?? 0;
      value |= (digit & 31) << shift;
      shift += 5;
      if ((digit & 32) === 0) {
        fields.push((value & 1) === 1 ? -(value >> 1) : value >> 1);
        value = 0;
        shift = 0;
      }
    }
  }
  endSegment();
  return found;
}

const digits: number[] = [];
for (const [index, letter] of [
  ..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
].entries())
  digits[letter.charCodeAt(0)] = index;
