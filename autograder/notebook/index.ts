// Notebooks: read, validated, written; nbgrader's metadata and checksums.
export { readNotebook, loadNotebook, type ReadOptions } from "./read.ts";
export { writeNotebook, saveNotebook } from "./write.ts";
export {
  readNbgrader,
  withNbgrader,
  gradeIdOf,
  gradeIdPattern,
  isGrade,
  isSolution,
  isLocked,
  isTask,
} from "./nbgrader.ts";
export { gradedCells, type GradedCell } from "./check-cells.ts";
export { computeChecksum } from "./checksum.ts";
export { notebookError, describePlace, type Place } from "./place.ts";
