// Draws, for a row, one mistake at a place that the row's own tests come through.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Rng } from "../../../kernel/helpers/tensor/index.ts";
import type { RowsRun } from "../run.ts";
import { equivalents } from "./equivalents.ts";
import { functionOf } from "./own-function.ts";
import { reachOf } from "./reach.ts";
import { sitesOf, type Site } from "./sites.ts";
import type { Break } from "./trace.ts";

/** A mistake in the code, with the words to report it. */
interface Drawn extends Break {
  /** As `ops/one-channel.ts:40 a + b → (a - b)`. */
  readonly words: string;
}

/** Below this many places the functions that the row's own one calls are taken in, too. */
const enough = 6;

interface Found {
  readonly file: string;
  readonly number: number;
  readonly site: Site;
}

/**
 * One mistake for the row; undefined where its tests come through no place behind a function of its own. Of the places it
 * is one of the half that the fewest other rows come through, or of the six: what all rows share is no row's own.
 */
export function drawBreak(root: string, row: string, run: RowsRun, rng: Rng): Drawn | undefined {
  const helpers = join(root, "kernel/helpers");
  const own = functionOf(row, run);
  if (own === undefined) return undefined;
  const visited = run.places.get(row) ?? new Map<string, ReadonlySet<number>>();
  const sites = new Map<string, readonly Site[]>();
  const found: Found[] = [];
  let steps = 0;
  for (const declared of reachOf(helpers, own)) {
    if (declared.steps > steps && found.length >= enough) break;
    ({ steps } = declared);
    const { file, owner } = declared;
    const all = sites.get(file) ?? readSites(helpers, file);
    sites.set(file, all);
    for (const [number, site] of all.entries())
      if (site.owner === owner && visited.get(file)?.has(number) === true)
        found.push({ file, number, site });
  }
  const mistakes = ownHalf(found, run).flatMap(({ file, number, site }) => {
    const code = readFileSync(join(helpers, `${file}.ts`), "utf8");
    const place = code.slice(site.start, site.end);
    return site.mistakes
      .filter((text) => !isEquivalent(file, place, text, code.split("\n")[site.line - 1] ?? ""))
      .map((text) => {
        const words = `${file}.ts:${site.line} ${oneLine(place)} → ${oneLine(text)}`;
        return { file, site: number, text, words };
      });
  });
  return mistakes[mistakes.length === 0 ? 0 : rng.integer(mistakes.length)];
}

function ownHalf(found: readonly Found[], run: RowsRun): readonly Found[] {
  const users = ({ file, number }: Found): number =>
    [...run.places.values()].filter((places) => places.get(file)?.has(number)).length;
  const sorted = found.map((one) => ({ one, users: users(one) })).toSorted((a, b) => a.users - b.users); // prettier-ignore
  const most = sorted[Math.max(enough, Math.ceil(found.length / 2)) - 1]?.users ?? Infinity;
  return sorted.flatMap(({ one, users: count }) => (count <= most ? [one] : []));
}

function readSites(helpers: string, file: string): readonly Site[] {
  return sitesOf(readFileSync(join(helpers, `${file}.ts`), "utf8"));
}

function isEquivalent(file: string, place: string, mistake: string, line: string): boolean {
  return equivalents.some(
    (one) =>
      one.file === `${file}.ts` &&
      one.place === place &&
      one.mistake === mistake &&
      line.includes(one.line ?? ""),
  );
}

const oneLine = (text: string): string => text.replace(/\s+/g, " ");
