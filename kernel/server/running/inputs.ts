// input() in a cell: asks the client that sent the cell, over the stdin socket. One question at a time: a page shows one
// field, and a client that answers without naming the question means the one that it was asked.
import type { Channels, IncomingMessage } from "../../protocol/index.ts";
import { inputReplyContent } from "../../protocol/index.ts";
import type { Run } from "./runs.ts";

interface Question {
  readonly run: Run;
  readonly prompt: string;
  readonly password: boolean;
  /** Id of our input_request, which the answer may name as its parent; undefined while it waits for its turn. */
  requestId: string | undefined;
  readonly answer: (line: string | undefined) => void;
}

export class Inputs {
  readonly #channels: Channels;
  /** The first one is being asked. */
  #open: Question[] = [];

  constructor(channels: Channels) {
    this.#channels = channels;
  }

  /** Asks; `answer` gets undefined when the client does not take questions (nbclient, a grader) or is gone. */
  async ask(
    run: Run | undefined,
    prompt: string,
    password: boolean,
    answer: (line: string | undefined) => void,
  ): Promise<void> {
    if (!run?.allowStdin) return answer(undefined);
    this.#open.push({ run, prompt, password, requestId: undefined, answer });
    if (this.#open.length === 1) await this.#send();
  }

  /** Takes an input_reply. False: nothing was asked, or what it answers is no longer asked. */
  receive(message: IncomingMessage): boolean {
    const { value } = inputReplyContent(message.content);
    const parent = message.parent["msg_id"];
    const [asked] = this.#open;
    if (!asked) return false;
    if (parent !== undefined && parent !== asked.requestId) return false;
    this.#open.shift();
    asked.answer(value);
    void this.#send(); // reports its own problems
    return true;
  }

  /** Drops the questions of a run that is over or is being stopped: nobody waits for them any more. */
  drop(run: string): void {
    const asked = this.#open[0];
    this.#open = this.#open.filter((question) => question.run.id !== run);
    if (asked !== this.#open[0]) void this.#send(); // reports its own problems
  }

  /** Asks the first question; one that reaches nobody makes room for the next. */
  async #send(): Promise<void> {
    for (let [asked] = this.#open; asked; [asked] = this.#open) {
      const { run, prompt, password } = asked;
      const { msgId, sent } = this.#channels.ask({
        identities: run.identities,
        type: "input_request",
        parent: run.header,
        content: { prompt, password },
      });
      asked.requestId = msgId;
      if ((await sent) || asked !== this.#open[0]) return;
      this.#open.shift();
      asked.answer(undefined);
    }
  }
}
