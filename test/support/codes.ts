import { CourseError } from "../../kernel/core/index.ts";

/** The `code` of the CourseError that the action throws; anything else that happens is returned as it is. */
export function codeOf(action: () => unknown): unknown {
  try {
    return { returned: action() };
  } catch (error) {
    return error instanceof CourseError ? error.code : error;
  }
}

/** The CourseError that the action throws, or rejects with. */
export async function faultOf(action: () => unknown): Promise<CourseError> {
  try {
    await action();
  } catch (error) {
    if (error instanceof CourseError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}
