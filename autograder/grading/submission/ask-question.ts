// Runs one question of the master in the checker against the student's notebook.
import { decodeFields, ChannelError } from "../../sandbox/channel/index.ts";
import { readCallOutcome } from "../../sandbox/channel/replies.ts";
import type {
  CallAnswer,
  CallbackAnswer,
  CheckedCell,
  CheckerClient,
} from "../../checker/index.ts";
import { failureBehind } from "./failures.ts";
import type { CellFailure } from "./failures.ts";
import type { StudentRun } from "./guest/student-run.ts";

export interface Asked extends CheckedCell {
  /** Our own words per test on why there was nothing to call. */
  readonly notes: ReadonlyMap<string, string>;
}

export interface AskOptions {
  readonly checker: CheckerClient;
  readonly student: StudentRun;
  readonly failures: readonly CellFailure[];
  readonly code: string;
  readonly label: string;
  readonly only?: readonly string[];
  readonly onTest: (title: string) => void;
}

/** Runs the question; every call goes to the student's notebook as it stands now. */
export async function askQuestion(options: AskOptions): Promise<Asked> {
  const { checker, student, failures, code, label, only } = options;
  const notes = new Map<string, string>();
  let current = "";
  const onCall = async (body: Uint8Array, onCallback: CallbackAnswer): Promise<CallAnswer> => {
    const answer = await student.call(body, onCallback);
    if (answer.status === "lost") {
      const { verdict, detail } = answer;
      return { status: "lost", detail, verdict: verdict === "passed" ? "infrastructure" : verdict };
    }
    const name = isMissing(answer.body) ? nameOf(body) : undefined;
    const failure = name === undefined ? undefined : failureBehind(name, failures);
    if (!failure) return answer;
    notes.set(current, failure.note);
    return { status: "lost", verdict: failure.verdict, detail: failure.detail };
  };
  const onTest = (title: string): void => {
    current = title;
    options.onTest(title);
  };
  const checked = await checker.run({ code, label, onTest, onCall, ...(only ? { only } : {}) });
  return { ...checked, notes };
}

const smallReply = 2048; // bytes; "there is no such function" is never longer

function isMissing(body: Uint8Array): boolean {
  if (body.length > smallReply) return false;
  try {
    return readCallOutcome(body).status === "missing";
  } catch (error) {
    if (error instanceof ChannelError) return false; // the checker says so
    throw error;
  }
}

/** The function or class that a call asks for. */
function nameOf(body: Uint8Array): string | undefined {
  const fields = decodeFields(body, { handle: () => undefined, callback: () => undefined });
  const { kind, name } = fields as { readonly kind: string; readonly name: string };
  return kind === "function" || kind === "construct" ? name : undefined;
}
