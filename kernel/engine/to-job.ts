// From a request and its rewritten cell to what runs.
import type { CellError, CellRequest } from "./contract.ts";
import { parseCell } from "./parse.ts";
import { syntaxError } from "./problems.ts";
import { rewriteCell, type RewrittenCell } from "./rewrite/rewrite.ts";
import type { Job, Script } from "./run/job.ts";

/** Does some work in the next turn of the event loop; what it throws is thrown where its result is asked for. */
export function soon<T>(work: () => T): Promise<() => T> {
  return new Promise((resolve) =>
    setImmediate(() => {
      try {
        const value = work();
        resolve(() => value);
      } catch (error) {
        resolve(() => {
          throw error;
        });
      }
    }),
  );
}

/** What the process that runs cells is told of a cell. */
export function toJob(request: CellRequest, script: RewrittenCell): Job {
  const expressions = Object.entries(request.userExpressions ?? {}).map(
    ([name, code]): [string, Script | CellError] => {
      const parsed = parseCell(code);
      const isBad = parsed.errors.length > 0;
      return [
        name,
        isBad ? syntaxError(parsed, "Expression") : { ...rewriteCell(parsed), source: code },
      ];
    },
  );
  return {
    ...script,
    run: request.run,
    label: request.label,
    source: request.code,
    showResult: request.showResult,
    expressions: Object.fromEntries(expressions),
  };
}
