import { findRegions, type RegionKind } from "../master/marks.ts";
import { eachCell, type Step } from "./step.ts";

/** Takes out the hidden tests, marks included. */
export const stripHiddenTests: Step = stripRegions("HIDDEN TESTS");

/** Takes out the mark schemes of questions that are graded by hand, marks included. */
export const stripMarkSchemes: Step = stripRegions("MARK SCHEME");

function stripRegions(kind: RegionKind): Step {
  return eachCell((cell, place) => {
    const regions = findRegions(cell.source, place).filter((region) => region.kind === kind);
    if (regions.length === 0) return cell;
    const kept = cell.source
      .split("\n")
      .filter((_, index) => !regions.some(({ first, last }) => first <= index && index <= last));
    return {
      ...cell,
      source: kept
        .join("\n")
        .replace(/\n{3,}/g, "\n\n")
        .trimEnd(),
    };
  });
}
