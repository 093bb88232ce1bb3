import { readFile } from "node:fs/promises";
import type { Json, JsonObject } from "../../kernel/core/index.ts";
import type { Notebook, NotebookCell } from "../contract.ts";
import { cellIds } from "./cell-ids.ts";
import { parseJsonText } from "./format/json-text.ts";
import { joinLines } from "./format/lines.ts";
import { notebookError } from "./place.ts";
import { checkFormat, type RawCell } from "./format/validate.ts";

export interface ReadOptions {
  /** How errors name the notebook. */
  readonly file: string;
  /** Replace missing, ill-formed and repeated cell ids in place of refusing them (default false); for submissions. */
  readonly repairIds?: boolean;
}

/**
 * Reads and validates a notebook: nbformat 4.0 to 4.5, returned as 4.5 with ids and with `source` joined.
 *
 * @param content the file's bytes, or its text
 * @throws NotebookError, and nothing else, for anything that the content can be
 */
export function readNotebook(
  content: Uint8Array | string,
  { file, repairIds = false }: ReadOptions,
): Notebook {
  const value: Json = parseJsonText(content, file);
  const raw = checkFormat(value, file);
  const ids = cellIds(raw.cells, !repairIds && raw.nbformat_minor >= 5, file);
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: withoutTransient(raw.metadata),
    cells: raw.cells.map((cell, index) => readCell(cell, ids[index] ?? "")),
  };
}

/** Reads a notebook from disk; a missing or unreadable file is a NotebookError too. */
export async function loadNotebook(
  path: string,
  options: Partial<ReadOptions> = {},
): Promise<Notebook> {
  const file = options.file ?? path;
  let content: Uint8Array;
  try {
    content = await readFile(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw notebookError(
      { file },
      {
        code: "NOTEBOOK_FILE",
        summary: code === "ENOENT" ? "there is no such file." : "the file cannot be read.",
        given: message,
        fix: "check the path, and that you may read it",
        cause: error,
      },
    );
  }
  return readNotebook(content, { ...options, file });
}

function readCell(cell: RawCell, id: string): NotebookCell {
  const { cell_type, source, outputs, execution_count, attachments } = cell;
  const { trusted: _, ...metadata } = cell.metadata; // JupyterLab's own mark; nbformat never stores it
  return {
    id,
    cell_type,
    source: joinLines(source),
    metadata,
    ...(cell_type === "code"
      ? {
          outputs: outputs as unknown as readonly JsonObject[],
          execution_count: execution_count as number | null,
        }
      : attachments === undefined
        ? {}
        : { attachments: attachments as JsonObject }),
  };
}

/** Without what nbformat says must never be stored. */
function withoutTransient(metadata: JsonObject): JsonObject {
  const { orig_nbformat: _o, orig_nbformat_minor: _m, signature: _s, ...kept } = metadata;
  return kept;
}
