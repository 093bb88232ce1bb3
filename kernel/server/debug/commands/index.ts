// Every command of a debug request by its name.
import type { Command } from "../command.ts";
import { breakpointCommands } from "./breakpoints.ts";
import { lifeCommands } from "./life.ts";
import { sourceCommands } from "./sources.ts";
import { stepCommands } from "./steps.ts";
import { variableCommands } from "./variables.ts";

export const commands: ReadonlyMap<string, Command> = new Map([
  ...Object.entries(lifeCommands),
  ...Object.entries(breakpointCommands),
  ...Object.entries(stepCommands),
  ...Object.entries(variableCommands),
  ...Object.entries(sourceCommands),
]);
