import type { DebuggerVariable } from "../../../engine/contract.ts";
import type { Command, DebugContext } from "../command.ts";

function toVariables(found: readonly DebuggerVariable[], { hidesTypes }: DebugContext): object {
  const variables = found.map(({ name, value, type, reference }) => ({
    name,
    value,
    ...(hidesTypes ? {} : { type }),
    evaluateName: name,
    variablesReference: reference,
  }));
  return { variables };
}

export const variableCommands: Readonly<Record<string, Command>> = {
  scopes: async (args, { attached }) => {
    const scopes = await attached.scopes(args.number("frameId"));
    return {
      scopes: scopes.map(({ name, reference }) => ({
        name,
        variablesReference: reference,
        expensive: false,
      })),
    };
  },

  variables: async (args, context) => {
    const start = args.optionalNumber("start");
    const count = args.optionalNumber("count");
    const range = start === undefined || count === undefined ? undefined : { start, count };
    const reference = args.number("variablesReference");
    return toVariables(await context.attached.variables(reference, range), context);
  },

  /** The notebook's variables, whether anything is stopped or not. */
  inspectVariables: async (_, context) => toVariables(await context.attached.notebook(), context),

  /** A variable as a cell would show it. */
  richInspectVariables: async (args, { attached }) => ({
    data: await attached.render(args.text("variableName"), args.optionalNumber("frameId")),
    metadata: {},
  }),

  copyToGlobals: async (args, { attached }) => {
    const name = args.text("dstVariableName");
    const from = args.text("srcVariableName");
    await attached.copyToNotebook(from, name, args.optionalNumber("srcFrameId"));
    return {};
  },

  evaluate: async (args, { attached }) => {
    const found = await attached.evaluate(args.text("expression"), args.optionalNumber("frameId"));
    return { result: found.value, type: found.type, variablesReference: found.reference };
  },

  setVariable: async (args, { attached }) => {
    const reference = args.number("variablesReference");
    const found = await attached.assign(reference, args.text("name"), args.text("value"));
    return { value: found.value, type: found.type, variablesReference: found.reference };
  },
};
