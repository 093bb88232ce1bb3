// `?name` or `name?` as a whole cell shows what is known of a name, as in IPython; neither is TypeScript.
import type { CellOutcome } from "../../engine/contract.ts";
import type { KernelContext } from "../context.ts";
import type { Run } from "../running/runs.ts";

/** What a cell asks to be explained. */
interface HelpTopic {
  readonly name: string;
  /** 1: `??name`, all that is known. */
  readonly detail: 0 | 1;
}

/**
 * The topic of a cell that asks for help.
 * @example helpTopic("?Math.max") // { name: "Math.max", detail: 0 }
 */
export function helpTopic(code: string): HelpTopic | undefined {
  const found = /^\s*(\?\??)\s*([\p{ID_Start}$_][\p{ID_Continue}$.]*)\s*;?\s*$/u.exec(code);
  const behind = /^\s*([\p{ID_Start}$_][\p{ID_Continue}$.]*)\s*(\?\??)\s*$/u.exec(code);
  const [marks, name] = found ? [found[1], found[2]] : [behind?.[2], behind?.[1]];
  if (marks === undefined || name === undefined) return undefined;
  return { name, detail: marks === "??" ? 1 : 0 };
}

/** Puts the explanation into the run's pages; nothing of the notebook runs. */
export async function showHelp(
  { name, detail }: HelpTopic,
  run: Run,
  { engine, publisher }: KernelContext,
): Promise<CellOutcome> {
  const found = await engine.inspect(name, name.length, detail);
  if (found) run.payload.push({ source: "page", data: found.data, start: 0 });
  else publisher.stream(run.id, "stdout", `Nothing here is called ${name}.\n`);
  return { status: "ok", checked: true };
}
