// Answers of the compiler that still hold: a cell that runs again, or whose text was checked while it was typed, need not be
// asked about once more.
import { Recent } from "../recent.ts";
import type { CellDocument } from "./cell-document.ts";
import type { Question } from "./question.ts";

/** What the compiler said, in a box: an answer may be undefined. */
interface Known {
  readonly answer: unknown;
}

/** UTF-16 units of the texts that were asked about, and of what was said. */
const mostText = 262_144;
const most = 64;
/** Of one line of a list, about. */
const itemSize = 200;

/**
 * The answers to questions about a text. All of them are forgotten when anything changes that the compiler sees beside that
 * text: declarations of cells, files, settings, packages, the compiler's process.
 */
export class KnownAnswers {
  readonly #answers = new Recent<Known>(most, mostText);
  /** The document that was asked about last: what it declares globally the others see. */
  #name = "";
  #state = 0;

  /** The answer to a question that was asked before. */
  find(name: string, question: Question, document: CellDocument): Known | undefined {
    return name === this.#name ? this.#answers.get(keyOf(question, document)) : undefined;
  }

  /** A question is sent now; call what comes back with its answer. */
  asked(name: string, question: Question, document: CellDocument): (answer: unknown) => void {
    if (name !== this.#name) this.forget();
    this.#name = name;
    const state = this.#state;
    return (answer) => {
      if (state !== this.#state || question.isLarge === true) return;
      const key = keyOf(question, document);
      this.#answers.set(key, { answer }, key.length + sizeOf(answer));
    };
  }

  /** Something that the compiler sees has changed. */
  forget(): void {
    this.#state += 1;
    this.#answers.clear();
  }
}

function keyOf({ method, params }: Question, document: CellDocument): string {
  return `${method} ${JSON.stringify(params(document))}\n${document.text}`;
}

function sizeOf(answer: unknown): number {
  const items = (answer as { readonly items?: readonly unknown[] } | null)?.items;
  return (items?.length ?? 1) * itemSize;
}
