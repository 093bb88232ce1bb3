// The content of each request as a typed record: every field checked, all faults named at once.
import { isJsonObject, type Json, type JsonObject, ProtocolError } from "../../core/index.ts";
import { describe } from "../wire/header.ts";

export interface ExecuteContent {
  readonly code: string;
  readonly silent: boolean;
  readonly storeHistory: boolean;
  readonly userExpressions: Readonly<Record<string, string>>;
  readonly allowStdin: boolean;
  readonly stopOnError: boolean;
}

/** `complete_request` and `inspect_request`; the cursor counts code points. */
export interface CursorContent {
  readonly code: string;
  readonly cursorPos: number;
  readonly detailLevel: 0 | 1;
}

export type HistoryContent = { readonly output: boolean } & (
  | { readonly access: "tail"; readonly n: number }
  | {
      readonly access: "range";
      readonly session: number;
      readonly start: number;
      readonly stop: number | undefined;
    }
  | {
      readonly access: "search";
      readonly pattern: string;
      readonly n: number | undefined;
      readonly unique: boolean;
    }
);

export interface CommOpenContent {
  readonly commId: string;
  readonly targetName: string;
  readonly data: JsonObject;
}

export function executeContent(content: JsonObject): ExecuteContent {
  const fields = new Fields("execute_request", content);
  const silent = fields.boolean("silent", false);
  const expressions = Object.entries(fields.object("user_expressions"));
  const texts = expressions.filter((entry): entry is [string, string] => {
    if (typeof entry[1] === "string") return true;
    fields.fault(`user_expressions.${entry[0]} is ${describe(entry[1])}, not a string`);
    return false;
  });
  return fields.done({
    code: fields.string("code"),
    silent,
    storeHistory: fields.boolean("store_history", true) && !silent, // silent forces it off
    userExpressions: Object.fromEntries(texts),
    allowStdin: fields.boolean("allow_stdin", true),
    stopOnError: fields.boolean("stop_on_error", true),
  });
}

export function cursorContent(type: string, content: JsonObject): CursorContent {
  const fields = new Fields(type, content);
  const code = fields.string("code");
  const cursorPos = fields.number("cursor_pos", code.length);
  const detailLevel = fields.number("detail_level", 0) === 1 ? 1 : 0;
  return fields.done({ code, cursorPos, detailLevel });
}

export function isCompleteContent(content: JsonObject): { readonly code: string } {
  const fields = new Fields("is_complete_request", content);
  return fields.done({ code: fields.string("code") });
}

export function historyContent(content: JsonObject): HistoryContent {
  const fields = new Fields("history_request", content);
  const output = fields.boolean("output", false);
  const access = fields.string("hist_access_type", "tail");
  switch (access) {
    case "tail":
      return fields.done({ output, access, n: fields.number("n", 10) });
    case "range":
      return fields.done({
        output,
        access,
        session: fields.number("session", 0),
        start: fields.number("start", 1),
        stop: fields.optionalNumber("stop"),
      });
    case "search":
      return fields.done({
        output,
        access,
        pattern: fields.string("pattern", "*"),
        n: fields.optionalNumber("n"),
        unique: fields.boolean("unique", false),
      });
    default:
      fields.fault(`hist_access_type is ${describe(access)}, not tail, range or search`);
      return fields.done({ output, access: "tail", n: 0 });
  }
}

export function shutdownContent(content: JsonObject): { readonly restart: boolean } {
  const fields = new Fields("shutdown_request", content);
  return fields.done({ restart: fields.boolean("restart", false) });
}

export function inputReplyContent(content: JsonObject): { readonly value: string } {
  const fields = new Fields("input_reply", content);
  return fields.done({ value: fields.string("value", "") });
}

export function commInfoContent(content: JsonObject): { readonly targetName: string | undefined } {
  const fields = new Fields("comm_info_request", content);
  return fields.done({ targetName: fields.string("target_name", "") || undefined });
}

export function commOpenContent(content: JsonObject): CommOpenContent {
  const fields = new Fields("comm_open", content);
  return fields.done({
    commId: fields.string("comm_id"),
    targetName: fields.string("target_name"),
    data: fields.object("data"),
  });
}

/** `comm_msg` and `comm_close`. */
export function commContent(
  type: string,
  content: JsonObject,
): { readonly commId: string; readonly data: JsonObject } {
  const fields = new Fields(type, content);
  return fields.done({ commId: fields.string("comm_id"), data: fields.object("data") });
}

export function subshellContent(content: JsonObject): { readonly subshellId: string } {
  const fields = new Fields("delete_subshell_request", content);
  return fields.done({ subshellId: fields.string("subshell_id") });
}

/** Reads fields of one content; null counts as missing, since several clients send it so. */
class Fields {
  readonly #type: string;
  readonly #content: JsonObject;
  readonly #faults: string[] = [];

  constructor(type: string, content: JsonObject) {
    this.#type = type;
    this.#content = content;
  }

  string(name: string, otherwise?: string): string {
    const value = this.#value(name);
    if (typeof value === "string") return value;
    if (value !== undefined || otherwise === undefined) this.#wrong(name, value, "a string");
    return otherwise ?? "";
  }

  boolean(name: string, otherwise: boolean): boolean {
    const value = this.#value(name);
    if (value !== undefined && typeof value !== "boolean")
      this.#wrong(name, value, "true or false");
    return typeof value === "boolean" ? value : otherwise;
  }

  number(name: string, otherwise: number): number {
    return this.optionalNumber(name) ?? otherwise;
  }

  optionalNumber(name: string): number | undefined {
    const value = this.#value(name);
    if (value !== undefined && typeof value !== "number") this.#wrong(name, value, "a number");
    return typeof value === "number" ? Math.trunc(value) : undefined;
  }

  object(name: string): JsonObject {
    const value = this.#value(name);
    if (value !== undefined && !isJsonObject(value)) this.#wrong(name, value, "an object");
    return isJsonObject(value) ? value : {};
  }

  fault(text: string): void {
    this.#faults.push(text);
  }

  /** @throws ProtocolError BAD_CONTENT when any field was at fault */
  done<T>(content: T): T {
    if (this.#faults.length === 0) return content;
    throw new ProtocolError({
      code: "BAD_CONTENT",
      summary: `The content of this ${this.#type} breaks the protocol.`,
      given: this.#faults.join("; "),
      expected: `a ${this.#type} as Jupyter's messaging protocol 5 defines it`,
    });
  }

  #value(name: string): Json | undefined {
    return this.#content[name] ?? undefined;
  }

  #wrong(name: string, value: Json | undefined, expected: string): void {
    this.fault(`${name} is ${describe(value)}, not ${expected}`);
  }
}
