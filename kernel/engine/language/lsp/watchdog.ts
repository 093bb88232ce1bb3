// Looks at clock and memory while the language server works: it cannot be trusted to stop by itself, for deep nesting keeps
// its parser busy for minutes.
import { now } from "../../../core/clock.ts";
import type { ServerProcess } from "./process.ts";

/** Why a question has no answer. */
export type FailureReason = "timeout" | "memory" | "gone";

/** The language server did not answer. */
export class NoAnswer extends Error {
  override name = "NoAnswer";
  readonly reason: FailureReason;

  constructor(reason: FailureReason, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.reason = reason;
  }
}

/** How often memory is looked at while a question is open, in ms. */
const memoryInterval = 200;

/**
 * Waits for an answer.
 *
 * @param limits time in ms, resident memory in bytes
 * @param giveUp ends the process; called when a limit is passed
 * @throws NoAnswer
 */
export async function withinLimits(
  server: ServerProcess,
  answer: Promise<unknown>,
  limits: { readonly time: number; readonly memory: number },
  giveUp: () => void,
): Promise<unknown> {
  const started = now();
  const given = Promise.withResolvers<never>();
  const give = (reason: FailureReason, message: string): void => {
    given.reject(new NoAnswer(reason, message));
    giveUp();
    server.connection.close(message);
  };
  let isOver = false;
  const look = async (): Promise<void> => {
    if (now() - started >= limits.time) {
      give("timeout", `the type check took longer than ${(limits.time / 1000).toFixed(1)} s`);
    } else if (((await server.memory()) ?? 0) > limits.memory) {
      give("memory", `the type check needed more than ${mebibytes(limits.memory)}`);
    } else if (!isOver) timer = lookLater();
  };
  const lookLater = (): NodeJS.Timeout => {
    const left = limits.time - (performance.now() - started);
    return setTimeout(() => void look(), Math.min(left, memoryInterval));
  };
  let timer = lookLater();
  try {
    return await Promise.race([answer, given.promise]);
  } finally {
    isOver = true;
    clearTimeout(timer);
  }
}

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MiB of memory`;
}
