import { doctorCommand } from "../../../kernel/install/doctor.ts";
import { probeWalls } from "../../sandbox/index.ts";

/** `convlab doctor`, with the sandbox's own probe of its walls. */
export function doctor(args: readonly string[]): Promise<number> {
  return doctorCommand(args, { probeWalls: () => probeWalls() });
}
