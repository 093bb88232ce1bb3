// The functions of cells that ask the user: input, prompt, confirm.
import { CourseError } from "../../core/index.ts";
import type { Output } from "./output.ts";
import { replaceProperty } from "./replace.ts";

/** What asks the user; `ask` resolves to undefined when nobody can answer. */
export interface Asker {
  ask(prompt: string, password: boolean): Promise<string | undefined>;
  /** Stops the thread until the answer is there; undefined where that is not possible. */
  askNow?: ((prompt: string, password: boolean) => string | undefined) | undefined;
}

/** A line to come. `await` is easily forgotten: used as text it says so, where "[object Promise]" would not. */
class Answer extends Promise<string> {
  isAwaited = false;
  /** Used as text before it was there. */
  isMisused = false;

  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  override then<A = string, B = never>(
    onLine?: ((line: string) => A | PromiseLike<A>) | null,
    onError?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.isAwaited = true;
    return super.then(onLine, onError);
  }

  [Symbol.toPrimitive](): never {
    this.isMisused = true;
    throw new CourseError({
      code: "INPUT_NOT_AWAITED",
      summary: "input() gives its line later, and here the line was used before it was there.",
      given: "input(…) without await",
      fix: "write `await input(…)`",
    });
  }
}

/** Puts the functions on the global object; returns what takes them away again. */
export function installAsking(output: Output, asker: Asker): () => void {
  const functions: Readonly<Record<string, unknown>> = {
    input: (question: unknown = "", options: { readonly password?: boolean } = {}) =>
      input(output, asker, String(question), options.password === true),
    prompt(question: unknown = "", byDefault?: string | number): string {
      const shown = byDefault === undefined ? "" : ` [${byDefault}] `;
      const line = askNow(asker, "prompt", `${String(question)}${shown}`);
      return line === "" && byDefault !== undefined ? String(byDefault) : line;
    },
    confirm: (question: unknown = "") =>
      /^y(es)?$/iu.test(askNow(asker, "confirm", `${String(question)} [y/N] `).trim()),
  };
  const undo = Object.entries(functions).map(([name, value]) =>
    replaceProperty(globalThis, name, value),
  );
  return () => undo.forEach((put) => put());
}

function input(output: Output, asker: Asker, question: string, password: boolean): Answer {
  let settle: [(line: string) => void, (reason: unknown) => void] | undefined;
  const answer = new Answer((...both) => (settle = both));
  // asked a moment later: a cell that stumbles over its own `input(…)` at once leaves no question behind
  void Promise.resolve().then(() => {
    if (answer.isMisused || settle === undefined) return;
    const [resolve, reject] = settle;
    asker.ask(question, password).then((line) => {
      if (line === undefined) reject(nobodyToAsk("input", question));
      else resolve(line);
    }, reject);
    waitFor(answer, output);
  });
  return answer;
}

/** The cell is not over while its question stands below it. */
function waitFor(answer: Answer, output: Output): void {
  const { record } = output;
  const settled = Promise.prototype.then.call(
    answer,
    () => {
      if (!answer.isAwaited) output.write("stderr", notAwaited);
    },
    () => undefined, // whoever awaits it hears of it; nobody does: an unhandled rejection, shown as such
  );
  const pending = settled.then(() => void record.pending.delete(pending));
  record.pending.add(pending);
}

const notAwaited =
  "[the answer to input() was not awaited, so the cell went on without it: write `await input(…)`]\n";

function askNow(asker: Asker, name: string, question: string): string {
  if (asker.askNow === undefined)
    throw new CourseError({
      code: "CANNOT_STAND_STILL",
      summary: `${name}() cannot wait for an answer here.`,
      fix: "write `await input(…)`",
    });
  const line = asker.askNow(question, false);
  if (line === undefined) throw nobodyToAsk(name, question);
  return line;
}

function nobodyToAsk(name: string, question: string): CourseError {
  return new CourseError({
    code: "NOBODY_TO_ASK",
    summary: `${name}() has nobody to ask.`,
    given: `${name}(${JSON.stringify(question)}) in a notebook that runs without a person before it`,
    expected: "JupyterLab or another front end that takes input",
    fix: 'put the value into the cell for such runs: const name = "Ada"',
  });
}
