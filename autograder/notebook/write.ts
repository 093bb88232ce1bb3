import { rename, writeFile } from "node:fs/promises";
import { isJsonObject, type Json, type JsonObject } from "../../kernel/core/index.ts";
import type { Notebook, NotebookCell } from "../contract.ts";
import { cellIds } from "./cell-ids.ts";
import { jupyterJson } from "./format/json-form.ts";
import { splitLines } from "./format/lines.ts";
import { checkFormat } from "./format/validate.ts";

/**
 * The text of a notebook file, exactly as JupyterLab saves it: keys sorted, one space of indent, text as lists of lines,
 * a line break at the end. Writing what was read changes nothing.
 *
 * @param file how errors name the notebook
 * @throws NotebookError when the notebook is not valid nbformat 4.5
 */
export function writeNotebook(notebook: Notebook, file: string): string {
  const raw: Json = {
    cells: notebook.cells.map(writeCell),
    metadata: notebook.metadata,
    nbformat: 4,
    nbformat_minor: 5,
  };
  const checked = checkFormat(raw, file);
  cellIds(checked.cells, true, file);
  return `${jupyterJson(raw)}\n`;
}

/** Writes the file in one step: a reader sees the old notebook or the new one, never half of it. */
export async function saveNotebook(path: string, notebook: Notebook): Promise<void> {
  const text = writeNotebook(notebook, path);
  const beside = `${path}.${process.pid}.tmp`;
  await writeFile(beside, text);
  await rename(beside, path);
}

function writeCell(cell: NotebookCell): JsonObject {
  const { id, cell_type, metadata, attachments } = cell;
  return {
    id,
    cell_type,
    metadata,
    source: splitLines(cell.source),
    ...(cell_type === "code"
      ? {
          execution_count: cell.execution_count ?? null,
          outputs: (cell.outputs ?? []).map(writeOutput),
        }
      : {}),
    ...(attachments === undefined ? {} : { attachments: mapValues(attachments, writeBundle) }),
  };
}

function writeOutput(output: JsonObject): JsonObject {
  if (output["output_type"] === "stream" && typeof output["text"] === "string") {
    return { ...output, text: splitLines(output["text"]) };
  }
  return isJsonObject(output["data"]) ? { ...output, data: writeBundle(output["data"]) } : output;
}

/** Text types as lists of lines; images and JSON as they are. */
function writeBundle(bundle: Json): Json {
  if (!isJsonObject(bundle)) return bundle;
  const linewise = (type: string) =>
    type.startsWith("text/") || type === "application/javascript" || type === "image/svg+xml";
  return mapValues(bundle, (value, type) =>
    typeof value === "string" && linewise(type) ? splitLines(value) : value,
  );
}

function mapValues(object: JsonObject, change: (value: Json, key: string) => Json): JsonObject {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [key, change(value, key)]),
  );
}
