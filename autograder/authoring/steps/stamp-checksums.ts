import { computeChecksum, readNbgrader, withNbgrader } from "../../notebook/index.ts";
import { eachCell, type Step } from "./step.ts";

/** Writes nbgrader's checksum and the cell's type into its metadata; the last step, for it hashes the final text. */
export const stampChecksums: Step = eachCell((cell, place) => {
  const role = readNbgrader(cell, place);
  const checksum = computeChecksum(cell);
  if (!role || checksum === undefined) return cell;
  return withNbgrader(cell, { ...role, checksum, cell_type: cell.cell_type });
});
