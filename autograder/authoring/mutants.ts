// Mutants: wrong solutions that must lose points, one JSON file each in `solutions/<slug>/mutants/`.
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { isJsonObject, OptionError, type Json, type JsonObject } from "../../kernel/core/index.ts";
import type { Lab, Mutant } from "../contract.ts";
import { gradeIdOf, isSolution } from "../notebook/index.ts";
import { nearest } from "./master/nearest.ts";

/** Sources of the lab's answer cells by grade_id, as the reference has them. */
export function answersOf(lab: Lab): ReadonlyMap<string, string> {
  return new Map(
    lab.master.cells.flatMap((cell) => {
      const id = gradeIdOf(cell);
      return id !== undefined && cell.cell_type === "code" && isSolution(cell)
        ? [[id, cell.source] as const]
        : [];
    }),
  );
}

/**
 * Loads all mutants of a lab, in the order of their names.
 *
 * @throws OptionError MUTANT_FORMAT with every fault of the first file that has one
 */
export async function loadMutants(lab: Lab): Promise<readonly Mutant[]> {
  const folder = join(lab.folder, "mutants");
  if (!existsSync(folder)) return [];
  const names = (await readdir(folder)).filter((name) => name.endsWith(".json")).sort();
  const answers = answersOf(lab);
  return Promise.all(
    names.map(async (name) => {
      const file = `solutions/${lab.settings.slug}/mutants/${name}`;
      return readMutant(await readFile(join(folder, name), "utf8"), file, answers);
    }),
  );
}

/** Reads one mutant's text against the reference's answers. */
export function readMutant(
  text: string,
  file: string,
  answers: ReadonlyMap<string, string>,
): Mutant {
  const found = parse(text, file);
  const faults: string[] = [];
  const { trap, cap } = found;
  const known = ["trap", "cap", "cells", "edits"];
  for (const key of Object.keys(found).filter((one) => !known.includes(one))) {
    const meant = nearest(key, known);
    faults.push(`${key} is not known${meant === undefined ? "" : `; did you mean ${meant}?`}`);
  }
  if (typeof trap !== "string" || trap.trim() === "") {
    faults.push("trap is missing: the misunderstanding, in one sentence");
  }
  if (typeof cap !== "number" || cap < 0) {
    faults.push("cap is missing: the highest automatic score that it may reach");
  }
  const cells = changedCells(found, answers, faults);
  if (faults.length > 0) throw mutantError(file, faults.join("\n"));
  return {
    name: file.replace(/^.*\//, "").replace(/\.json$/, ""),
    trap: trap as string,
    cap: cap as number,
    cells: Object.fromEntries(cells),
  };
}

function parse(text: string, file: string): JsonObject {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch (error) {
    throw mutantError(file, `not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!isJsonObject(value)) throw mutantError(file, "not an object");
  return value;
}

function changedCells(
  { cells = {}, edits = [] }: JsonObject,
  answers: ReadonlyMap<string, string>,
  faults: string[],
): Map<string, string> {
  const changed = new Map<string, string>();
  const current = (id: string): string | undefined => changed.get(id) ?? answers.get(id);
  const checkId = (id: string): boolean => {
    if (answers.has(id)) return true;
    faults.push(`there is no answer cell "${id}"; there are ${[...answers.keys()].join(", ")}`);
    return false;
  };
  for (const [id, source] of Object.entries(isJsonObject(cells) ? cells : {})) {
    const lines = [source].flat();
    if (!isText(lines)) faults.push(`cells.${id} must be text or a list of lines`);
    else if (checkId(id)) changed.set(id, lines.join("\n"));
  }
  for (const [index, edit] of (Array.isArray(edits) ? (edits as readonly Json[]) : []).entries()) {
    const { cell, replace, with: put } = isJsonObject(edit) ? edit : {};
    if (typeof cell !== "string" || typeof replace !== "string" || typeof put !== "string") {
      faults.push(`edits[${index}] needs the texts cell, replace and with`);
      continue;
    }
    if (!checkId(cell)) continue;
    const pieces = (current(cell) ?? "").split(replace);
    if (pieces.length === 2) changed.set(cell, pieces.join(put));
    else {
      const times = pieces.length === 1 ? "nowhere" : `${pieces.length - 1} times`;
      faults.push(`edits[${index}]: ${JSON.stringify(replace)} stands ${times} in cell ${cell}`);
    }
  }
  const same = [...changed].find(([id, source]) => source === answers.get(id));
  if (same) faults.push(`cell ${same[0]} is the same as the reference`);
  if (faults.length === 0 && changed.size === 0) {
    faults.push("it changes nothing: write edits or cells");
  }
  return changed;
}

function isText(lines: readonly unknown[]): lines is readonly string[] {
  return lines.every((line) => typeof line === "string");
}

function mutantError(file: string, given: string): OptionError {
  return new OptionError({
    code: "MUTANT_FORMAT",
    summary: `${file} is not a mutant.`,
    given,
    expected:
      '{"trap": "Forgets to flip.", "cap": 70, "edits": [{"cell": "q1", "replace": "a", "with": "b"}]}',
    fix: "correct the file; mutants/README.md and docs/instructors.md say what each key means",
  });
}
