// JupyterLab's side of the debugger over a real ZeroMQ client: what the page sends, and what it hears.
import type { Content, Message } from "./client-messages.ts";
import type { KernelClient } from "./zmq-client.ts";

interface FrameSeen {
  readonly id: number;
  readonly name: string;
  readonly line: number;
  readonly path: string;
}

interface VariableSeen {
  readonly name: string;
  readonly value: string;
  readonly type: string;
  readonly variablesReference: number;
}

/** A page with the debugger on. */
export class DebugClient {
  readonly #client: KernelClient;
  #seq = 0;
  #heard = 0;

  constructor(client: KernelClient) {
    this.#client = client;
  }

  /** Turns the debugger on as the page does. @param clientID "jupyterlab" is sent no types, it would show them alone */
  async enable(clientID = "test"): Promise<void> {
    await this.ask("debugInfo");
    await this.ask("initialize", { clientID, adapterID: "convlab", locale: "en" });
    await this.ask("attach");
    await this.ask("setExceptionBreakpoints", { filters: [] });
  }

  /** Sends a request on control and returns the reply's content. */
  async request(command: string, args: Content = {}): Promise<Content> {
    this.#seq += 1;
    const content = { type: "request", seq: this.#seq, command, arguments: args };
    const reply = await this.#client.request("control", "debug_request", content);
    return reply.content;
  }

  /** The body of a reply. @throws Error when the request did not succeed */
  async ask<T = Content>(command: string, args: Content = {}): Promise<T> {
    const reply = await this.request(command, args);
    if (reply["success"] !== true) throw new Error(`${command}: ${String(reply["message"])}`);
    return reply["body"] as T;
  }

  /** Sets breakpoints on lines of a cell, as a click does; the lines where they stand. */
  async breakAt(code: string, ...breakpoints: readonly (number | Content)[]): Promise<number[]> {
    const { sourcePath } = await this.ask<{ sourcePath: string }>("dumpCell", { code });
    const wanted = breakpoints.map((each) => (typeof each === "number" ? { line: each } : each));
    const { breakpoints: taken } = await this.ask<{
      breakpoints: { line: number; verified: boolean }[];
    }>("setBreakpoints", {
      source: { path: sourcePath },
      breakpoints: wanted,
      sourceModified: false,
    });
    return taken.filter(({ verified }) => verified).map(({ line }) => line);
  }

  /** Waits for the next event of that name, after those that were waited for before. */
  async event(name: string): Promise<Content> {
    const isNext = (message: Message): boolean =>
      message.type === "debug_event" &&
      message.content["event"] === name &&
      this.#client.received.indexOf(message) >= this.#heard;
    const message = await this.#client.wait(`debug event ${name}`, isNext);
    this.#heard = this.#client.received.indexOf(message) + 1;
    return message.content["body"] as Content;
  }

  /** Waits until a cell stands still, and returns its calls. */
  async stopped(): Promise<FrameSeen[]> {
    await this.event("stopped");
    return this.frames();
  }

  async frames(): Promise<FrameSeen[]> {
    const { stackFrames } = await this.ask<{
      stackFrames: { id: number; name: string; line: number; source: { path: string } }[];
    }>("stackTrace", { threadId: 1 });
    return stackFrames.map(({ id, name, line, source }) => ({ id, name, line, path: source.path }));
  }

  /** Goes on; `how` is continue, next, stepIn or stepOut. */
  async go(how: string): Promise<void> {
    await this.ask(how, { threadId: 1 });
  }

  /** The variables of one scope of a frame, the innermost by default, by name. */
  async scope(name: string, frame?: FrameSeen): Promise<Map<string, VariableSeen>> {
    const at = frame ?? (await this.frames())[0];
    const { scopes } = await this.ask<{ scopes: { name: string; variablesReference: number }[] }>(
      "scopes",
      { frameId: at?.id ?? 0 },
    );
    const found = scopes.find((scope) => scope.name === name);
    return found === undefined ? new Map() : this.open(found);
  }

  /** What is inside a variable, by name. */
  async open({
    variablesReference,
  }: Pick<VariableSeen, "variablesReference">): Promise<Map<string, VariableSeen>> {
    const { variables } = await this.ask<{ variables: VariableSeen[] }>("variables", {
      variablesReference,
    });
    return new Map(variables.map((each) => [each.name, each]));
  }

  /** The notebook's variables, by name. */
  async notebook(): Promise<Map<string, VariableSeen>> {
    const { variables } = await this.ask<{ variables: VariableSeen[] }>("inspectVariables");
    return new Map(variables.map((each) => [each.name, each]));
  }
}
