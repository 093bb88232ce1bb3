import { CourseError } from "../../../kernel/core/index.ts";

/** A grading run that cannot begin or go on. */
export class GradingError extends CourseError {
  override name = "GradingError";
}
