// What a run leaves for people: feedback pages for students, a table for instructors.
export { writeFeedback, writeGrades } from "./write.ts";
