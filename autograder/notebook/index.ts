// Notebooks: read, validated, written; nbgrader's metadata and checksums.
export { readNotebook, loadNotebook } from "./read.ts";
export { writeNotebook, saveNotebook } from "./write.ts";
export {
  readNbgrader,
  withNbgrader,
  gradeIdOf,
  isGrade,
  isSolution,
  isLocked,
} from "./nbgrader.ts";
export { gradedCells } from "./check-cells.ts";
export { computeChecksum } from "./checksum.ts";
export { notebookError, describePlace, type Place } from "./place.ts";
