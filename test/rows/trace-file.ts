// What the test processes of a run have written down: for each test that shows a row, what it called and came through.

export interface Traced {
  /** Library functions that the tests of a row call themselves, with the share of these tests that do. */
  readonly functions: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Places of the library that the tests of a row come through: their numbers by file. */
  readonly places: ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<number>>>;
}

interface Line {
  readonly rows: readonly string[];
  readonly functions: readonly string[];
  readonly places: readonly Readonly<Record<string, readonly number[]>>[];
}

/** Reads the lines that setup.ts writes, one a test. */
export function readTrace(text: string): Traced {
  const lines = text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);
  const rows = [...new Set(lines.flatMap((line) => line.rows))];
  const of = <T>(read: (tests: readonly Line[]) => T): ReadonlyMap<string, T> =>
    new Map(rows.map((row) => [row, read(lines.filter((line) => line.rows.includes(row)))]));
  return { functions: of(sharesOf), places: of(placesOf) };
}

function sharesOf(tests: readonly Line[]): ReadonlyMap<string, number> {
  const called = tests.flatMap(({ functions }) => functions);
  const share = (name: string): number =>
    called.filter((other) => other === name).length / tests.length;
  return new Map([...new Set(called)].map((name) => [name, share(name)]));
}

function placesOf(tests: readonly Line[]): ReadonlyMap<string, ReadonlySet<number>> {
  const all = new Map<string, Set<number>>();
  for (const [file, numbers] of tests.flatMap(({ places }) => places.flatMap(Object.entries)))
    all.set(file, new Set([...(all.get(file) ?? []), ...numbers]));
  return all;
}
