import { SlicedText } from "./slices.ts";

/** A change of the source: what stands at a range becomes `text`, which learns where in the result it stands. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: (at: number) => string;
}

/** Slices of a source, with changes inside them. */
export class EditedText extends SlicedText {
  #edits: readonly Edit[] = [];

  /** From now on, copies have these changes too. */
  edit(edits: readonly Edit[]): void {
    this.#edits = [...this.#edits, ...edits].sort((one, other) => one.start - other.start);
  }

  override copy(start: number, end: number): void {
    let at = start;
    for (const edit of this.#edits) {
      if (edit.start < at || edit.end > end) continue;
      super.copy(at, edit.start);
      this.add(edit.text(this.text.length));
      at = edit.end;
    }
    super.copy(at, end);
  }
}
