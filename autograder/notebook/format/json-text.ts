// From bytes to JSON, refusing what the JSON standard leaves open: duplicate keys, endless nesting, unknown encodings.
import type { Json } from "../../../kernel/core/index.ts";
import { findJsonFault } from "./json-faults.ts";
import { notebookError } from "../place.ts";

/** Larger files are refused before they are decoded; a notebook with many figures has a few MB. */
const maxNotebookBytes: number = 64 * 2 ** 20;

/**
 * Parses the bytes (or text) of a notebook file.
 *
 * A UTF-8 byte order mark is dropped; everything else that is not one plain JSON document is refused.
 *
 * @throws NotebookError NOTEBOOK_TOO_LARGE, NOTEBOOK_ENCODING, NOTEBOOK_EMPTY, NOTEBOOK_NOT_JSON,
 *   NOTEBOOK_DUPLICATE_KEY, NOTEBOOK_TOO_DEEP
 */
export function parseJsonText(content: Uint8Array | string, file: string): Json {
  const size = typeof content === "string" ? content.length : content.byteLength;
  if (size > maxNotebookBytes) {
    throw notebookError(
      { file },
      {
        code: "NOTEBOOK_TOO_LARGE",
        summary: "the file is too large to be read as a notebook.",
        given: `${(size / 2 ** 20).toFixed(1)} MB`,
        expected: `at most ${maxNotebookBytes / 2 ** 20} MB`,
        fix: 'clear the outputs (in JupyterLab: Edit, "Clear Outputs of All Cells") and save again',
      },
    );
  }
  const text = decode(content, file);
  if (text.trim() === "") {
    throw notebookError(
      { file },
      {
        code: "NOTEBOOK_EMPTY",
        summary: "the file is empty.",
        expected: "a Jupyter notebook",
        fix: "save the notebook again, or take a fresh copy of the lab",
      },
    );
  }
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch (error) {
    throw notebookError({ file }, { ...explainNotJson(text, error), cause: error });
  }
  const fault = findJsonFault(text);
  if (fault) {
    throw notebookError(
      { file, field: fault.path },
      fault.kind === "duplicate-key"
        ? {
            code: "NOTEBOOK_DUPLICATE_KEY",
            summary: "the same key stands twice in one object, so it is open which value counts.",
            given: `key ${JSON.stringify(fault.key)} twice`,
            fix: "delete one of the two in a text editor",
          }
        : {
            code: "NOTEBOOK_TOO_DEEP",
            summary: "lists and objects are nested too deeply.",
            expected: `at most ${fault.limit} levels`,
            fix: "clear the outputs and save again",
          },
    );
  }
  return value;
}

function decode(content: Uint8Array | string, file: string): string {
  if (typeof content === "string") return content.replace(/^\uFEFF/, "");
  const [first, second] = content;
  const utf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  try {
    if (!utf16) return new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  throw notebookError(
    { file },
    {
      code: "NOTEBOOK_ENCODING",
      summary: "the file is not text in UTF-8.",
      given: utf16 ? "UTF-16" : "bytes that UTF-8 does not have",
      expected: "UTF-8, as Jupyter writes it",
      fix: "save the notebook from JupyterLab; if it came by mail or archive, send the .ipynb itself",
    },
  );
}

function explainNotJson(
  text: string,
  error: unknown,
): { code: string; summary: string; given: string; fix: string } {
  const conflict = /^(<{7}|={7}|>{7})/m.exec(text);
  const code = "NOTEBOOK_NOT_JSON";
  if (conflict) {
    const line = text.slice(0, conflict.index).split("\n").length;
    return {
      code,
      summary: "the file holds an unfinished git merge.",
      given: `a conflict mark in line ${line}`,
      fix: "git checkout --ours or --theirs on the notebook, or merge it with nbdime",
    };
  }
  if (/^\s*<(!doctype|html)/i.test(text)) {
    return {
      code,
      summary: "the file is a web page, not a notebook.",
      given: "HTML",
      fix: "download the .ipynb file itself (File, Download), not the page that shows it",
    };
  }
  const reason = error instanceof Error ? error.message : String(error);
  return {
    code,
    summary: "the file is not JSON, so it is not a notebook, or it was cut off.",
    given: reason.length > 200 ? `${reason.slice(0, 200)}...` : reason,
    fix: "save the notebook again from JupyterLab, or take a fresh copy of the lab",
  };
}
