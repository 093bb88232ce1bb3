// One cell: input → run → outputs → reply, and what becomes of the cells behind it when it fails.
import type { CellError, CellOutcome, UserExpressionResult } from "../../engine/contract.ts";
import {
  executeContent,
  type ExecuteContent,
  type IncomingMessage,
  type ReplyContent,
  type UserExpressionReply,
} from "../../protocol/index.ts";
import type { KernelContext } from "../context.ts";
import { explain } from "../process/log.ts";
import { errorContent } from "../outputs/outputs.ts";
import type { Run } from "../running/runs.ts";
import { helpTopic, showHelp } from "./help.ts";

/** What the dispatcher sends: the reply, then `aborted` to each of `rest`. */
export interface ExecuteResult {
  readonly reply: ReplyContent["execute_reply"];
  readonly rest: readonly IncomingMessage[];
}

/** Counts the cells of this kernel's life. */
export class ExecuteHandler {
  #count = 0;

  async handle(message: IncomingMessage, kernel: KernelContext): Promise<ExecuteResult> {
    const content = executeContent(message.content);
    const run = this.#begin(content, message, kernel);
    const outcome = await runCell(run, content, kernel);
    kernel.runs.end(run);
    kernel.inputs.drop(run.id);
    kernel.publisher.flush();
    const { executionCount } = run;
    if (content.storeHistory && run.result !== undefined)
      kernel.history.addOutput(executionCount, run.result);
    if (outcome.status === "ok") {
      const userExpressions = mapValues(outcome.userExpressions ?? {}, expressionReply);
      const reply = {
        status: "ok",
        executionCount,
        payload: run.payload,
        userExpressions,
      } as const;
      return { reply, rest: [] };
    }
    const error = outcome.error ?? { name: "Error", message: "the cell failed", traceback: [] };
    const reply = { status: "error", executionCount, ...errorContent(error) } as const;
    return { reply, rest: content.stopOnError ? await kernel.queue.takeRest() : [] };
  }

  #begin(content: ExecuteContent, message: IncomingMessage, kernel: KernelContext): Run {
    const { code, silent, storeHistory, allowStdin } = content;
    if (storeHistory) this.#count += 1;
    const executionCount = this.#count;
    const run = kernel.runs.start(message, { executionCount, silent, allowStdin });
    if (storeHistory) kernel.history.add(executionCount, code);
    if (!silent) kernel.publisher.input(run.header, { code, executionCount });
    return run;
  }
}

async function runCell(
  run: Run,
  { code, silent, userExpressions }: ExecuteContent,
  kernel: KernelContext,
): Promise<CellOutcome> {
  try {
    const topic = helpTopic(code);
    if (topic) return await showHelp(topic, run, kernel);
    return await kernel.engine.execute({
      run: run.id,
      code,
      label: `Cell [${run.executionCount}]`,
      showResult: !silent,
      ...(Object.keys(userExpressions).length > 0 ? { userExpressions } : {}),
    });
  } catch (cause) {
    // The engine promises an outcome for whatever a cell does: this is a mistake of ours, shown as such.
    kernel.log("error", `execute_request ${run.id}: ${explain(cause)}`);
    const message = cause instanceof Error ? cause.message : String(cause);
    const error: CellError = {
      name: "EngineError",
      message: `The kernel could not run this cell: ${message}`,
      traceback: [`EngineError: the kernel could not run this cell: ${message}`],
    };
    kernel.publisher.publish("error", run.header, errorContent(error));
    return { status: "error", error, checked: false };
  }
}

function expressionReply(result: UserExpressionResult): UserExpressionReply {
  if (result.status === "error") return { status: "error", ...errorContent(result.error) };
  const { data, metadata } = result;
  return { status: "ok", data, metadata };
}

function mapValues<A, B>(
  record: Readonly<Record<string, A>>,
  change: (value: A) => B,
): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}
