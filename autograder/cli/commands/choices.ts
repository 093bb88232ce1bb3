// Options that more than one command reads.
import { OptionError } from "../../../kernel/core/index.ts";
import type { SandboxMode } from "../../contract.ts";

/** `--jobs N`; undefined where it is not given. */
export function readJobs(given: string | boolean | undefined): number | undefined {
  if (given === undefined) return undefined;
  const jobs = Number(given);
  if (Number.isInteger(jobs) && jobs > 0) return jobs;
  throw new OptionError({
    code: "OPTION_VALUE",
    summary: "--jobs needs a whole number above 0.",
    given: String(given),
    fix: "for example: --jobs 2",
  });
}

/** `--sandbox MODE`; undefined where it is not given. */
export function readMode(given: string | boolean | undefined): SandboxMode | undefined {
  if (given === undefined) return undefined;
  if (given === "full" || given === "container" || given === "none") return given;
  throw new OptionError({
    code: "OPTION_VALUE",
    summary: "--sandbox does not know this mode.",
    given: String(given),
    expected: "full, container or none",
  });
}

/** Aborts on Ctrl-C and on SIGTERM; `done` takes the listeners back. */
export function interruptible(): { readonly signal: AbortSignal; readonly done: () => void } {
  const controller = new AbortController();
  const stop = (): void =>
    controller.abort(new OptionError({ code: "INTERRUPTED", summary: "interrupted." }));
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, stop);
  const done = (): void => {
    for (const name of ["SIGINT", "SIGTERM"] as const) process.off(name, stop);
  };
  return { signal: controller.signal, done };
}
