import { statSync } from "node:fs";
import { isAbsolute } from "node:path";
import { OptionError } from "../core/index.ts";
import type { EngineOptions } from "./contract.ts";

/** @throws OptionError ENGINE_DIRECTORY when the notebook's folder is not there */
export function checkDirectory({ directory }: EngineOptions): void {
  if (isAbsolute(directory) && statSync(directory, { throwIfNoEntry: false })?.isDirectory())
    return;
  throw new OptionError({
    code: "ENGINE_DIRECTORY",
    summary: "The engine needs the notebook's folder.",
    given: `directory ${JSON.stringify(directory)}`,
    expected: "the absolute path of a folder that is there",
    fix: "pass the folder of the notebook",
  });
}
