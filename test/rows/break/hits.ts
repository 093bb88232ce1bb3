// Inside a test process: the places of the library that the running test has come through.

const files = new Map<string, Uint8Array>();

/** The marks of one file, one for each of its places. */
export function hitsOf(file: string, count: number): Uint8Array {
  const marks = files.get(file) ?? new Uint8Array(count);
  files.set(file, marks);
  return marks;
}

/** Takes the marks made so far: the numbers of the places by file, and all marks away. */
export function takeHits(): Readonly<Record<string, readonly number[]>> {
  const taken: Record<string, readonly number[]> = {};
  for (const [file, marks] of files) {
    const numbers = [...marks.keys()].filter((n) => marks[n] === 1);
    if (numbers.length > 0) taken[file] = numbers;
    marks.fill(0);
  }
  return taken;
}
