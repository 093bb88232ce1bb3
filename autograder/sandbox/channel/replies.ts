// What a guest says, read by the host field by field: nothing of it is believed.
import { markSymbol } from "../../../kernel/helpers/check/index.ts";
import type { CallOutcome, Handle, ThrownError } from "../../../kernel/helpers/check/index.ts";
import { decodeFields } from "./call.ts";
import type { Fields } from "./call.ts";
import { ChannelError } from "./limits.ts";

/** How a cell ended in the guest. */
export interface RunOutcome {
  readonly status: "ok" | "error";
  readonly checked: boolean;
  readonly errorName: string;
  readonly errorMessage: string;
  readonly traceback: string;
}

/** Something the student's code printed, displayed or threw. */
export interface OutputBody {
  readonly source: string;
  readonly text: string;
}

const textOf = (fields: Fields, name: string): string => {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (typeof value === "string") return value;
  throw new ChannelError("VALUE_MALFORMED", `a message whose ${name} is no text`);
};

const listOf = (fields: Fields, name: string): readonly unknown[] => {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (Array.isArray(value)) return value;
  throw new ChannelError("VALUE_MALFORMED", `a message whose ${name} is no list`);
};

/** Reads how a cell ended. */
export function readRunOutcome(body: Uint8Array): RunOutcome {
  const fields = decodeFields(body);
  return {
    status: fields["status"] === "ok" ? "ok" : "error",
    checked: fields["checked"] === true,
    errorName: textOf(fields, "errorName"),
    errorMessage: textOf(fields, "errorMessage"),
    traceback: textOf(fields, "traceback"),
  };
}

/** Reads something printed. */
export function readOutput(body: Uint8Array): OutputBody {
  const fields = decodeFields(body);
  return { source: textOf(fields, "source"), text: textOf(fields, "text") };
}

/** Reads the arguments with which the guest calls one of the test's functions. */
export function readCallback(body: Uint8Array): { id: number; args: readonly unknown[] } {
  const fields = decodeFields(body);
  return { id: Number(fields["id"]), args: listOf(fields, "args") };
}

/**
 * Reads how a call ended. A guest can say that its result is not plain, but never that we failed: whatever it claims to
 * have lost is `tampered`.
 */
export function readCallOutcome(body: Uint8Array): CallOutcome {
  const fields = decodeFields(body);
  switch (fields["status"]) {
    case "returned":
      return { status: "returned", value: fields["value"], args: listOf(fields, "args") };
    case "kept":
      return { status: "kept", handle: readHandle(fields["handle"]), args: listOf(fields, "args") };
    case "threw":
      return { status: "threw", error: readError(fields), args: [] };
    case "missing":
      return { status: "missing", detail: textOf(fields, "detail") };
    case "lost":
      return { status: "lost", verdict: "tampered", detail: textOf(fields, "detail") };
    default:
      throw new ChannelError("VALUE_MALFORMED", "a reply without a status");
  }
}

function readHandle(id: unknown): Handle {
  if (typeof id !== "number" || !Number.isInteger(id) || id < 0 || id > 0xffffffff) {
    throw new ChannelError("VALUE_MALFORMED", "a handle that is no number");
  }
  return { [markSymbol]: "handle", id, path: [] };
}

function readError(fields: Fields): ThrownError {
  const code = fields["code"];
  const place = fields["place"];
  const own = fields["fields"];
  return {
    name: textOf(fields, "name").slice(0, 200),
    message: textOf(fields, "message").slice(0, 20_000),
    code: typeof code === "string" ? code : undefined,
    fields: typeof own === "object" && own !== null ? (own as Fields) : {},
    place: typeof place === "string" ? place.slice(0, 200) : undefined,
  };
}
