// The library function that is most a row's own.
import type { RowsRun } from "../run.ts";

/** What tests take as material: with it a little off, a property that holds for anything still holds. */
const material = /^tensor\/|#(filterBank|numericGradient|gradCheck|relu)$/;

/**
 * The function that is most the row's own: of those that at least half of its tests call, the one that the fewest other
 * rows call, first by name among equals.
 */
export function functionOf(row: string, run: Pick<RowsRun, "functions">): string | undefined {
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
