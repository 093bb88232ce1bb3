// What a master's `metadata.convlab` may say.
import { isJsonObject, type Json, type JsonObject } from "../../../kernel/core/index.ts";
import type { LabSettings, Notebook } from "../../contract.ts";
import { notebookError } from "../../notebook/index.ts";
import { nearest } from "./nearest.ts";

/** Limits of a lab that does not set its own; ms and MB. */
const defaultLimits: LabSettings["limits"] = {
  callMs: 2_000,
  cellMs: 10_000,
  runMs: 60_000,
  memoryMb: 512,
};

/** `01-convolution-by-hand`: a number, then words. */
export const slugPattern: RegExp = /^\d{2,}(-[a-z0-9]+)+$/;

const importPattern = /^(@[a-z0-9._-]+\/)?[a-z0-9][a-z0-9._-]*(\/[A-Za-z0-9._-]+)*$/;
const keys = ["slug", "title", "allowedImports", "limits"];

/**
 * Reads the lab's settings; all faults are reported at once.
 *
 * @param slug the folder's name, which the slug must equal
 * @throws NotebookError LAB_SETTINGS
 */
export function readSettings(notebook: Notebook, slug: string, file: string): LabSettings {
  const found = notebook.metadata["convlab"];
  if (!isJsonObject(found)) {
    throw settingsError(file, ["metadata.convlab is missing"], exampleOf(slug));
  }
  const { limits = {}, allowedImports, title } = found;
  const faults = [
    ...unknownKeys(found, keys, ""),
    ...slugFaults(found["slug"], slug),
    ...(typeof title === "string" && title.trim() !== "" ? [] : ["title must be a text"]),
    ...importFaults(allowedImports),
    ...limitFaults(limits),
  ];
  if (faults.length > 0) throw settingsError(file, faults, exampleOf(slug));
  return {
    slug,
    title: title as string,
    allowedImports: allowedImports as readonly string[],
    limits: { ...defaultLimits, ...(limits as Partial<LabSettings["limits"]>) },
  };
}

/** The notebook with these settings in its metadata. */
export function withSettings(notebook: Notebook, settings: LabSettings): Notebook {
  const convlab: JsonObject = { ...settings, limits: { ...settings.limits } };
  return { ...notebook, metadata: { ...notebook.metadata, convlab } };
}

function slugFaults(given: Json | undefined, folder: string): string[] {
  if (given !== folder) return [`slug is ${JSON.stringify(given)}, but the folder is "${folder}"`];
  return slugPattern.test(folder)
    ? []
    : [`slug "${folder}" must be a number of two digits and words: 01-convolution-by-hand`];
}

function importFaults(given: Json | undefined): string[] {
  if (!Array.isArray(given)) {
    return ['allowedImports must be a list, for example ["convlab/tensor", "convlab/check"]'];
  }
  return (given as readonly Json[]).flatMap((name) =>
    typeof name === "string" && importPattern.test(name)
      ? []
      : [
          `allowedImports holds ${JSON.stringify(name)}; only convlab/… and npm packages can be allowed`,
        ],
  );
}

function limitFaults(given: Json): string[] {
  if (!isJsonObject(given)) return ["limits must be an object"];
  const values = Object.entries(given).flatMap(([key, value]) =>
    !(key in defaultLimits) || (typeof value === "number" && value > 0)
      ? []
      : [`limits.${key} must be a number above 0 (${key === "memoryMb" ? "MB" : "ms"})`],
  );
  return [...unknownKeys(given, Object.keys(defaultLimits), "limits."), ...values];
}

function unknownKeys(object: JsonObject, known: readonly string[], prefix: string): string[] {
  return Object.keys(object)
    .filter((key) => !known.includes(key))
    .map((key) => {
      const meant = nearest(key, known);
      return `${prefix}${key} is not known${meant === undefined ? "" : `; did you mean ${meant}?`}`;
    });
}

function exampleOf(slug: string): string {
  return `"convlab": {"slug": "${slug}", "title": "…", "allowedImports": ["convlab/tensor", "convlab/check"]}`;
}

function settingsError(file: string, faults: readonly string[], example: string): Error {
  return notebookError(
    { file, field: "metadata.convlab" },
    {
      code: "LAB_SETTINGS",
      summary: "the lab's settings are not right.",
      given: faults.join("\n"),
      expected: example,
      fix: "correct the notebook's metadata: in JupyterLab, property inspector, Advanced Tools, Notebook Metadata",
    },
  );
}
