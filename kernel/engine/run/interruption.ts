import type { CellError } from "../contract.ts";
import type { Frame } from "./cells.ts";
import { errorAt } from "./describe.ts";

/** The error of a cell that was stopped there. */
export function keyboardInterrupt(frames: readonly Frame[]): CellError {
  return errorAt("KeyboardInterrupt", "the cell was stopped; the variables are kept", frames);
}
