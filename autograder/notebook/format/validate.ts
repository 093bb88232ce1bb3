// Checks the JSON of a notebook against nbformat 4.5, part by part, so that an error names the cell and the field.
import { isJsonObject, type Json, type JsonObject } from "../../../kernel/core/index.ts";
import { notebookError, shown, type Place } from "../place.ts";
import { schemaFault, type SchemaPart } from "./schema.ts";

/** A cell as it stands in the file: nbformat's schema holds, `source` may still be a list of lines. */
export type RawCell = JsonObject & {
  readonly cell_type: "code" | "markdown" | "raw";
  readonly source: string | readonly string[];
  readonly metadata: JsonObject;
};

/** A notebook as it stands in the file, once it is known to be one. */
export interface RawNotebook {
  readonly nbformat: 4;
  readonly nbformat_minor: number;
  readonly metadata: JsonObject;
  readonly cells: readonly RawCell[];
}

/** More cells than any lab has; the limit keeps a hostile file from costing minutes. */
const maxCells = 10_000;

const newestMinor = 5;
const cellParts = { code: "code_cell", markdown: "markdown_cell", raw: "raw_cell" } as const;
const outputParts = ["execute_result", "display_data", "stream", "error"] as const;

/**
 * @throws NotebookError NOTEBOOK_FORMAT for a wrong type, field or value; NOTEBOOK_VERSION for nbformat 3 and older, or
 *   newer than 4.5; NOTEBOOK_TOO_LARGE for more than 10 000 cells
 */
export function checkFormat(value: Json, file: string): RawNotebook {
  if (!isJsonObject(value)) {
    throw notebookError(
      { file },
      {
        code: "NOTEBOOK_FORMAT",
        summary: "this is JSON, but not a notebook.",
        given: shown(value),
        expected: "an object with nbformat, metadata and cells",
        fix: "take the .ipynb file that JupyterLab saved",
      },
    );
  }
  checkVersion(value, file);
  const cells = value["cells"];
  if (Array.isArray(cells) && cells.length > maxCells) {
    throw notebookError(
      { file, field: "cells" },
      {
        code: "NOTEBOOK_TOO_LARGE",
        summary: "the notebook has too many cells.",
        given: `${cells.length} cells`,
        expected: `at most ${maxCells}`,
        fix: "delete the cells that are not part of the lab",
      },
    );
  }
  checkPart("notebook", Array.isArray(cells) ? { ...value, cells: [] } : value, { file });
  (cells as Json[]).forEach((cell, index) => checkCell(cell, file, index + 1));
  return value as unknown as RawNotebook;
}

function checkVersion(value: JsonObject, file: string): void {
  const { nbformat, nbformat_minor: minor } = value;
  const given = `nbformat ${shown(nbformat)}, nbformat_minor ${shown(minor)}`;
  if (nbformat === undefined && !("cells" in value) && !("worksheets" in value)) {
    throw notebookError(
      { file, field: "nbformat" },
      {
        code: "NOTEBOOK_FORMAT",
        summary: "this is JSON, but not a notebook.",
        given: `an object with ${shown(Object.keys(value).slice(0, 6))}`,
        expected: "an object with nbformat, metadata and cells",
        fix: "take the .ipynb file that JupyterLab saved",
      },
    );
  }
  const older = typeof nbformat === "number" && nbformat < 4;
  const newer =
    (typeof nbformat === "number" && nbformat > 4) ||
    (nbformat === 4 && typeof minor === "number" && minor > newestMinor);
  if (!older && !newer) return; // a wrong type is the schema's affair
  throw notebookError(
    { file, field: "nbformat" },
    {
      code: "NOTEBOOK_VERSION",
      summary: older
        ? "the notebook is in an old format."
        : "the notebook is in a newer format than this Convlab knows.",
      given,
      expected: `nbformat 4, nbformat_minor 0 to ${newestMinor}`,
      fix: older
        ? "open it in JupyterLab and save it, or run: jupyter nbconvert --to notebook --nbformat 4 FILE"
        : "update convlab, or save the notebook with an older JupyterLab",
    },
  );
}

function checkCell(cell: Json, file: string, number: number): void {
  const id = isJsonObject(cell) && typeof cell["id"] === "string" ? cell["id"] : undefined;
  const place: Place = { file, cell: number, ...(id === undefined ? {} : { cellId: id }) };
  if (!isJsonObject(cell)) throw wrongValue(place, "", cell, "an object");
  const type = cell["cell_type"];
  if (type !== "code" && type !== "markdown" && type !== "raw") {
    throw wrongValue(place, "cell_type", type, '"code", "markdown" or "raw"');
  }
  const outputs = cell["outputs"];
  const many = type === "code" && Array.isArray(outputs);
  checkPart(cellParts[type], many ? { ...cell, outputs: [] } : cell, place);
  if (many) outputs.forEach((output, index) => checkOutput(output, place, `outputs[${index}]`));
}

function checkOutput(output: Json, place: Place, field: string): void {
  if (!isJsonObject(output)) throw wrongValue(place, field, output, "an object");
  const part = outputParts.find((name) => name === output["output_type"]);
  if (!part) {
    const expected = outputParts.map((name) => `"${name}"`).join(", ");
    throw wrongValue(place, `${field}.output_type`, output["output_type"], `one of ${expected}`);
  }
  checkPart(part, output, place, field);
}

function checkPart(part: SchemaPart, value: JsonObject, place: Place, prefix = ""): void {
  const fault = schemaFault(part, value);
  if (!fault) return;
  const path = fault.instancePath.split("/").slice(1).map(unescapePointer);
  const parameters = fault.params as Record<string, unknown>;
  const extra = parameters["additionalProperty"] ?? parameters["missingProperty"];
  const full = typeof extra === "string" ? [...path, extra] : path;
  const field = `${prefix}${full.map(fieldStep).join("")}`.replace(/^\./, "");
  let found: unknown = value;
  for (const step of full) found = (found as Record<string, unknown> | undefined)?.[step];
  throw wrongValue(place, field, found, expectation(fault.keyword, parameters, fault.message));
}

function expectation(
  keyword: string,
  parameters: Record<string, unknown>,
  message: string | undefined,
): string {
  if (keyword === "additionalProperties") return "no such field";
  if (keyword === "required") return "this field";
  if (keyword === "oneOf") return "a string or a list of strings";
  if (keyword === "type") return [parameters["type"]].flat().join(" or ");
  if (keyword === "enum") return `one of ${shown(parameters["allowedValues"])}`;
  return message ?? keyword;
}

function wrongValue(place: Place, field: string, given: unknown, expected: string): Error {
  return notebookError(field === "" ? place : { ...place, field }, {
    code: "NOTEBOOK_FORMAT",
    summary: "this is not what the notebook format (nbformat 4.5) allows here.",
    given: given === undefined ? "nothing" : shown(given),
    expected,
    fix: "save the notebook again from JupyterLab, or take a fresh copy of the lab",
  });
}

function fieldStep(step: string): string {
  if (/^\d+$/.test(step)) return `[${step}]`;
  return /^[\w-]+$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
}

function unescapePointer(step: string): string {
  return step.replaceAll("~1", "/").replaceAll("~0", "~");
}
