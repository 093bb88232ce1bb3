// What we answer and publish, by message type, in camelCase; the codec writes it as the wire wants it.

/** Representations by MIME type. */
type Bundle = Readonly<Record<string, unknown>>;

/** An error as clients show it. */
export interface ErrorContent {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

/** Answer of any request that failed. */
interface ErrorReply extends ErrorContent {
  readonly status: "error";
}

/** A shown value. */
interface DisplayContent {
  readonly data: Bundle;
  readonly metadata: Bundle;
  readonly transient: Bundle;
}

/** Messages on iopub. */
export interface PublishedContent {
  readonly status: { readonly executionState: "starting" | "busy" | "idle" };
  readonly stream: { readonly name: "stdout" | "stderr"; readonly text: string };
  readonly execute_input: { readonly code: string; readonly executionCount: number };
  readonly execute_result: {
    readonly executionCount: number;
    readonly data: Bundle;
    readonly metadata: Bundle;
  };
  readonly display_data: DisplayContent;
  readonly update_display_data: DisplayContent;
  readonly clear_output: { readonly wait: boolean };
  readonly error: ErrorContent;
  readonly comm_open: {
    readonly commId: string;
    readonly targetName: string;
    readonly data: Bundle;
  };
  readonly comm_msg: { readonly commId: string; readonly data: Bundle };
  readonly debug_event: {
    readonly type: "event";
    readonly event: string;
    readonly seq: number;
    readonly body: object;
  };
  readonly comm_close: { readonly commId: string; readonly data: Bundle };
  readonly shutdown_reply: { readonly status: "ok"; readonly restart: boolean };
}

/** What a cell's reply says about an expression of `user_expressions`. */
export type UserExpressionReply =
  { readonly status: "ok"; readonly data: Bundle; readonly metadata: Bundle } | ErrorReply;

/** Answers on the channel of the request, when all went well. */
export interface ReplyContent {
  readonly execute_reply:
    | {
        readonly status: "ok";
        readonly executionCount: number;
        readonly payload: readonly Bundle[];
        readonly userExpressions: Readonly<Record<string, UserExpressionReply>>;
      }
    | (ErrorReply & { readonly executionCount: number })
    | { readonly status: "aborted"; readonly executionCount: number };
  readonly complete_reply: {
    readonly status: "ok";
    readonly matches: readonly string[];
    readonly cursorStart: number;
    readonly cursorEnd: number;
    readonly metadata: Bundle;
  };
  readonly inspect_reply: {
    readonly status: "ok";
    readonly found: boolean;
    readonly data: Bundle;
    readonly metadata: Bundle;
  };
  readonly is_complete_reply: { readonly status: string; readonly indent?: string };
  readonly history_reply: {
    readonly status: "ok";
    readonly history: readonly (readonly [
      session: number,
      line: number,
      input: string | readonly [input: string, output: string | null],
    ])[];
  };
  readonly kernel_info_reply: {
    readonly status: "ok";
    readonly protocolVersion: string;
    readonly implementation: string;
    readonly implementationVersion: string;
    readonly languageInfo: Bundle;
    readonly banner: string;
    readonly debugger: boolean;
    readonly supportedFeatures: readonly string[];
    readonly helpLinks: readonly { readonly text: string; readonly url: string }[];
  };
  readonly comm_info_reply: { readonly status: "ok"; readonly comms: Bundle };
  readonly create_subshell_reply: { readonly status: "ok"; readonly subshellId: string };
  readonly delete_subshell_reply: { readonly status: "ok" };
  readonly list_subshell_reply: { readonly status: "ok"; readonly subshellId: readonly string[] };
  /** As ipykernel answers it: the protocol does not define this one. */
  readonly usage_reply: {
    readonly hostname: string;
    readonly pid: number;
    /** Percent of one core. */
    readonly kernelCpu: number;
    /** Bytes. */
    readonly kernelMemory: number;
    readonly hostCpuPercent?: number;
    readonly cpuCount: number;
    readonly hostVirtualMemory: Readonly<Record<string, number>>;
  };
  readonly interrupt_reply: { readonly status: "ok" };
  readonly shutdown_reply: { readonly status: "ok"; readonly restart: boolean };
  readonly debug_reply: {
    readonly type: "response";
    readonly requestSeq: number;
    readonly seq: number;
    readonly success: boolean;
    readonly command: string;
    /** Why it did not succeed. */
    readonly message?: string;
    readonly body: object;
  };
}
