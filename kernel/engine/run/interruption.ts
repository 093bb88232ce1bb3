import type { CellError } from "../contract.ts";
import type { Frame } from "./cells.ts";
import { errorAt } from "./describe.ts";
import { StoppedError } from "./output.ts";

/** The error of a cell that was stopped there. */
export function keyboardInterrupt(frames: readonly Frame[]): CellError {
  return errorAt("KeyboardInterrupt", "the cell was stopped; the variables are kept", frames);
}

/** True for what an interrupt makes code throw. */
export function isInterruption(thrown: unknown): boolean {
  if (thrown instanceof StoppedError) return true;
  const code = thrown instanceof Error ? (thrown as NodeJS.ErrnoException).code : undefined;
  return code === "ERR_SCRIPT_EXECUTION_INTERRUPTED";
}
