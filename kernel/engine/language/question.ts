import type { CellDocument } from "./cell-document.ts";

/** A question about a draft, asked of the compiler. */
export interface Question {
  readonly method: string;
  readonly params: (document: CellDocument) => object;
  /** Longest wait in ms before the compiler is ended; the questions of an editor give up sooner, by `signal`. */
  readonly limit?: number;
  readonly signal?: AbortSignal | undefined;
  /** In place of a signal: longest wait in ms before the question is taken back. */
  readonly patience?: number;
  /** True: the text is being typed, so whatever the compiler chokes on is in it, not in earlier cells. */
  readonly isDraft?: boolean;
  /** True: the answer is long, and not worth keeping. */
  readonly isLarge?: boolean;
}
