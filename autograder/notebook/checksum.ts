import { createHash } from "node:crypto";
import type { NotebookCell } from "../contract.ts";
import { isGrade, isLocked, isSolution, readNbgrader } from "./nbgrader.ts";
import { pythonFloat } from "./format/python-float.ts";

/**
 * nbgrader's checksum of a cell: MD5 over source, type, role, grade_id and, where graded, points.
 *
 * Equal to `nbgrader.utils.compute_checksum`, so that nbgrader's tools see our releases as untouched.
 *
 * @returns 32 hex digits; undefined for a cell without nbgrader metadata
 */
export function computeChecksum(cell: NotebookCell): string | undefined {
  const metadata = readNbgrader(cell);
  if (!metadata) return undefined;
  const parts = [
    cell.source,
    cell.cell_type,
    pythonBoolean(isGrade(cell)),
    pythonBoolean(isSolution(cell)),
    pythonBoolean(isLocked(cell)),
    metadata.grade_id,
    ...(isGrade(cell) ? [pythonFloat(metadata.points ?? 0)] : []),
  ];
  return createHash("md5").update(parts.join("")).digest("hex");
}

function pythonBoolean(value: boolean): string {
  return value ? "True" : "False";
}
