// The cells that have run, by the file name that V8 knows them under, and the way back from its positions to theirs.
import { dirname } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { lineStarts, type Anchors } from "../rewrite/slices.ts";

/** A place in a cell's own text; line and column from 1. */
export interface CellPlace {
  readonly cell: CellRecord;
  readonly line: number;
  readonly column: number;
}

/** What a stack trace needs of a cell. */
export interface CellRecord {
  readonly label: string;
  readonly source: string;
  readonly file: string;
}

/** One call that a reader may see. */
export interface Frame {
  /** Name of the function; undefined at the top of a cell. */
  readonly caller: string | undefined;
  /** Set for code of a cell; else `file` says where. */
  readonly place: CellPlace | undefined;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

interface StoredCell extends CellRecord {
  readonly script: string;
  readonly anchors: Anchors;
  /** Computed when the first error of the cell wants it. */
  scriptLines?: readonly number[];
  sourceLines?: readonly number[];
}

/** Remembers cells; one record per run, because functions of every run may still be called. */
export class Cells {
  readonly #folder: string;
  readonly #cells = new Map<string, StoredCell>();
  /** What cells are made of, by their scripts. */
  readonly #texts = new Map<string, Pick<StoredCell, "source" | "script" | "anchors">>();
  #count = 0;

  constructor(directory: string) {
    this.#folder = pathToFileURL(`${directory}/`).href;
  }

  /** Stores a cell and names the file that its script must have; relative imports start from that file's folder. */
  add(cell: { label: string; source: string; script: string; anchors: Anchors }): CellRecord {
    const { label, source, script, anchors } = cell;
    const file = `${this.#folder}convlab-cell-${++this.#count}.ts`;
    // a cell that runs again, in a loop of its reader's, keeps its text once
    const known = this.#texts.get(script);
    const text = known?.source === source ? known : { source, script, anchors };
    if (known === undefined) this.#texts.set(script, text);
    const record = { ...text, label, file };
    this.#cells.set(file, record);
    return record;
  }

  /** What `import.meta` means in a cell. */
  get meta(): { readonly url: string; readonly dirname: string; readonly filename: string } {
    const url = `${this.#folder}notebook.ts`;
    const filename = fileURLToPath(url);
    return { url, filename, dirname: dirname(filename) };
  }

  /** The frame of a place in a cell's script. */
  frame(cell: CellRecord, offset: number): Frame | undefined {
    const script = this.#cells.get(cell.file)?.script ?? "";
    const line = script.slice(0, offset).split("\n").length;
    const column = offset - script.lastIndexOf("\n", offset - 1);
    const place = this.place(cell.file, line, column);
    return place === undefined || place === "wrapper"
      ? undefined
      : { caller: undefined, place, file: cell.file, line, column };
  }

  /** A local file that was transpiled: its traces are mapped in the same way. */
  addFile(file: CellRecord & { script: string; anchors: Anchors }): void {
    this.#cells.set(file.file, { ...file });
  }

  /** The whole record of a script, for a debugger. */
  script(file: string): (CellRecord & { script: string; anchors: Anchors }) | undefined {
    const found = this.#cells.get(file);
    if (found === undefined) return undefined;
    const { label, source, script, anchors } = found;
    return { file, label, source, script, anchors };
  }

  /** Line and column, from 0, of a place in a cell's script. */
  position(
    { file }: CellRecord,
    at: number | undefined,
  ): { file: string; functionName: string; lineNumber: number; columnNumber: number } | undefined {
    const before = this.#cells.get(file)?.script.slice(0, at);
    if (at === undefined || before === undefined) return undefined;
    const lineNumber = before.split("\n").length - 1;
    const columnNumber = at - before.lastIndexOf("\n") - 1;
    return { file, functionName: "", lineNumber, columnNumber };
  }

  has(file: string): boolean {
    return file.startsWith(`${this.#folder}convlab-cell-`) && this.#cells.has(file);
  }

  /** The cell's own place for a place in its script, line and column from 1; undefined when the file is no cell. */
  place(file: string, line: number, column: number): CellPlace | "wrapper" | undefined {
    const cell = this.#cells.get(file);
    if (cell === undefined) return undefined;
    cell.scriptLines ??= lineStarts(cell.script);
    cell.sourceLines ??= lineStarts(cell.source);
    const offset = (cell.scriptLines[line - 1] ?? 0) + column - 1;
    // the call of the function that a cell is wrapped in stands nowhere in the cell
    if (offset > cell.script.length - 5 && cell.script.endsWith("\n})()")) return "wrapper";
    const source = originalOffset(cell.anchors, offset);
    const index = lastAtMost(cell.sourceLines, source);
    return { cell, line: index + 1, column: source - (cell.sourceLines[index] ?? 0) + 1 };
  }
}

/** Offset in the cell of an offset in its script. */
export function originalOffset(anchors: Anchors, offset: number): number {
  let low = 0;
  let high = anchors.length / 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((anchors[middle * 2] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return anchors[low === 0 ? 1 : low * 2 - 1] ?? 0;
}

function lastAtMost(sorted: readonly number[], value: number): number {
  let index = sorted.length - 1;
  while (index > 0 && (sorted[index] ?? 0) > value) index--;
  return index;
}
