// Labs: loaded, released, checked; the course exported.
export { loadLab } from "./load-lab.ts";
export { findCourse, findLab, listLabs } from "./find-lab.ts";
export { releaseNotebook } from "./release.ts";
export { readQuestion, type QuestionInText, type TestInText } from "./master/test-cells.ts";
