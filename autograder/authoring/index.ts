// Labs: written, loaded, released, checked; the course exported.
export { loadLab } from "./load-lab.ts";
export { findCourse, findLab, listLabs, noCourse } from "./find-lab.ts";
export { writeRelease, isReleased } from "./write-release.ts";
export { newLab } from "./new/new-lab.ts";
export { loadMutants, readMutant, answersOf } from "./mutants.ts";
export { readQuestion, type QuestionInText, type TestInText } from "./master/test-cells.ts";
export { nearest } from "./master/nearest.ts";
export { exportCourse } from "./export/export-course.ts";
export { checkLab } from "./check/check-lab.ts";
export { reportText } from "./check/report.ts";
export type { LabCheck } from "./check/verdict.ts";
