// nbgrader's cell metadata: schema 3 as we write it, 0 to 2 upgraded as nbgrader upgrades them.
import { isJsonObject, type Json, type JsonObject } from "../../kernel/core/index.ts";
import type { NbgraderMetadata, NotebookCell } from "../contract.ts";
import { notebookError, shown, type Place } from "./place.ts";

/** Pattern of grade ids; nbgrader lets the empty one pass for cells without a role, we never do. */
const gradeIdPattern: RegExp = /^[a-zA-Z0-9_-]+$/;

const newest = 3;
const keys: readonly string[] = [
  "schema_version",
  "grade",
  "solution",
  "locked",
  "task",
  "grade_id",
  "points",
  "checksum",
  "cell_type",
];

/**
 * The cell's nbgrader metadata, upgraded to schema 3; undefined for an ordinary cell.
 *
 * @param place how errors name the cell
 * @throws NotebookError NBGRADER_FORMAT (wrong type or unknown key), NBGRADER_VERSION (newer than 3),
 *   NBGRADER_GRADE_ID, NBGRADER_POINTS
 */
export function readNbgrader(
  cell: NotebookCell,
  place: Place = { file: "notebook", cellId: cell.id },
): NbgraderMetadata | undefined {
  const found = cell.metadata["nbgrader"];
  if (found === undefined) return undefined;
  if (!isJsonObject(found)) throw wrong(place, "", found, "an object");
  const version = found["schema_version"] ?? 0;
  if (typeof version !== "number" || !Number.isInteger(version) || version < 0) {
    throw wrong(place, "schema_version", version, "a whole number from 0 to 3");
  }
  if (version > newest) {
    throw notebookError(
      { ...place, field: "metadata.nbgrader.schema_version" },
      {
        code: "NBGRADER_VERSION",
        summary: "the cell's nbgrader metadata are newer than this Convlab knows.",
        given: `schema_version ${version}`,
        expected: `at most ${newest}`,
        fix: "update convlab",
      },
    );
  }
  const upgraded = version < newest ? upgrade(found, version, cell) : found;
  return upgraded && validated(upgraded, place);
}

/** The cell with this nbgrader metadata, keys in nbgrader's own set. */
export function withNbgrader(cell: NotebookCell, metadata: NbgraderMetadata): NotebookCell {
  return { ...cell, metadata: { ...cell.metadata, nbgrader: { ...metadata } } };
}

/** The cell's grade_id however broken the rest of its metadata is; for finding cells in submissions. */
export function gradeIdOf(cell: NotebookCell): string | undefined {
  const found = cell.metadata["nbgrader"];
  const id = isJsonObject(found) ? found["grade_id"] : undefined;
  return typeof id === "string" && gradeIdPattern.test(id) ? id : undefined;
}

/** A test cell or a manual question: it carries points. */
export function isGrade(cell: NotebookCell): boolean {
  return readNbgrader(cell)?.grade ?? false;
}

/** The student writes here. */
export function isSolution(cell: NotebookCell): boolean {
  return readNbgrader(cell)?.solution ?? false;
}

/** The student must not change it: nbgrader's rule, where a solution is never locked and a test always is. */
export function isLocked(cell: NotebookCell): boolean {
  const metadata = readNbgrader(cell);
  if (!metadata || metadata.solution) return false;
  return metadata.grade || metadata.locked;
}

function upgrade(found: JsonObject, version: number, cell: NotebookCell): JsonObject | undefined {
  const { points, ...rest } = Object.fromEntries(
    Object.entries(found).filter(([key]) => keys.includes(key)),
  );
  const flags = { grade: false, solution: false, locked: false, ...rest };
  const roles = [flags.grade, flags.solution, flags.locked];
  if (version === 0 && roles.every((role) => role === false)) return undefined;
  return {
    ...flags,
    ...("checksum" in rest && !("cell_type" in rest) ? { cell_type: cell.cell_type } : {}),
    ...(version > 0 && points !== undefined ? { points } : {}),
    ...(version === 0 && flags.grade === true ? { points: oldPoints(points) } : {}),
    schema_version: newest,
  };
}

/** Before version 1, points could be text, empty or below zero. */
function oldPoints(points: Json | undefined): Json {
  if (points === undefined || points === "") return 0;
  const number = typeof points === "string" ? Number(points) : points;
  return typeof number === "number" && number < 0 ? 0 : number;
}

function validated(metadata: JsonObject, place: Place): NbgraderMetadata | undefined {
  const extra = Object.keys(metadata).find((key) => !keys.includes(key));
  if (extra !== undefined) throw wrong(place, extra, metadata[extra], "no such key");
  const flag = (key: string, missing?: boolean): boolean => {
    const value = metadata[key] ?? missing;
    if (typeof value !== "boolean") throw wrong(place, key, value, "true or false");
    return value;
  };
  const roles = {
    grade: flag("grade"),
    solution: flag("solution"),
    locked: flag("locked"),
    task: flag("task", false),
  };
  const { grade_id, points, checksum, cell_type } = metadata;
  if (!Object.values(roles).includes(true) && (grade_id ?? "") === "") return undefined;
  if (typeof grade_id !== "string" || !gradeIdPattern.test(grade_id)) {
    throw notebookError(
      { ...place, field: "metadata.nbgrader.grade_id" },
      {
        code: "NBGRADER_GRADE_ID",
        summary: "the cell needs a grade_id.",
        given: grade_id === undefined ? "nothing" : shown(grade_id),
        expected: "letters, digits, _ and -, for example q1-convolve",
        fix: "give it one in JupyterLab's property inspector, or in the notebook's metadata",
      },
    );
  }
  const withId = { ...place, gradeId: grade_id };
  const scored = roles.grade || roles.task;
  if (points === undefined ? scored : !isPoints(points)) {
    throw notebookError(
      { ...withId, field: "metadata.nbgrader.points" },
      {
        code: "NBGRADER_POINTS",
        summary: points === undefined ? "a graded cell needs points." : "points must be a number.",
        given: points === undefined ? "nothing" : shown(points),
        expected: "a number of 0 or more",
        fix: 'write "points": 5 beside its grade_id',
      },
    );
  }
  if (checksum !== undefined && (typeof checksum !== "string" || checksum.length !== 32)) {
    throw wrong(withId, "checksum", checksum, "32 hex digits");
  }
  if (
    cell_type !== undefined &&
    cell_type !== "code" &&
    cell_type !== "markdown" &&
    cell_type !== "raw"
  ) {
    throw wrong(withId, "cell_type", cell_type, '"code", "markdown" or "raw"');
  }
  return {
    schema_version: newest,
    ...roles,
    grade_id,
    ...(isPoints(points) ? { points } : {}),
    ...(checksum === undefined ? {} : { checksum }),
    ...(cell_type === undefined ? {} : { cell_type }),
  };
}

function isPoints(value: Json | undefined): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}

function wrong(place: Place, key: string, given: Json | undefined, expected: string): Error {
  return notebookError(
    { ...place, field: key === "" ? "metadata.nbgrader" : `metadata.nbgrader.${key}` },
    {
      code: "NBGRADER_FORMAT",
      summary: "this is not nbgrader metadata of schema 3.",
      given: given === undefined ? "nothing" : shown(given),
      expected,
      fix: "set the cell's role again in JupyterLab's property inspector, or correct its metadata",
    },
  );
}
