// The official nbformat schema, brought from 4.0 (what npm's `nbformat` holds) to 4.5: the differences are these.
import { createRequire } from "node:module";
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import type { JsonObject } from "../../../kernel/core/index.ts";

/** Shape of the official schema as far as we change it. */
interface OfficialSchema {
  $schema?: string;
  definitions: {
    raw_cell: { properties: JsonObject };
    markdown_cell: { properties: JsonObject };
    code_cell: { properties: JsonObject };
    misc: JsonObject;
  };
}

/** Pattern of cell ids, nbformat 4.5. */
export const cellIdPattern: RegExp = /^[a-zA-Z0-9-_]{1,64}$/;

/** Parts of the schema that can be asked for alone, so that an error names the part and not "one of three". */
export type SchemaPart =
  | "notebook"
  | "raw_cell"
  | "markdown_cell"
  | "code_cell"
  | "execute_result"
  | "display_data"
  | "stream"
  | "error";

let ajv: Ajv | undefined;

/** The first fault of `value` against one part of the schema; undefined if there is none. */
export function schemaFault(part: SchemaPart, value: unknown): ErrorObject | undefined {
  const validate = validatorOf(part);
  if (validate(value)) return undefined;
  return validate.errors?.at(-1); // the last is the outermost: for "one of", the choice itself
}

function validatorOf(part: SchemaPart): ValidateFunction {
  if (!ajv) {
    ajv = new Ajv({ strict: false });
    ajv.addSchema(officialSchema(), "nbformat");
  }
  const validate = ajv.getSchema(
    part === "notebook" ? "nbformat" : `nbformat#/definitions/${part}`,
  );
  if (!validate) throw new Error(`the nbformat schema has no part ${part}`);
  return validate;
}

function officialSchema(): object {
  const require = createRequire(import.meta.url);
  const schema = structuredClone(require("nbformat/v4/nbformat.v4.schema.json") as OfficialSchema);
  delete schema.$schema; // draft 4, of which it uses nothing that later drafts changed
  const { raw_cell, markdown_cell, code_cell } = schema.definitions;
  const attachments = { type: "object", additionalProperties: { $ref: misc("mimebundle") } };
  for (const cell of [raw_cell, markdown_cell, code_cell]) {
    cell.properties = {
      ...cell.properties,
      id: { type: "string", pattern: cellIdPattern.source }, // 4.5
      ...(cell === code_cell ? {} : { attachments }), // 4.1
    };
  }
  schema.definitions.misc = {
    ...schema.definitions.misc,
    // 4.2: any type under any name, and any JSON under JSON's names
    mimebundle: {
      type: "object",
      additionalProperties: { $ref: misc("multiline_string") },
      patternProperties: { "^application/(.*\\+)?json$": {} },
    },
  };
  return schema;
}

function misc(name: string): string {
  return `#/definitions/misc/${name}`;
}
