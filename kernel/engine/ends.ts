// What is said when the child, or the engine, is no more.
import { CourseError } from "../core/index.ts";
import type { CellError } from "./contract.ts";
import { headline } from "./excerpt.ts";

/** The error of a cell whose process has died under it. */
export function restarted(reason: string): CellError {
  const message = `${reason}. The variables are lost; run the cells again from the top.`;
  return {
    name: "EngineRestarted",
    message,
    traceback: [headline("EngineRestarted", message)],
  };
}

/** The engine was shut down by its owner. */
export function disposed(): CourseError {
  return new CourseError({
    code: "ENGINE_DISPOSED",
    summary: "The engine was shut down and runs nothing more.",
    fix: "create another engine",
  });
}
