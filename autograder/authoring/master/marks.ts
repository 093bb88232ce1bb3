// The marks that authors put around what students must not get. As in nbgrader a mark is words in a line, so that any
// comment will do: `// BEGIN SOLUTION`, `<!-- BEGIN SOLUTION -->`.
import { notebookError, type Place } from "../../notebook/index.ts";
import { nearest } from "./nearest.ts";

const regionKinds = ["SOLUTION", "HIDDEN TESTS", "MARK SCHEME"] as const;
export type RegionKind = (typeof regionKinds)[number];

/** Lines between two marks, both included; `first` and `last` count from 0. */
export interface Region {
  readonly kind: RegionKind;
  readonly first: number;
  readonly last: number;
}

/** A word of a comment: `BEGIN`, `END` or `STUB:`, wherever a comment starts. */
const comment = /^\s*(?:\/\/|\/\*|#+|<!--|\*)?\s*(.*?)\s*(?:\*\/|-->)?\s*$/;
const exact = /\b(BEGIN|END) (SOLUTION|HIDDEN TESTS|MARK SCHEME)\b/g;

/**
 * All marked regions of a cell, in order.
 *
 * @throws NotebookError MARK_MISSPELT, MARK_NOT_ALONE, MARK_NESTED, MARK_NO_BEGIN, MARK_NO_END, with cell and line
 */
export function findRegions(source: string, place: Place): readonly Region[] {
  const regions: Region[] = [];
  let open: { kind: RegionKind; first: number } | undefined;
  for (const [index, text] of source.split("\n").entries()) {
    const here = { ...place, line: index + 1 };
    const mark = readMark(text, here);
    if (!mark) continue;
    if (mark.begins) {
      if (open) throw nested(here, mark.kind, open);
      open = { kind: mark.kind, first: index };
    } else if (open?.kind === mark.kind) {
      regions.push({ kind: mark.kind, first: open.first, last: index });
      open = undefined;
    } else {
      throw notebookError(here, {
        code: "MARK_NO_BEGIN",
        summary: `END ${mark.kind} without a BEGIN ${mark.kind} above it.`,
        given: open ? `the open mark is BEGIN ${open.kind}, line ${open.first + 1}` : text.trim(),
        fix: open
          ? `write END ${open.kind} here, or close it first`
          : `write // BEGIN ${mark.kind} where the region starts, or delete this line`,
      });
    }
  }
  if (open) {
    throw notebookError(
      { ...place, line: open.first + 1 },
      {
        code: "MARK_NO_END",
        summary: `BEGIN ${open.kind} is never closed, so everything below it would be handed out or lost.`,
        fix: `write // END ${open.kind} where the region ends, in the same cell`,
      },
    );
  }
  return regions;
}

interface Mark {
  readonly begins: boolean;
  readonly kind: RegionKind;
}

function readMark(line: string, place: Place): Mark | undefined {
  const found = [...line.matchAll(exact)];
  const words = comment.exec(line)?.[1] ?? "";
  const [mark] = found;
  if (!mark) {
    checkSpelling(words, line, place);
    return undefined;
  }
  if (found.length > 1 || !words.startsWith(mark[0])) {
    throw notebookError(place, {
      code: "MARK_NOT_ALONE",
      summary: "a mark stands on a line of its own: the whole line is taken out.",
      given: line.trim(),
      fix: `move // ${mark[0]} to its own line; in prose write the words in another way`,
    });
  }
  return { begins: mark[1] === "BEGIN", kind: mark[2] as RegionKind };
}

/** A misspelt mark would hand out the answer in silence: whatever looks like one is refused. */
function checkSpelling(words: string, line: string, place: Place): void {
  const behindCode = /(?:\/\/|<!--|\/\*)\s*([^/]*?)\s*(?:\*\/|-->)?\s*$/.exec(line)?.[1] ?? "";
  const found = [words, behindCode].find(looksLikeMark);
  if (found === undefined) return;
  throw notebookError(place, {
    code: "MARK_MISSPELT",
    summary: "this looks like a mark, but it is not one.",
    given: found,
    expected: regionKinds.map((kind) => `BEGIN ${kind}, END ${kind}`).join("\n"),
    fix: "write the mark in capitals, with single blanks, exactly so; if it is prose, say it in other words",
  });
}

const marks = regionKinds.flatMap((kind) => [`BEGIN ${kind}`, `END ${kind}`]);

function looksLikeMark(words: string): boolean {
  if (/^(begin|end)[\W_]*(sol|hid|mark)/i.test(words)) return true; // Begin solution, END_SOLUTION
  if (/^(BEGIN|END)[\W_]+[A-Z]/.test(words)) return true; // BEGIN ANSWER
  const shouted = words.length > 8 && words === words.toUpperCase() && /[A-Z]/.test(words);
  return shouted && nearest(words, marks) !== undefined; // BEGN SOLUTION
}

function nested(
  place: Place,
  kind: RegionKind,
  open: { readonly kind: RegionKind; readonly first: number },
): Error {
  return notebookError(place, {
    code: "MARK_NESTED",
    summary: `BEGIN ${kind} inside a region that is still open.`,
    given: `BEGIN ${open.kind} in line ${open.first + 1} has no END ${open.kind} before this line`,
    fix: `write // END ${open.kind} above this line; regions cannot stand inside one another`,
  });
}
