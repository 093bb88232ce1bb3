// input() in a cell: asks the client that sent the cell, over the stdin socket.
import type { Channels, IncomingMessage } from "../protocol/index.ts";
import { inputReplyContent } from "../protocol/index.ts";
import type { Run } from "./runs.ts";

interface Question {
  readonly run: string;
  /** Id of our input_request, which the answer names as its parent; known once it is sent. */
  requestId: string | undefined;
  readonly answer: (line: string | undefined) => void;
}

export class Inputs {
  readonly #channels: Channels;
  #open: Question[] = [];

  constructor(channels: Channels) {
    this.#channels = channels;
  }

  /** Asks; `answer` gets undefined when the client does not take questions (nbclient, a grader). */
  async ask(
    run: Run | undefined,
    prompt: string,
    password: boolean,
    answer: (line: string | undefined) => void,
  ): Promise<void> {
    if (!run?.allowStdin) return answer(undefined);
    const question: Question = { run: run.id, requestId: undefined, answer };
    this.#open.push(question);
    question.requestId = await this.#channels.ask({
      identities: run.identities,
      type: "input_request",
      parent: run.header,
      content: { prompt, password },
    });
    if (question.requestId === undefined) this.cancel(run.id);
  }

  /** Takes an input_reply. False: nothing was asked. */
  receive(message: IncomingMessage): boolean {
    const { value } = inputReplyContent(message.content);
    const parent = message.parent["msg_id"];
    const asked = this.#open.find(({ requestId }) => requestId === parent) ?? this.#open.at(-1);
    if (!asked) return false;
    this.#open = this.#open.filter((question) => question !== asked);
    asked.answer(value);
    return true;
  }

  /** Drops the questions of a run that is over or was interrupted: nobody waits for them any more. */
  cancel(run: string): void {
    const dropped = this.#open.filter((question) => question.run === run);
    this.#open = this.#open.filter((question) => question.run !== run);
    for (const { answer } of dropped) answer(undefined);
  }
}
