// What grading and the checker say to each other over Node's own channel between parent and child; both are trusted.
import type { LostVerdict, TestReport } from "../../kernel/helpers/check/index.ts";

/** From grading to the checker. */
export type ToChecker =
  /** A new submission: a fresh engine, and these secrets for its seeds. */
  | {
      readonly type: "begin";
      readonly courseKey: string;
      readonly student: string;
      readonly lab: string;
      readonly directory: string;
    }
  /** Runs a cell of the master. `tests`: run only those; the others are left out of the report. */
  | {
      readonly type: "run";
      readonly run: string;
      readonly code: string;
      readonly label: string;
      readonly only?: readonly string[];
    }
  /** The guest's own reply, unread. */
  | { readonly type: "reply"; readonly call: number; readonly body: Uint8Array }
  | {
      readonly type: "lost";
      readonly call: number;
      readonly verdict: LostVerdict;
      readonly detail: string;
    }
  /** The student's code calls one of the test's functions. */
  | { readonly type: "callback"; readonly call: number; readonly body: Uint8Array };

/** From the checker to grading. */
export type FromChecker =
  | { readonly type: "ready" }
  | { readonly type: "begun" }
  | { readonly type: "test"; readonly question: string; readonly title: string }
  | { readonly type: "call"; readonly call: number; readonly body: Uint8Array }
  /** The answer to a callback; undefined: what the guest sent broke the channel's rules. */
  | { readonly type: "called"; readonly call: number; readonly body: Uint8Array | undefined }
  | { readonly type: "report"; readonly question: string; readonly tests: readonly TestReport[] }
  | {
      readonly type: "ran";
      readonly run: string;
      /** Set when the master's own text failed: our fault, not the student's. */
      readonly error: string | undefined;
    };
