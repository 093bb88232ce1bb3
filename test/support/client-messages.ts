// Messages as a Jupyter client sees them, and their frames; written from the protocol's text, sharing no code with the
// kernel.
import { createHmac, randomUUID } from "node:crypto";

export interface ConnectionInfo {
  readonly transport: "tcp";
  readonly ip: string;
  readonly shell_port: number;
  readonly control_port: number;
  readonly stdin_port: number;
  readonly iopub_port: number;
  readonly hb_port: number;
  readonly key: string;
  readonly signature_scheme: "hmac-sha256";
  readonly curve_publickey?: string;
  readonly curve_secretkey?: string;
}

/** Contents differ by message type; tests look into them. */
export type Content = Record<string, unknown>;

export interface Message {
  readonly channel: ClientChannel | "iopub";
  readonly type: string;
  readonly id: string;
  readonly parentId: string | undefined;
  readonly parent: Content;
  readonly header: Content;
  readonly metadata: Content;
  readonly content: Content;
  readonly buffers: readonly Uint8Array[];
}

export type ClientChannel = "shell" | "control" | "stdin";

/** What a cell did: its reply, and all that iopub said between its busy and its idle. */
export interface Execution {
  readonly id: string;
  readonly reply: Content;
  readonly messages: readonly Message[];
  readonly stdout: string;
  readonly stderr: string;
}

const DELIMITER = "<IDS|MSG>";

/** A request as signed frames, for tests that bend them first. */
export function makeRequest(
  key: string,
  session: string,
  { type, content, header = {}, parent = {}, metadata = {} }: RequestParts,
): { frames: string[]; id: string } {
  const id = randomUUID();
  const whole = {
    msg_id: id,
    msg_type: type,
    session,
    username: "",
    subshell_id: null,
    date: new Date().toISOString(),
    version: "5.2",
    ...header,
  };
  return {
    frames: sign(
      key,
      [whole, parent, metadata, content].map((part) => JSON.stringify(part)),
    ),
    id,
  };
}

export interface RequestParts {
  readonly type: string;
  readonly content: Content;
  /** Fields to put over those of the header. */
  readonly header?: Content;
  readonly parent?: Content;
  readonly metadata?: Content;
}

/** Four JSON frames with delimiter and signature before them. */
export function sign(key: string, json: readonly string[]): string[] {
  const digest = createHmac("sha256", key);
  for (const part of json) digest.update(part);
  return [DELIMITER, digest.digest("hex"), ...json];
}

/** @throws Error when the kernel's signature is wrong */
export function readMessage(
  key: string,
  channel: Message["channel"],
  frames: readonly Uint8Array[],
): Message {
  const texts = frames.map(String);
  const start = texts.indexOf(DELIMITER) + 1;
  const [signature, ...rest] = texts.slice(start);
  const json = rest.slice(0, 4);
  if (sign(key, json)[1] !== signature) throw new Error(`${channel}: wrong signature`);
  const [header = {}, parent = {}, metadata = {}, content = {}] = json.map(
    (part) => (JSON.parse(part) as Content | null) ?? {}, // some kernels of others write null
  );
  return {
    channel,
    type: String(header["msg_type"]),
    id: String(header["msg_id"]),
    parentId: typeof parent["msg_id"] === "string" ? parent["msg_id"] : undefined,
    header,
    parent,
    metadata,
    content,
    buffers: frames.slice(start + 5).map((frame) => new Uint8Array(frame)),
  };
}

/** True for a status message of that state. */
export function isStatus(message: Message, state: string): boolean {
  return message.type === "status" && message.content["execution_state"] === state;
}

/** All text of one stream, joined. */
export function streamText(messages: readonly Message[], name: "stdout" | "stderr"): string {
  return messages
    .filter(({ type, content }) => type === "stream" && content["name"] === name)
    .map(({ content }) => String(content["text"]))
    .join("");
}
