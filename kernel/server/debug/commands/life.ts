// On, off, and how things stand.
import { type Command, threadId } from "../command.ts";

/** Kinds of exceptions that a page may choose to stop at. */
const exceptionBreakpointFilters = [
  {
    filter: "uncaught",
    label: "Uncaught Exceptions",
    description: "Stop where an error is thrown that nothing catches",
    default: false,
  },
  {
    filter: "all",
    label: "All Exceptions",
    description: "Stop where any error is thrown, also one that is caught",
    default: false,
  },
] as const;

/** The event comes after the reply to `initialize`, from which JupyterLab's menu of exceptions is then filled, as debugpy does it. */
const on: Command = async (_, context) => {
  context.event("initialized", {});
  await context.attach();
  return {};
};

const off: Command = async (_, context) => {
  await context.detach();
  return {};
};

export const lifeCommands: Readonly<Record<string, Command>> = {
  /** Asked by every page that is opened: answered without the engine. */
  debugInfo: (_, context) => ({
    isStarted: context.debugger !== undefined,
    ...context.paths.rule,
    breakpoints: [...context.breakpoints].map(([source, breakpoints]) => ({ source, breakpoints })),
    stoppedThreads: context.debugger?.isStopped === true ? [threadId] : [],
    richRendering: true,
    exceptionPaths: exceptionBreakpointFilters.map(({ label }) => label),
    copyToGlobals: true,
  }),

  initialize: (args, context) => {
    // its tree of variables has room for one of the two, and would show the type
    context.hidesTypes = args.optionalText("clientID") === "jupyterlab";
    return {
      supportsConfigurationDoneRequest: true,
      supportsConditionalBreakpoints: true,
      supportsLogPoints: true,
      supportsEvaluateForHovers: true,
      supportsSetVariable: true,
      supportsTerminateRequest: true,
      exceptionBreakpointFilters,
    };
  },

  attach: on,
  launch: on,
  configurationDone: () => ({}),
  disconnect: off,
  terminate: off,
};
