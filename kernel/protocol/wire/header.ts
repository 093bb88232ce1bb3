// What a header must hold. Clients differ: username may be empty, subshell_id null, the version an old 5.x.
import { isJsonObject, type Json, type JsonObject, ProtocolError } from "../../core/index.ts";
import type { Header } from "./message.ts";

/** @throws ProtocolError BAD_HEADER, naming every field at fault */
export function checkHeader(wire: JsonObject): Header {
  const faults: string[] = [];
  const text = (name: string, mayBeEmpty: boolean): string => {
    const value = wire[name];
    if (typeof value === "string" && (mayBeEmpty || value !== "")) return value;
    faults.push(`${name} is ${describe(value)}`);
    return "";
  };
  const header: Header = {
    msgId: text("msg_id", false),
    msgType: text("msg_type", false),
    session: text("session", true),
    username: wire["username"] === undefined ? "" : text("username", true),
    version: wire["version"] === undefined ? "5.0" : text("version", false),
    subshellId: typeof wire["subshell_id"] === "string" ? wire["subshell_id"] : undefined,
    wire,
  };
  if (header.version !== "" && !/^5\.\d+/.test(header.version)) {
    faults.push(`version is ${describe(header.version)}`);
  }
  if (faults.length === 0) return header;
  throw new ProtocolError({
    code: "BAD_HEADER",
    summary: "A message's header breaks the protocol.",
    given: faults.join("; "),
    expected: "non-empty msg_id and msg_type, a session, version 5.x",
  });
}

/** A JSON value in a few words, for error messages. */
export function describe(value: Json | undefined): string {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (isJsonObject(value)) return "an object";
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
