// Watches one notebook: checks the cell in which the user types after each pause, and marks what the kernel finds.
import { applyFix, type Marks } from "./marks.ts";
import type { Cell, NotebookPanel, View } from "./page.ts";
import { Questions } from "./questions.ts";

/** Pause in the typing after which the text is checked, in ms. */
const pause = 150;
/** Cells above are sent with the question up to this length; a longer notebook is asked about only when a name is unknown. */
const shortNotebook = 20_000; // characters

/** One notebook of our kernel. */
export class Watch {
  readonly #panel: NotebookPanel;
  readonly #marks: Marks;
  readonly #questions: Questions;
  readonly #adopted = new Map<Cell, View>();
  /** Cells to check, in this order. */
  readonly #waiting = new Set<Cell>();
  #timer: number | undefined;
  /** The cell whose answer is awaited. */
  #asking: Cell | undefined;
  #isEnded = false;
  /** The name that a completion has just put into a cell: an import that it needs is added without a click. */
  #completed: { readonly cell: Cell; readonly name: string } | undefined;

  /** @param cells that were looked at before the kernel was restarted */
  constructor(
    panel: NotebookPanel,
    marks: Marks,
    questions: Questions,
    cells: readonly Cell[] = [],
  ) {
    this.#panel = panel;
    this.#marks = marks;
    this.#questions = questions;
    // reports nothing: a cell that goes away needs no marks
    for (const cell of new Set([...cells, panel.content.activeCell])) void this.enter(cell);
  }

  /** The user goes to a cell: it is checked now and whenever it changes. */
  async enter(cell: Cell | null): Promise<void> {
    if (cell?.model.type !== "code") return;
    await cell.ready;
    const { editor } = cell;
    if (this.#isEnded || cell.isDisposed || editor === null) return;
    if (this.#adopted.get(cell) !== editor.editor) {
      this.#adopted.set(cell, editor.editor);
      this.#marks.attach(editor, () => {
        if (!this.#isEnded) this.#schedule(cell);
      });
    }
    this.#schedule(cell);
  }

  /** A cell has run: what was unknown may be known now. */
  ran(): void {
    for (const [cell, view] of this.#adopted) {
      if (cell.isDisposed) this.#adopted.delete(cell);
      else if (this.#marks.hasAny(view)) this.#schedule(cell);
    }
    void this.enter(this.#panel.content.activeCell);
  }

  /** The variables are gone: every cell that was looked at is looked at again. */
  restarted(): void {
    this.#questions.renew();
    for (const cell of this.#adopted.keys()) if (!cell.isDisposed) this.#schedule(cell);
  }

  /** A completion was taken in the active cell. */
  completed(name: string): void {
    const cell = this.#panel.content.activeCell;
    this.#completed = cell === null ? undefined : { cell, name };
  }

  /** The notebook has another kernel from now on, or none. @returns the cells that were looked at */
  end(): readonly Cell[] {
    this.#isEnded = true;
    clearTimeout(this.#timer);
    this.#questions.close();
    const cells = [...this.#adopted.keys()].filter(({ isDisposed }) => !isDisposed);
    for (const [cell, view] of this.#adopted) if (!cell.isDisposed) this.#marks.clear(view);
    this.#adopted.clear();
    return cells;
  }

  #schedule(cell: Cell): void {
    this.#waiting.add(cell);
    if (this.#asking === cell) this.#questions.drop(); // its text has changed: the answer is of no use
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#work(), pause);
  }

  async #work(): Promise<void> {
    if (this.#asking) return; // whoever works now goes on with what waits
    try {
      for (const cell of this.#waiting) {
        this.#waiting.delete(cell);
        this.#asking = cell;
        if (!this.#isEnded && !cell.isDisposed) await this.#check(cell);
      }
    } finally {
      this.#asking = undefined;
    }
  }

  async #check(cell: Cell): Promise<void> {
    const view = this.#adopted.get(cell);
    if (view === undefined) return;
    const text = view.state.doc.toString();
    const above = this.#textsAbove(cell);
    const isShort = above.reduce((sum, { length }) => sum + length, 0) <= shortNotebook;
    let problems = await this.#questions.ask(text, isShort ? above : []);
    if (!isShort && problems?.some(({ isUnknownName }) => isUnknownName === true) === true)
      problems = await this.#questions.ask(text, above);
    if (problems === undefined || this.#isEnded || cell.isDisposed) return;
    this.#marks.show(view, { text, problems });
    const completed = this.#completed?.cell === cell ? this.#completed.name : undefined;
    const fix = problems.find((each) => each.fix?.imports === completed)?.fix;
    if (completed === undefined || fix === undefined) return;
    this.#completed = undefined;
    applyFix(view, text, fix);
  }

  #textsAbove(cell: Cell): string[] {
    const { widgets } = this.#panel.content;
    return widgets
      .slice(0, widgets.indexOf(cell))
      .filter(({ model }) => model.type === "code")
      .map(({ model }) => model.sharedModel.getSource());
  }
}
