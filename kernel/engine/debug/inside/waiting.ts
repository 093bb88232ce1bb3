// Who waits for the code that stands still, further up: V8's own asynchronous stack, and where the cell waits. Not the
// inspector's asynchronous stacks: for them Node counts its callbacks, and ends the process when Stop unwinds one.

/** A call that waits (`await`) for the one that stands still; line and column from 0, as the inspector counts. */
export interface WaitingCall {
  readonly file: string;
  readonly functionName: string;
  readonly lineNumber: number;
  readonly columnNumber: number;
}

/** The waiting calls of this moment, innermost first. */
export function waitingCalls(): WaitingCall[] {
  const { prepareStackTrace, stackTraceLimit } = Error;
  try {
    Error.stackTraceLimit = 100;
    Error.prepareStackTrace = (_, sites): WaitingCall[] =>
      sites.filter((site) => site.isAsync()).map(toCall);
    return new Error("here").stack as unknown as WaitingCall[];
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    if (prepareStackTrace === undefined) Reflect.deleteProperty(Error, "prepareStackTrace");
    else Error.prepareStackTrace = prepareStackTrace;
  }
}

function toCall(site: NodeJS.CallSite): WaitingCall {
  return {
    file: site.getFileName() ?? "",
    functionName: site.getFunctionName() ?? "",
    lineNumber: (site.getLineNumber() ?? 1) - 1,
    columnNumber: (site.getColumnNumber() ?? 1) - 1,
  };
}
