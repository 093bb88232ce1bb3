import { CourseError } from "../../kernel/core/index.ts";

/** A wall that does not hold, or a guest that could not be started: never the student's fault. */
export class SandboxError extends CourseError {
  override name = "SandboxError";
}
