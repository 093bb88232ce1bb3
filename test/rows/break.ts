// Draws rows by seed, breaks one library function of each, and asks whether the row's tests notice.
import { Rng } from "../../kernel/helpers/tensor/index.ts";
import { runRows, type RowsRun } from "./run.ts";

interface Broken {
  readonly row: string;
  /** The function that was broken, as `ops/conv2d#conv2d`. */
  readonly name: string;
  /** Tests of the row that failed; none means that nothing would notice. */
  readonly failed: readonly string[];
}

/** What tests take as material: with it a little off, a property that holds for anything still holds. */
const material = /^tensor\/|#(filterBank|numericGradient|relu)$/;

/**
 * The function that is most the row's own: of those that at least half of its tests call, the one that the fewest other
 * rows call, first by name among equals.
 */
export function functionOf(row: string, run: RowsRun): string | undefined {
  const users = (name: string): number =>
    [...run.functions.values()].filter((names) => names.has(name)).length;
  return [...(run.functions.get(row) ?? [])]
    .map(([name, share]) => ({
      name,
      last: Number(material.test(name)) + Number(share < 0.5),
      users: users(name),
    }))
    .toSorted((a, b) => a.last - b.last || a.users - b.users || (a.name < b.name ? -1 : 1))[0]
    ?.name;
}

/** Breaks `count` rows drawn by `seed`, one at a time; rows that no test shows, or whose tests call nothing, are not drawn. */
export async function* breakRows(
  root: string,
  run: RowsRun,
  draw: { readonly count: number; readonly seed: number },
): AsyncGenerator<Broken> {
  const able = [...run.shown.keys()].flatMap((row) => {
    const name = functionOf(row, run);
    return name === undefined ? [] : [{ row, name }];
  });
  for (const { row, name } of drawn(able, draw)) {
    const files = run.shown.get(row)?.files ?? [];
    const after = await runRows(root, { files, broken: name });
    if (after.isEnded) {
      yield { row, name, failed: ["they came to no end"] };
      continue;
    }
    const noticed = after.brokenFiles.filter((file) => files.includes(file));
    yield { row, name, failed: [...(after.shown.get(row)?.failed ?? []), ...noticed] };
  }
}

function drawn<T>(
  all: readonly T[],
  draw: { readonly count: number; readonly seed: number },
): readonly T[] {
  const rng = new Rng(draw.seed);
  const left = [...all];
  return Array.from({ length: Math.min(draw.count, all.length) }, () =>
    left.splice(rng.integer(left.length), 1),
  ).flat();
}
